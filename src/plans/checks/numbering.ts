import type { Paper, Table } from '../../documents/paper.ts'
import type { Plan } from '../plan.ts'
import { actionTables, tablesOf } from './columns.ts'
import type { Check, Raised } from './finding.ts'
import { type Passage, passagesOf } from './passages.ts'
import { counted, listed } from './sentences.ts'

/** Whole numbers missing within a run, and those that come twice. */
function gapsIn(numbers: readonly number[]): { missing: number[]; repeated: number[] } {
  const present = new Set(numbers)
  const missing: number[] = []
  for (let number = Math.min(1, ...numbers); number < Math.max(...numbers); number++) if (!present.has(number) && number > 0) missing.push(number)
  const repeated = [...Map.groupBy(numbers, (number) => number)].filter(([, each]) => each.length > 1).map(([number]) => number)
  return { missing, repeated }
}

/** E-31. Paragraphs numbered through the paper ("1, 2, 3") or through each section ("3.1, 3.2"). */
function paragraphNumbers(paper: Paper): Raised[] {
  const numbered = passagesOf(paper).filter(({ number, kind }) => number !== null && (kind === 'paragraph' || kind === 'heading'))
  const runs = Map.groupBy(numbered.filter(({ number, kind }) => /^(?:\d+\.)+\d+$/.test(number!) || (kind === 'paragraph' && /^\d+$/.test(number!))), ({ number }) => number!.split('.').slice(0, -1).join('.'))
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
  return [{
    subject: `missing ${numbers.join(' ')}`, itemId: null, at: (after ?? passages[0]!).at, place: after ? `after ${after.place}` : `before ${passages[0]!.place}`,
    sentence: `The numbering of paragraphs leaves out ${listed(numbers)}.`,
    suggestion: 'Number the paragraphs automatically, or say what was taken out.',
  }]
}

const repeatedFinding = (prefix: string, repeated: readonly number[], passages: readonly Passage[]): Raised[] =>
  repeated.map((number) => {
    const [first, second] = passages.filter((passage) => Number(passage.number!.split('.').at(-1)) === number) as [Passage, Passage]
    return {
      subject: `repeated ${within(prefix, number)}`, itemId: null, at: second.at, place: first.place,
      sentence: `Two paragraphs are numbered ${within(prefix, number)}.`, suggestion: 'Number the paragraphs automatically, so that each can be cited.',
    }
  })

/**
 * Notes set after a table's words and figures as raised numbers that lost their rank: "Class A drug 4", "6,387 (2.2 %) 5". Three or
 * more, each one more than the last, and one at least after a figure: "Ward 1, Ward 2, Ward 3" are names.
 */
function tableNotes(table: Table): number[] {
  const marks = table.rows.flat().filter(({ covered }) => !covered).flatMap(({ text }) => {
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
      subject: 'repeated notes', itemId: null, place: listed(repeated.map((number) => `footnote ${number}`)),
      sentence: `${counted(repeated.length, 'note number is', 'note numbers are')} used more than once: ${listed(repeated.map(String))}.`, suggestion: 'Let the word processor number the notes.',
    })
  for (const table of tablesOf(paper)) {
    const clash = tableNotes(table).filter((mark) => numbers.includes(mark))
    if (clash.length > 0)
      raised.push({
        subject: `notes of ${table.place.label}`, itemId: null, place: table.place.label,
        sentence: `${table.place.label} has notes numbered ${listed(clash.map(String))}, and the paper has footnotes of the same numbers about something else.`,
        suggestion: 'Mark a table’s own notes with letters.',
      })
  }
  return raised
}

/** The whole number an action begins with, in its own column or before its words: "Comms\n1. Raise …" is 1. */
function numberOf(texts: readonly string[], action: number): number | null {
  const own = /^(?:action |no\.? ?|#)?(\d{1,3})\.?$/i.exec(texts[0] ?? '')?.[1]
  const typed = /(?:^|\n|^\p{L}[\p{L} &]{2,30} )(\d{1,3})[.)]\s+\p{Lu}/u.exec(texts[action] ?? '')?.[1]
  return own ?? typed ? Number(own ?? typed) : null
}

/** The numbers of each action table that numbers its actions. */
const numberedActions = (paper: Paper): { place: string; numbers: number[]; from: number }[] =>
  actionTables(tablesOf(paper)).flatMap(({ table, rows, columns }) => {
    const numbers = rows.map(({ texts }) => numberOf(texts, columns.action!)).filter((number) => number !== null)
    return numbers.length >= 4 && numbers.length >= rows.length * 0.7 ? [{ place: table.place.label, numbers, from: Math.min(...numbers) }] : []
  })

