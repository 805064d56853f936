import { writeCsv } from '../../documents/csv.ts'
import { writeWord, type WordBlock, type WordCell } from '../../documents/word.ts'
import { writeWorkbook } from '../../documents/workbook.ts'
import type { Colour } from '../rating.ts'
import type { Change } from './difference.ts'
import { type Shown, type ShownItem, summaryOf } from './shown.ts'

/** How a paper names itself: "Edition 3, published 2 October 2026", or that it is a draft. */
export type Standing = { line: string; changes: readonly Change[]; overrideReason: string | null; correction: string | null }

const FILLS: Record<Colour, string> = {
  green: '#D8EFE6', 'amber-green': '#EEF0C6', amber: '#FFE8B3', 'amber-red': '#FBDCC5', red: '#F8DADA', blue: '#DBE8F6', grey: '#E8E9EE',
}

const rated = (tag: { word: string; colour: Colour } | null, none = 'Not rated'): WordCell => (tag ? { text: tag.word, fill: FILLS[tag.colour], bold: true } : none)
const declaredCell = (item: ShownItem): WordCell => (item.stated.length > 1 ? `Stated two ways: ${item.stated.map(({ word, place }) => `${word} in ${place}`).join('; ')}` : rated(item.declared))
const ownerOf = (item: ShownItem) => [item.owner, ...item.contributors.map((words) => `with ${words}`)].filter(Boolean).join('\n')
const lines = (...texts: (string | null | false | undefined)[]) => texts.filter(Boolean).join('\n')

const opening = (shown: Shown, standing: Standing) => [standing.line, shown.period ? `Period: ${shown.period}` : `Runs ${shown.runs}`, `As at ${shown.asAt}`]

const schemeBlocks = (shown: Shown): WordBlock[] => [
  { kind: 'heading', level: 2, text: 'How to read the ratings' },
  { kind: 'list', items: shown.scheme.values.map(({ word, criterion }) => `${word}: ${criterion}`) },
  { kind: 'paragraph', text: shown.rollUp },
]

const list = (title: string, items: readonly string[]): WordBlock[] => (items.length > 0 ? [{ kind: 'heading', level: 2, text: title }, { kind: 'list', items: [...items] }] : [])

const closing = (shown: Shown, { changes, overrideReason }: Standing): WordBlock[] => [
  ...list('What changed since the last edition', changes.map(({ sentence }) => sentence)),
  ...(overrideReason ? ([{ kind: 'heading', level: 2, text: 'Published with questions open' }, { kind: 'paragraph', text: overrideReason }] satisfies WordBlock[]) : []),
  ...list('What the checks found', shown.findings.map(({ place, sentence }) => `${place}: ${sentence}`)),
  ...list('Findings answered', shown.answered.map(({ place, sentence, reason, by }) => `${place}: ${sentence} Answered by ${by}: ${reason}`)),
]

/** The board paper: the whole in a sentence, the table of ratings, then each item that has something to tell. */
export function boardPaper(shown: Shown, standing: Standing): Promise<Uint8Array> {
  const items = shown.items.filter(({ state, kind }) => state !== 'withdrawn' && kind !== 'heading')
  return writeWord({
    title: `${shown.partnership}: ${shown.kind === 'dashboard' ? 'performance dashboard' : shown.title}`,
    subtitle: [shown.title, ...opening(shown, standing)],
    author: shown.partnership,
    landscape: true,
    footer: `${shown.title}. ${standing.line}`,
    blocks: [
      ...(standing.correction ? [{ kind: 'paragraph', text: standing.correction } satisfies WordBlock] : []),
      { kind: 'paragraph', text: summaryOf(shown) },
      { kind: 'heading', level: 1, text: 'Priorities and activities' },
      {
        kind: 'table',
        columns: [{ title: 'Priority and activity', width: 34 }, { title: 'Accountable owner', width: 18 }, { title: 'Declared', width: 11 }, { title: 'By the criteria', width: 25 }, { title: 'Updated', width: 12 }],
        rows: items.map((item) => [
          item.depth === 0 ? { text: `${item.code} ${item.title}`, bold: true } : `${item.code} ${item.title}`,
          ownerOf(item),
          declaredCell(item),
          { ...(typeof rated(item.derived) === 'string' ? {} : { fill: FILLS[item.derived!.colour] }), text: lines(item.derived?.word ?? 'Cannot say', item.because) },
          lines(item.positionOn, item.fresh),
        ]),
      },
      ...schemeBlocks(shown),
      { kind: 'heading', level: 1, text: 'Positions' },
      ...items.flatMap(positionBlocks),
      ...closing(shown, standing),
    ],
  })
}

function positionBlocks(item: ShownItem): WordBlock[] {
  const facts = item.evidence.map(({ kind, when, statement, quantity }) => `${when}, ${kind}${quantity ? `, ${quantity}` : ''}: ${statement}`)
  const measured = item.measures.map(({ title, sentence, target }) => `${title}: ${[sentence, target].filter(Boolean).join('. ')}`)
  const words = [
    item.aim && `Aim: ${item.aim}`,
    item.position,
    item.reason && `The owner’s reason for a rating that differs from the criteria: ${item.reason}`,
    item.outcome && `Outcome (${item.outcomeType ?? 'not typed'}): ${item.outcome}`,
  ].filter((text): text is string => Boolean(text))
  if (facts.length + measured.length + words.length === 0) return []
  return [
    { kind: 'heading', level: item.depth === 0 ? 2 : 3, text: `${item.code} ${item.title}` },
    ...words.map((text): WordBlock => ({ kind: 'paragraph', text })),
    ...(facts.length > 0 ? [{ kind: 'list', items: facts } satisfies WordBlock] : []),
    ...(measured.length > 0 ? [{ kind: 'list', items: measured } satisfies WordBlock] : []),
  ]
}

