import type { Paper, Table } from '../../documents/paper.ts'
import { tablesOf } from './reading/columns.ts'
import type { Check, Raised } from './finding.ts'
import { type Passage, passagesOf } from './reading/passages.ts'
import { counted, listed } from './reading/sentences.ts'
import { gapsIn } from './number-runs.ts'

/** E-31. Paragraphs numbered through the paper ("1, 2, 3") or through each section ("3.1, 3.2"). */
function paragraphNumbers(paper: Paper): Raised[] {
  const numbered = passagesOf(paper).filter(({ number, kind }) => number !== null && (kind === 'paragraph' || kind === 'heading'))
  const runs = Map.groupBy(
    numbered.filter(({ number, kind }) => /^(?:\d+\.)+\d+$/.test(number!) || (kind === 'paragraph' && /^\d+$/.test(number!))),
    ({ number }) => number!.split('.').slice(0, -1).join('.'),
  )
  return [...runs].flatMap(([prefix, passages]) => {
    const { missing, repeated } = gapsIn(passages.map(({ number }) => Number(number!.split('.').at(-1))))
    // A run full of holes is no run: "2.1" alone in a paper of headings says nothing of a missing 2.2.
    if (passages.length < 3 || missing.length > passages.length / 4 + 1) return []
    return [...gapFinding(prefix, missing, passages), ...repeatedFinding(prefix, repeated, passages)]
  })
}

const within = (prefix: string, number: number) => (prefix ? `${prefix}.${number}` : String(number))

function gapFinding(prefix: string, missing: readonly number[], passages: readonly Passage[]): Raised[] {
  if (missing.length === 0) return []
  const numbers = missing.map((number) => within(prefix, number))
  const after = passages.findLast(({ number }) => Number(number!.split('.').at(-1)) < missing[0]!)
  return [
    {
      subject: `missing ${numbers.join(' ')}`,
      itemId: null,
      at: (after ?? passages[0]!).at,
      place: after ? `after ${after.place}` : `before ${passages[0]!.place}`,
      sentence: `The numbering of paragraphs leaves out ${listed(numbers)}.`,
      suggestion: 'Number the paragraphs automatically, or say what was taken out.',
    },
  ]
}

const repeatedFinding = (prefix: string, repeated: readonly number[], passages: readonly Passage[]): Raised[] =>
  repeated.map((number) => {
    const same = passages.filter((passage) => Number(passage.number!.split('.').at(-1)) === number)
    return {
      subject: `repeated ${within(prefix, number)}`,
      itemId: null,
      at: same.at(-1)!.at,
      place: same[0]!.place,
      sentence: `Two paragraphs are numbered ${within(prefix, number)}.`,
      suggestion: 'Number the paragraphs automatically, so that each can be cited.',
    }
  })

/**
 * Notes set after a table's words and figures as raised numbers that lost their rank: "Class A drug 4", "6,387 (2.2 %) 5". Three or
 * more, each one more than the last, and one at least after a figure: "Ward 1, Ward 2, Ward 3" are names.
 */
function tableNotes(table: Table): number[] {
  const marks = table.rows
    .flat()
    .filter(({ covered }) => !covered)
    .flatMap(({ text }) => {
      const found = /(?<before>[)%]|[\d,]{3,}|\p{L}+)\s(?<mark>\d{1,2})$/u.exec(text.trim())?.groups
      return found ? [{ mark: Number(found.mark), afterFigure: !/\p{L}/u.test(found.before!) }] : []
    })
  const inTurn = marks.every(({ mark }, at) => at === 0 || mark === marks[at - 1]!.mark + 1)
  return marks.length >= 3 && inTurn && marks.some(({ afterFigure }) => afterFigure) ? marks.map(({ mark }) => mark) : []
}

/** E-57. */
function noteNumbers(paper: Paper): Raised[] {
  const notes = passagesOf(paper).filter(({ kind }) => kind === 'footnote')
  const numbers = notes.map(({ number }) => Number(number)).filter(Number.isInteger)
  const raised: Raised[] = []
  const { repeated } = gapsIn(numbers)
  if (repeated.length > 0)
    raised.push({
      subject: 'repeated notes',
      itemId: null,
      place: listed(repeated.map((number) => `footnote ${number}`)),
      sentence: `${counted(repeated.length, 'note number is', 'note numbers are')} used more than once: ${listed(repeated.map(String))}.`,
      suggestion: 'Let the word processor number the notes.',
    })
  for (const table of tablesOf(paper)) {
    const clash = tableNotes(table).filter((mark) => numbers.includes(mark))
    if (clash.length > 0)
      raised.push({
        subject: `notes of ${table.place.label}`,
        itemId: null,
        place: table.place.label,
        sentence: `${table.place.label} has notes numbered ${listed(clash.map(String))}, and the paper has footnotes of the same numbers about something else.`,
        suggestion: 'Mark a table’s own notes with letters.',
      })
  }
  return raised
}

export const NUMBERING_CHECKS: readonly Check[] = [
  {
    id: 'paragraph-numbering',
    title: 'Paragraph numbers left out or used twice',
    severity: 'note',
    errors: ['E-31'],
    reads: 'paper',
    run: paragraphNumbers,
    why: 'A paragraph without its number, or with another’s, cannot be cited in a minute.',
  },
  {
    id: 'note-numbering',
    title: 'Notes whose numbers collide',
    severity: 'note',
    errors: ['E-57'],
    reads: 'paper',
    run: noteNumbers,
    why: 'A reader who follows the number finds the wrong note, and the wrong source.',
  },
]
