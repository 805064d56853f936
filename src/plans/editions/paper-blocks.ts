import type { WordBlock, WordCell } from '../../documents/word.ts'
import type { Colour } from '../rating.ts'
import { type Cover, noticesOf } from './cover.ts'
import { CHANGE_KINDS, type Change } from './difference.ts'
import type { Shown, ShownFinding, ShownItem, ShownTag } from './shown.ts'
import { counted } from './summary.ts'
import { periodLine, placeOf, statedWords, writeDay } from './wording.ts'

/** The tints of the same tags on the page. */
export const FILLS: Record<Colour, string> = {
  green: '#D8EFE6', 'amber-green': '#EEF0C6', amber: '#FFE8B3', 'amber-red': '#FBDCC5', red: '#F8DADA', blue: '#DBE8F6', grey: '#E8E9EE',
}

/** A rating's word on its colour; `note` goes under the word. */
export const ratingCell = (tag: ShownTag | null, missing: string, note = ''): WordCell => {
  const text = [tag?.word ?? missing, note].filter(Boolean).join('\n')
  return tag ? { text, fill: FILLS[tag.colour] } : text
}

export const declaredCell = (item: ShownItem): WordCell => ratingCell(item.declared, statedWords(item) ?? 'Not rated')

export const heading = (level: 1 | 2 | 3, text: string): WordBlock => ({ kind: 'heading', level, text })
export const paragraph = (text: string): WordBlock => ({ kind: 'paragraph', text })

/** Under a paper's title: what plan, which edition, what period, what day. */
export const subtitleOf = (shown: Shown, { line }: Cover): string[] => [shown.title, line, `${periodLine(shown)}. Shown as at ${writeDay(shown.asAt)}.`]

export const noticeBlocks = (cover: Cover): WordBlock[] => noticesOf(cover).map((text) => ({ kind: 'paragraph', text: [{ text, bold: true }] }))

/** What each rating means and how a priority's is worked out. */
export const schemeBlocks = ({ scheme, rollUp }: Shown): WordBlock[] => [
  heading(2, 'How to read the ratings'),
  {
    kind: 'table',
    caption: `Scheme “${scheme.name}”, version ${scheme.version}`,
    columns: [{ title: 'Rating', width: 15 }, { title: 'Criterion', width: 85 }],
    rows: scheme.values.map((value) => [ratingCell(value, ''), value.criterion]),
  },
  paragraph(rollUp),
]

export const CHANGE_HEADINGS: Record<Change['kind'], string> = {
  plan: 'The plan', rating: 'Ratings', item: 'Added and withdrawn', state: 'Progress and dates', owner: 'Who answers', report: 'Reported', wording: 'Wording', finding: 'Findings',
}

/** Changes under their headings, in the order in which a board reads them. */
export const changeGroups = (changes: readonly Change[]): { heading: string; sentences: string[] }[] =>
  CHANGE_KINDS.map((kind) => ({ heading: CHANGE_HEADINGS[kind], sentences: changes.filter((change) => change.kind === kind).map(({ sentence }) => sentence) }))
    .filter(({ sentences }) => sentences.length > 0)

export function changeBlocks({ changes }: Cover): WordBlock[] {
  if (!changes) return []
  const groups = changeGroups(changes)
  return [
    heading(1, 'What changed since the edition before'),
    ...(groups.length === 0 ? [paragraph('Nothing changed.')] : groups.flatMap(({ heading: text, sentences }): WordBlock[] => [heading(2, text), { kind: 'list', items: sentences }])),
  ]
}

/** Notes of less weight are counted: they stand in the edition on the web and in the workbook. */
function standingBlocks(findings: readonly ShownFinding[]): WordBlock[] {
  const weighty = findings.filter(({ severity }) => severity !== 'note')
  const notes = findings.length - weighty.length
  return [
    heading(1, 'What a careful reader would ask'),
    ...(weighty.length === 0 ? [paragraph('The checks found nothing of weight that stands.')] : [{
      kind: 'table',
      columns: [{ title: 'Where', width: 18 }, { title: 'Finding', width: 48 }, { title: 'What would answer it', width: 34 }],
      rows: weighty.map((finding) => [placeOf(finding), finding.severity === 'blocks' ? `${finding.sentence}\nThis stops publication.` : finding.sentence, finding.suggestion]),
    } satisfies WordBlock]),
    ...(notes > 0 ? [paragraph(`${counted(notes, 'note')} of less weight ${notes === 1 ? 'stands' : 'stand'} in the edition on the web and in its workbook.`)] : []),
  ]
}

/** What the checks found and nobody has answered for, and what was answered with its reason. */
export const findingBlocks = ({ findings, answered }: Shown): WordBlock[] => [
  ...standingBlocks(findings),
  ...(answered.length > 0
    ? [heading(1, 'Findings answered, and why'), {
        kind: 'table',
        columns: [{ title: 'Where', width: 18 }, { title: 'Finding', width: 38 }, { title: 'Answer', width: 30 }, { title: 'By', width: 14 }],
        rows: answered.map(({ code, place, sentence, reason, by, on }) => [placeOf({ code, place }), sentence, reason, `${by ? `${by}\n` : ''}${writeDay(on)}`]),
      } satisfies WordBlock]
    : []),
]