/** The action plan in the columns a partnership prints, each heading with its table. */
export function actionPlanPaper(shown: Shown, standing: Standing): Promise<Uint8Array> {
  const groups: { heading: string; items: ShownItem[] }[] = []
  shown.items.forEach((item, index) => {
    const parent = (shown.items[index + 1]?.depth ?? 0) > item.depth
    if (parent || item.kind === 'heading') groups.push({ heading: item.kind === 'heading' ? item.title : `${item.code} ${item.title}`, items: [] })
    else {
      if (groups.length === 0 || item.depth === 0) groups.push({ heading: item.depth === 0 && groups.length > 0 ? 'Under no heading' : shown.title, items: [] })
      groups.at(-1)!.items.push(item)
    }
  })
  return writeWord({
    title: `${shown.partnership}: action plan`,
    subtitle: [shown.title, ...opening(shown, standing)],
    author: shown.partnership,
    landscape: true,
    footer: `${shown.title}. ${standing.line}`,
    blocks: [
      ...(standing.correction ? [{ kind: 'paragraph', text: standing.correction } satisfies WordBlock] : []),
      { kind: 'paragraph', text: summaryOf(shown) },
      ...groups.filter(({ items }) => items.length > 0).flatMap(({ heading, items }): WordBlock[] => [
        { kind: 'heading', level: 1, text: heading },
        {
          kind: 'table',
          columns: [{ title: 'Action', width: 24 }, { title: 'Owner', width: 14 }, { title: 'Rating', width: 10 }, { title: 'Position', width: 28 }, { title: 'Impact and outcome', width: 16 }, { title: 'Due', width: 8 }],
          rows: items.map((item) =>
            item.state === 'withdrawn'
              ? [`${item.code} ${item.title}`, '', 'Withdrawn', item.stateNote ?? '', '', '']
              : [`${item.code} ${item.title}`, ownerOf(item), declaredCell(item), lines(item.position, item.state + (item.stateNote ? `: ${item.stateNote}` : '')), lines(item.outcome, item.outcome && `(${item.outcomeType ?? 'not typed'})`) || 'Not yet', item.due ?? 'No date'],
          ),
        },
      ]),
      ...schemeBlocks(shown),
      ...closing(shown, standing),
    ],
  })
}

const COLUMNS = ['Code', 'Title', 'Kind', 'Accountable owner', 'Contributors', 'Declared', 'By the criteria', 'Because', 'Reason', 'State', 'State note', 'Position', 'Position on', 'Updated', 'Evidence in the period', 'Outcome', 'Outcome type', 'Due', 'Measures'] as const

const rowOf = (item: ShownItem) => [
  item.code, item.title, item.kind, item.owner, item.contributors.join('; '), item.declared?.word ?? (item.stated.length > 1 ? 'Stated two ways' : 'Not rated'), item.derived?.word ?? 'Cannot say', item.because,
  item.reason, item.state, item.stateNote, item.position, item.positionOn, item.fresh, item.evidence.map(({ when, statement }) => `${when}: ${statement}`).join('\n'), item.outcome, item.outcomeType, item.due,
  item.measures.map(({ title, sentence }) => `${title}: ${sentence}`).join('\n'),
]

/** A row an item, in plan order. */
export const planCsv = (shown: Shown): string => writeCsv(shown.items.map(rowOf), COLUMNS)

/** The same rows as a workbook, with the findings and what the ratings mean on sheets of their own. */
export const planWorkbook = (shown: Shown, standing: Standing): Promise<Uint8Array> =>
  writeWorkbook([
    { name: 'Plan', columns: COLUMNS.map((title) => ({ title, width: ['Title', 'Position', 'Evidence in the period', 'Outcome', 'Because'].includes(title) ? 50 : 16 })), rows: shown.items.map(rowOf).map((row) => row.map((value, index) => (COLUMNS[index] === 'Declared' ? coloured(shown, value) : value))) },
    { name: 'Findings', columns: [{ title: 'Severity', width: 12 }, { title: 'Place', width: 24 }, { title: 'Finding', width: 90 }], rows: shown.findings.map(({ severity, place, sentence }) => [severity, place, sentence]) },
    { name: 'About', columns: [{ title: 'What', width: 24 }, { title: 'Says', width: 90 }], rows: [['Plan', shown.title], ['Standing', standing.line], ['As at', shown.asAt], ['Roll-up', shown.rollUp], ...shown.scheme.values.map(({ word, criterion }) => [word, criterion])] },
  ])

const coloured = (shown: Shown, word: string | null) => {
  const value = shown.scheme.values.find((each) => each.word === word)
  return value ? { value: word, fill: FILLS[value.colour] } : word
}
