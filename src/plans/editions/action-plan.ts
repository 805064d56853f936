import { type WordBlock, type WordCell, writeWord } from '../../documents/word.ts'
import type { Cover } from './cover.ts'
import { declaredCell, heading, noticeBlocks, paragraph, schemeBlocks, subtitleOf } from './paper-blocks.ts'
import type { Shown, ShownItem } from './shown.ts'
import { everyOwner, itemName, outcomeWords, sentence, writeDay } from './wording.ts'

type Group = { heading: string; items: ShownItem[] }

/** Actions under the item that stands directly over them, in plan order; those under none come under the plan's own name. */
export function actionGroups(shown: Shown): Group[] {
  const groups: Group[] = []
  const over: { depth: number; heading: string }[] = []
  for (const [at, item] of shown.items.entries()) {
    while (over.length > 0 && over.at(-1)!.depth >= item.depth) over.pop()
    const stands = item.kind === 'heading' || (shown.items[at + 1]?.depth ?? 0) > item.depth
    if (stands) {
      over.push({ depth: item.depth, heading: itemName(item) })
      continue
    }
    const name = over.at(-1)?.heading ?? (over.length === 0 && groups.length > 0 ? 'Under no heading' : shown.title)
    const last = groups.at(-1)
    if (last?.heading === name) last.items.push(item)
    else groups.push({ heading: name, items: [item] })
  }
  return groups
}

/** The action plan in the columns a partnership prints, a table to each heading. Gives a Word document. */
export const actionPlanPaper = (shown: Shown, cover: Cover): Promise<Uint8Array> =>
  writeWord({
    title: `${shown.partnership}: action plan`,
    subtitle: subtitleOf(shown, cover),
    author: shown.partnership,
    landscape: true,
    footer: `${shown.title}. ${cover.line}`,
    blocks: [
      ...noticeBlocks(cover),
      paragraph(shown.summary),
      ...actionGroups(shown).flatMap(({ heading: text, items }): WordBlock[] => [
        heading(1, text),
        {
          kind: 'table',
          columns: [
            { title: 'Action', width: 23 }, { title: 'Owner', width: 14 }, { title: 'Rating', width: 10 }, { title: 'Position', width: 26 },
            { title: 'Impact and outcome', width: 18 }, { title: 'Due', width: 9 },
          ],
          rows: items.map(actionRow),
        },
      ]),
      ...schemeBlocks(shown),
    ],
  })

function actionRow(item: ShownItem): WordCell[] {
  const name = itemName(item)
  if (item.state === 'withdrawn') return [name, '', 'Withdrawn', item.stateWords]
  const position = item.position ? `${item.position}\n(${item.positionOn ? writeDay(item.positionOn) : 'undated'})` : 'Nothing said yet'
  return [
    name,
    everyOwner(item),
    declaredCell(item),
    `${sentence(item.stateWords)}\n${position}`,
    item.outcome ? `${item.outcome}\n(${outcomeWords(item)})` : 'Not yet',
    item.due ? `${writeDay(item.due)}${item.late ? ', late' : ''}` : 'No date',
  ]
}
