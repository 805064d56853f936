import { writeWord, type WordBlock } from '../../documents/word.ts'
import type { PlanKind } from '../plan.ts'
import { COURSE, coursePicture } from './course-picture.ts'
import type { Cover } from './cover.ts'
import { changeBlocks, declaredCell, findingBlocks, heading, noticeBlocks, paragraph, ratingCell, schemeBlocks, subtitleOf } from './paper-blocks.ts'
import { evidenceFor, type Shown, type ShownItem } from './shown.ts'
import { derivedNote, elsewhere, everyOwner, evidenceWords, inFocus, isDrawn, itemName, outcomeWords, ownerWords, updatedWords, writeDay } from './wording.ts'

const TITLES: Record<PlanKind, string> = { dashboard: 'performance dashboard', strategy: 'strategy, and where it stands', 'action plan': 'action plan, and where it stands' }

/** The board paper: the whole in a few sentences, what to look at, every rating, then what is behind them. Gives a Word document. */
export const boardPaper = (shown: Shown, cover: Cover): Promise<Uint8Array> =>
  writeWord({
    title: `${shown.partnership}: ${TITLES[shown.kind]}`,
    subtitle: subtitleOf(shown, cover),
    author: shown.partnership,
    landscape: true,
    footer: `${shown.title}. ${cover.line}`,
    blocks: [
      heading(1, 'In short'),
      ...noticeBlocks(cover),
      paragraph(shown.summary),
      ...attentionBlocks(shown),
      ...changeBlocks(cover),
      ...tableBlocks(shown),
      ...schemeBlocks(shown),
      ...sheetBlocks(shown),
      ...elsewhereBlocks(shown),
      ...findingBlocks(shown),
    ],
  })

function attentionBlocks(shown: Shown): WordBlock[] {
  const items = inFocus(shown)
  if (items.length === 0) return [paragraph('Nothing in this plan asks for the board’s attention.')]
  return [{
    kind: 'table',
    caption: 'For the board’s attention',
    columns: [{ title: 'Item', width: 40 }, { title: 'Who answers', width: 22 }, { title: 'Why it is here', width: 38 }],
    rows: items.map((item) => [itemName(item), ownerWords(item), item.focus.join('\n')]),
  }]
}

const tableBlocks = (shown: Shown): WordBlock[] => [
  heading(1, 'Every rating'),
  {
    kind: 'table',
    columns: [
      { title: 'Item', width: 28 }, { title: 'Who answers', width: 17 }, { title: 'Declared', width: 10 }, { title: 'By the criteria', width: 20 },
      { title: 'Updated', width: 12 }, { title: 'What the data say', width: 13 },
    ],
    rows: shown.items.map((item) => {
      const name = { text: itemName(item), bold: item.group || item.kind === 'heading' }
      if (item.kind === 'heading') return [name]
      if (item.state === 'withdrawn') return [name, '', 'Withdrawn', item.stateWords]
      return [name, everyOwner(item), declaredCell(item), ratingCell(item.derived, 'Cannot say', derivedNote(item)), updatedWords(item), item.trend]
    }),
  },
]

const sheetBlocks = (shown: Shown): WordBlock[] => {
  const items = inFocus(shown)
  return items.length === 0 ? [] : [heading(1, 'In focus'), ...items.flatMap((item) => sheet(shown, item))]
}

function sheet(shown: Shown, item: ShownItem): WordBlock[] {
  const evidence = evidenceFor(shown, item.code)
  const say = (label: string, text: string | null): WordBlock[] => (text ? [{ kind: 'paragraph', text: [{ text: `${label}: `, bold: true }, { text }] }] : [])
  return [
    heading(2, itemName(item)),
    {
      kind: 'table',
      columns: [{ title: 'Who answers', width: 22 }, { title: 'Declared', width: 14 }, { title: 'By the criteria', width: 30 }, { title: 'Updated', width: 18 }, { title: 'State', width: 16 }],
      rows: [[everyOwner(item), declaredCell(item), ratingCell(item.derived, 'Cannot say', derivedNote(item)), updatedWords(item), [item.stateWords, item.due && `Due ${writeDay(item.due)}`].filter(Boolean).join('\n')]],
    },
    ...say('Why it is here', item.focus.join('; ')),
    ...say('Aim', item.aim),
    ...say('Success is', item.success),
    ...say('Position', item.position),
    ...(evidence.length > 0
      ? [paragraph(`Evidence of the period${evidence.length === 1 ? '' : `, ${evidence.length} pieces`}:`), {
          kind: 'list',
          items: evidence.map((each) => {
            const { head, also } = evidenceWords(each, item.code)
            return [`${head}: ${each.statement}`, also && `(${also})`].filter(Boolean).join(' ')
          }),
        } satisfies WordBlock]
      : item.group ? [] : [paragraph('No evidence is recorded for the period.')]),
    ...item.measures.flatMap((measure): WordBlock[] => {
      const words = `${measure.title}: ${[measure.sentence, measure.target].filter(Boolean).join('. ')}`
      const drawn = isDrawn(measure) ? coursePicture(measure) : null
      return [...(drawn ? [figureOf(drawn, words)] : []), paragraph(`${words}.`)]
    }),
    ...(item.measures.length === 0 ? say('What the data say', item.trend) : []),
    ...say(outcomeWords(item), item.outcome),
  ]
}

const WIDE = 6.5 // centimetres

const figureOf = (data: Uint8Array, words: string): WordBlock => ({
  kind: 'figure', image: { format: 'png', data }, alt: `The course of ${words}`, width: WIDE, height: (WIDE * COURSE.height) / COURSE.width,
})

function elsewhereBlocks(shown: Shown): WordBlock[] {
  const items = elsewhere(shown)
  if (items.length === 0) return []
  return [
    heading(1, inFocus(shown).length > 0 ? 'The rest: positions and evidence' : 'Positions and evidence'),
    {
      kind: 'table',
      columns: [{ title: 'Item', width: 26 }, { title: 'Position', width: 32 }, { title: 'Evidence of the period', width: 42 }],
      rows: items.map((item) => [
        itemName(item),
        [item.position, item.outcome && `${outcomeWords(item)}: ${item.outcome}`, item.measures.length > 0 && item.trend].filter(Boolean).join('\n') || 'Nothing said',
        evidenceFor(shown, item.code).map((each) => `${evidenceWords(each, item.code).head}: ${each.statement}`).join('\n') || (item.group ? 'With what is under it' : 'None recorded'),
      ]),
    },
  ]
}
