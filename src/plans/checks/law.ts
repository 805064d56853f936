import type { Paper } from '../../documents/paper.ts'
import type { Check, Raised } from './finding.ts'
import { type Said, type Text } from './reading/passages.ts'
import { counted, listed, quote, sentencesOf } from './reading/sentences.ts'
import { BILLS } from './registers/statutes.ts'
import { type Misnomer, MISNOMERS, type Term, TERMS, WORDINGS } from './registers/terms.ts'
import { textOfPaper } from './reading/texts.ts'
import { pattern, r } from './reading/pattern.ts'

const TELLS_HISTORY = pattern(
  'i',
  r`\b(?:formerly|formally known|formally called|previously|former|known as|renamed|replac\w+|succeed\w*`,
  r`|supersed\w+|abolish\w+|dissolved|merg\w+|became|used to be|was called|were called|predecessors?`,
  r`|histor\w+|disband\w+|ceased|ended in|repeal\w+|then called|now called|now known|no longer`,
  r`|originally|at the time|legacy|changed (?:from|to)|transition\w*|introduced by|since become|(?:until`,
  r`|before) (?:19|20)\d\d)\b`,
)

/** A name used of the past: the sentence says so, gives what came after, or gives a year in which the name was right. */
function isOfItsTime(sentence: string, until: string): boolean {
  if (TELLS_HISTORY.test(sentence)) return true
  const years = [...sentence.replaceAll(/\bAct,? \(?(?:19|20)\d\d/g, '').matchAll(/\b((?:19|20)\d\d)\b/g)].map((found) => Number(found[1]))
  return years.some((year) => year <= Number(until.slice(0, 4)))
}

/** Where a term is used as current. Notes cite what was published under old names, and are left out. */
function usesOf(text: Text, { pattern, unless, only, until, successor, tells }: Term): Said[] {
  const said = text.said.filter(
    ({ sentence, passage }) =>
      passage.kind !== 'footnote' && pattern.test(sentence) && !unless?.test(sentence) && (!only || only.test(sentence)),
  )
  // A paper that once says what the name became has told its readers.
  const isTold = said.some(
    ({ sentence }) =>
      (tells ? tells.test(sentence) : sentence.toLowerCase().includes(successor.toLowerCase())) || (TELLS_HISTORY.test(sentence) && !only),
  )
  return isTold ? [] : said.filter(({ sentence }) => only !== undefined || !isOfItsTime(sentence, until))
}

const ANY_TERM = new RegExp(TERMS.map(({ pattern }) => pattern.source).join('|'), 'i')

const isAfter = (date: Temporal.PlainDate, day: string) => Temporal.PlainDate.compare(date, Temporal.PlainDate.from(day)) >= 0

/** E-29, E-69, E-86: one finding to a term. */
function staleTerms(text: Text): Raised[] {
  const { written } = text
  if (!written) return []
  if (!text.said.some(({ sentence }) => ANY_TERM.test(sentence))) return []
  const day = written.sure ? written.from : written.from.subtract({ years: 2 })
  return TERMS.filter(({ until }) => isAfter(day, until)).flatMap((term) =>
    byItem(usesOf(text, term)).map((uses) => ({
      subject: term.name,
      itemId: uses[0]!.passage.itemId,
      severity: term.severity,
      at: uses[0]!.passage.at,
      place: placesOf(uses),
      sentence: `${quote(uses[0]!.sentence, term.pattern.exec(uses[0]!.sentence)![0])}: ${term.name} is written of as current, and ${term.severity === 'note' ? 'has another name now' : 'was replaced'} (${term.basis}).`,
      suggestion: `Write ${term.successor}, or say that this is of the past.`,
    })),
  )
}

const byItem = (uses: readonly Said[]): Said[][] => [...Map.groupBy(uses, ({ passage }) => passage.itemId).values()]
const placesOf = (uses: readonly Said[]) => listed([...new Set(uses.map(({ passage }) => passage.place))], 4)

/** E-29: what was right when an old paper was written, for whoever takes its words up again. One note. */
function sinceReplaced(paper: Paper, today: Temporal.PlainDate): Raised[] {
  const text = textOfPaper(paper, today)
  const { written } = text
  if (!written?.sure) return []
  const used = TERMS.filter(({ until }) => !isAfter(written.from, until) && isAfter(today, until)).flatMap((term) => {
    const [first] = usesOf(text, term)
    return first ? [{ term, first }] : []
  })
  if (used.length === 0) return []
  return [
    {
      subject: 'terms since replaced',
      itemId: null,
      place: listed([...new Set(used.map(({ first }) => first.passage.place))], 4),
      sentence: `${counted(used.length, 'name in this paper has', 'names in this paper have')} been replaced since it was written: ${listed(
        used.map(({ term }) => `${term.name} (${term.successor})`),
        6,
      )}.`,
      suggestion: 'Use the present names wherever this text is taken up again.',
    },
  ]
}

/** E-69, E-84, E-45. */
function misnamed(text: Text): Raised[] {
  const isSaid = ({ pattern, only, unless }: Misnomer, sentence: string) =>
    pattern.test(sentence) && (!only || only.test(sentence)) && !unless?.test(sentence)
  return MISNOMERS.flatMap((misnomer) =>
    byItem(text.said.filter(({ sentence }) => isSaid(misnomer, sentence))).map((uses) => ({
      subject: misnomer.name,
      itemId: uses[0]!.passage.itemId,
      at: uses[0]!.passage.at,
      place: placesOf(uses),
      sentence: `${quote(uses[0]!.sentence, misnomer.pattern.exec(uses[0]!.sentence)![0])}: ${misnomer.says} (${misnomer.basis}).`,
      suggestion: 'Correct it, and let a lawyer see what depends on it.',
    })),
  )
}

/** E-17, E-70. */
function misworded({ passages, written }: Text): Raised[] {
  return WORDINGS.filter(({ since }) => written && isAfter(written.from, since)).flatMap(({ name, marks, fault, says, basis }) =>
    passages
      .filter(({ text }) => marks.test(text) && sentencesOf(text).some((sentence) => fault.test(sentence) && !TELLS_HISTORY.test(sentence)))
      .slice(0, 1)
      .map((passage) => ({
        subject: name,
        itemId: passage.itemId,
        place: passage.place,
        at: passage.at,
        sentence: `${quote(passage.text, fault.exec(passage.text)![0].slice(-60))}: ${says} (${basis}).`,
        suggestion: 'Quote the Act exactly, or say it in your own words without quotation marks.',
      })),
  )
}

/** E-69: a bill awaited after it was passed. */
function passedBills(text: Text): Raised[] {
  const { written } = text
  if (!written?.sure) return []
  return BILLS.filter(({ passed }) => isAfter(written.from, passed)).flatMap(({ bill, act, passed }) => {
    const pattern = new RegExp(`\\b(?:draft )?${bill.replace(/[()]/g, '\\$&').replace(/,/g, ',?')}\\b`, 'i')
    return byItem(text.said.filter(({ sentence }) => pattern.test(sentence) && !isOfItsTime(sentence, passed))).map((uses) => ({
      subject: bill,
      itemId: uses[0]!.passage.itemId,
      at: uses[0]!.passage.at,
      place: placesOf(uses),
      sentence: `${quote(uses[0]!.sentence, pattern.exec(uses[0]!.sentence)![0])}: the bill had become the ${act}.`,
      suggestion: 'Name the Act, and check what it changed.',
    }))
  })
}

export const LAW_CHECKS: readonly Check[] = [
  {
    id: 'stale-term',
    title: 'A body, law or term that was replaced',
    severity: 'question',
    errors: ['E-69', 'E-86', 'E-29'],
    reads: 'words',
    run: staleTerms,
    why: 'A body that is gone cannot lead an action, and a repealed power cannot be used. Names left over from the last version show text nobody reread.',
  },
  {
    id: 'terms-since-replaced',
    title: 'Names replaced since the paper was written',
    severity: 'note',
    errors: ['E-29'],
    reads: 'paper',
    run: sinceReplaced,
    why: 'They were right then. Text carried into a new plan carries them along.',
  },
  {
    id: 'wrong-in-law',
    title: 'A power, body or law that is named wrongly',
    severity: 'question',
    errors: ['E-69', 'E-84', 'E-45'],
    reads: 'words',
    run: misnamed,
    why: 'Readers who look it up will not find it, or will look for powers in the wrong hands.',
  },
  {
    id: 'misquoted-law',
    title: 'Statutory wording quoted inexactly',
    severity: 'question',
    errors: ['E-17', 'E-70'],
    reads: 'words',
    run: misworded,
    why: 'A test with an extra limb is a different test, and people are refused help by it.',
  },
  {
    id: 'bill-that-passed',
    title: 'A bill that had become an Act',
    severity: 'question',
    errors: ['E-69'],
    reads: 'words',
    run: passedBills,
    why: 'Duties and powers already in force are planned for as if they might come.',
  },
]