/** E-73 in papers: a number left out between actions. */
const actionNumberMissing = (paper: Paper): Raised[] =>
  numberedActions(paper).flatMap(({ place, numbers, from }) => {
    const inside = gapsIn(numbers).missing.filter((number) => number > from)
    if (inside.length === 0 || inside.length > numbers.length / 4) return []
    return [{
      subject: `missing ${inside.join(' ')}`, itemId: null, place,
      sentence: `The actions run from ${from} to ${Math.max(...numbers)} and ${inside.length === 1 ? `there is no ${inside[0]}` : `${listed(inside.map(String))} are missing`}.`,
      suggestion: 'Say what became of it: withdrawn, merged or moved, when and why.',
    }]
  })

/** Numbers that start again under each heading are no fault. */
const actionNumberRepeated = (paper: Paper): Raised[] =>
  numberedActions(paper).flatMap(({ place, numbers, from }) => {
    const { repeated } = gapsIn(numbers)
    if (repeated.length === 0 || repeated.includes(from)) return []
    return [{
      subject: `repeated ${repeated.join(' ')}`, itemId: null, place,
      sentence: `${listed(repeated.map((number) => `Number ${number}`))} ${repeated.length === 1 ? 'is' : 'are'} given to more than one action.`,
      suggestion: 'Give each action its own number, never used before.',
    }]
  })

/** E-73 in a plan kept here: a tombstone answers for its number, so only what was never an item is missing. */
function codesLeftOut(plan: Plan): Raised[] {
  const numbered = plan.items.flatMap(({ code }) => {
    const [, prefix, number] = /^(.*?)(\d+)$/.exec(code) ?? []
    return number ? [{ prefix: prefix!, number: Number(number) }] : []
  })
  return [...Map.groupBy(numbered, ({ prefix }) => prefix)].flatMap(([prefix, each]) => {
    const numbers = each.map(({ number }) => number)
    const inside = gapsIn(numbers).missing.filter((number) => number > Math.min(...numbers))
    if (numbers.length < 4 || inside.length === 0 || inside.length > numbers.length / 4) return []
    const codes = inside.map((number) => `${prefix}${number}`)
    return [{
      subject: `missing ${codes.join(' ')}`, itemId: null, place: plan.title,
      sentence: `The codes leave out ${listed(codes)}, and nothing says why.`,
      suggestion: 'Add it as withdrawn, merged or moved, with the date and the reason.',
    }]
  })
}

function codeUsedTwice(plan: Plan): Raised[] {
  const coded = Map.groupBy(plan.items.filter(({ code }) => code !== ''), ({ code }) => code.toLowerCase())
  return [...coded.values()].filter((items) => items.length > 1).map((items) => ({
    subject: items[0]!.code, itemId: items[1]!.itemId, place: items.map(({ place, title }) => place ?? `“${title}”`).join(' and '),
    sentence: `${items[0]!.code} is the code of ${items.length} items: ${listed(items.map(({ title }) => `“${title}”`), 3)}.`,
    suggestion: 'Give each item a code of its own, never used before.',
  }))
}

export const NUMBERING_CHECKS: readonly Check[] = [
  {
    id: 'paragraph-numbering', title: 'Paragraph numbers left out or used twice', severity: 'note', errors: ['E-31'], reads: 'paper', run: paragraphNumbers,
    why: 'A paragraph without its number, or with another’s, cannot be cited in a minute.',
  },
  {
    id: 'note-numbering', title: 'Notes whose numbers collide', severity: 'note', errors: ['E-57'], reads: 'paper', run: noteNumbers,
    why: 'A reader who follows the number finds the wrong note, and the wrong source.',
  },
  {
    id: 'action-number-missing', title: 'An action missing from the count', severity: 'question', errors: ['E-73'], reads: 'paper', run: actionNumberMissing,
    why: 'An action that vanished without a word may have been dropped, merged or forgotten, and nobody can tell which.',
  },
  {
    id: 'action-number-repeated', title: 'One number for two actions', severity: 'blocks', errors: ['E-73'], reads: 'paper', run: actionNumberRepeated,
    why: 'Evidence, decisions and ratings given to the number may belong to either.',
  },
  {
    id: 'code-left-out', title: 'A code left out of the plan', severity: 'question', errors: ['E-73'], reads: 'plan', keptOnly: true, run: codesLeftOut,
    why: 'An item that vanished without a word may have been dropped, merged or forgotten, and nobody can tell which.',
  },
  {
    id: 'code-used-twice', title: 'One code for two items', severity: 'blocks', errors: ['E-73'], reads: 'plan', run: codeUsedTwice,
    why: 'Evidence, decisions and ratings given to the code may belong to either.',
  },
]
