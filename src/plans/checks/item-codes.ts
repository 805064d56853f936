import type { Paper } from '../../documents/paper.ts'
import { isCode, leadingCode, namedCode, tidyCode } from '../intake/codes.ts'
import type { Plan } from '../plan.ts'
import { actionTables, tablesOf } from './reading/columns.ts'
import type { Check, Raised } from './finding.ts'
import { type Passage, passagesOf, passagesOfPlan } from './reading/passages.ts'
import { quote } from './reading/sentences.ts'
import { sentenceWith } from './reading/sentences.ts'
import { pattern, r } from './reading/pattern.ts'

// "3.1.1f": figures with a letter at the end are codes and nothing else.
const LETTERED = /(?<![\d.\p{L}£$€])\d{1,2}(?:\.\d{1,2})+[a-j](?![\p{L}\d])/gu
// "P2.7", "CS-04": letters that codes of this paper begin with.
const PREFIXED = /(?<![\p{L}\d./-])(?<prefix>\p{Lu}{1,4}[-_]?)\d{1,3}(?:\.\d{1,2})*[a-z]?(?![\p{L}\d])/gu
// Figures alone may be versions, dates or clauses: only after a word for what has codes.
const POINTED = pattern(
  'gi',
  r`\b(?:action|activity|objective|commitment|item|kpa`,
  r`|recommendation)\s+#?(?<code>\d{1,3}(?:\.\d{1,2})*[a-z]?)(?![\d.]*\d)(?!\s*(?:of|plans?|points?`,
  r`|days?|weeks?|months?|years?|%|per|in total|were|was|are|have|had|and over|or more))`,
)

type Use = { code: string; passage: Passage }

/** How many codes show that a paper numbers its items this way. */
const ENOUGH = 3

const prefixOf = (code: string) => /^\p{Lu}{1,4}[-_]?(?=\d)/u.exec(code)?.[0] ?? ''

function danglingCodes(codes: ReadonlySet<string>, passages: readonly Passage[], own: readonly string[] = [...codes]): Raised[] {
  const all = [...codes]
  const isLettered = all.filter((code) => /^\d[\d.]*[a-z]$/.test(code)).length >= ENOUGH
  const prefixes = new Set(
    [...Map.groupBy(own, prefixOf)].filter(([prefix, each]) => prefix !== '' && each.length >= ENOUGH).map(([prefix]) => prefix),
  )
  const dotted = own.filter((code) => /^\d+(?:\.\d+)+$/.test(code)).length >= ENOUGH
  const whole = own.filter((code) => /^\d{1,3}$/.test(code)).length >= ENOUGH
  const codesOf = (text: string): string[] => [
    ...(isLettered ? (text.match(LETTERED) ?? []) : []),
    ...[...text.matchAll(PREFIXED)].filter(({ groups }) => prefixes.has(groups!.prefix!)).map((found) => found[0]),
    ...[...text.matchAll(POINTED)]
      .map(({ groups }) => groups!.code!)
      .filter((code) => (code.includes('.') ? dotted : whole) && !/[a-z]$/.test(code)),
  ]
  const uses: Use[] = passages.flatMap((passage) =>
    codesOf(passage.text)
      .filter((code) => !codes.has(code) && !all.some((each) => each.startsWith(`${code}.`)))
      .map((code) => ({ code, passage })),
  )
  return [...Map.groupBy(uses, ({ code }) => code)].map(([code, [first]]) => {
    const near = all.find((each) => each !== code && (withoutOneLevel(code).includes(each) || withoutOneLevel(each).includes(code)))
    return {
      subject: code,
      itemId: first!.passage.itemId,
      place: first!.passage.place,
      at: first!.passage.at,
      sentence: `${quote(sentenceWith(first!.passage.text, code), code)} refers to ${code}, which does not exist.`,
      suggestion: near ? `Write ${near} if that is meant.` : 'Give the code of the item that is meant.',
    }
  })
}

/** The code with any one of its levels left out: a level typed twice is the commonest slip. */
const withoutOneLevel = (code: string): string[] => {
  const [, figures, letter] = /^(.*?)([a-z]?)$/.exec(code)!
  const levels = figures!.split('.')
  return levels.length < 3 ? [] : levels.map((_, at) => levels.filter((_, other) => other !== at).join('.') + letter)
}

/** E-10 in papers. A lettered code exists where anything begins with it; other codes are those that an action table numbers its rows by. */
function danglingInPaper(paper: Paper): Raised[] {
  const passages = passagesOf(paper)
  const lettered = passages.flatMap(({ text, number }) => [
    number ?? '',
    ...text.split('\n').flatMap((line) => /^\W{0,2}(\d{1,2}(?:\.\d{1,2})+[a-j])\b/.exec(line)?.[1] ?? []),
    ...listedCodes(text),
  ])
  const own = rowCodes(paper)
  return danglingCodes(new Set([...lettered, ...own, ...groupCodes(passages)].filter(Boolean)), passages, own)
}

/** The codes of action tables nearly all of whose rows have one. */
const rowCodes = (paper: Paper): string[] =>
  actionTables(tablesOf(paper)).flatMap(({ rows, columns }) => {
    const codes = rows.map(({ texts }) =>
      isCode(texts[0] ?? '')
        ? tidyCode(namedCode(texts[0]!)?.code ?? texts[0]!)
        : (texts[columns.action!]!.split('\n')
            .map((line) => (namedCode(line) ?? leadingCode(line))?.code)
            .find(Boolean) ?? ''),
    )
    return codes.filter(Boolean).length >= rows.length * 0.7 ? codes : []
  })

/** Codes of the groups that rows stand under, in headings and first cells: "Priority 3", "KPA 2: Violence", "P2 Violence". */
const groupCodes = (passages: readonly Passage[]): string[] =>
  passages
    .filter(({ kind, text }) => kind !== 'paragraph' || text.length < 120)
    .map(({ text }) => (namedCode(text) ?? leadingCode(text))?.code ?? '')

/** Codes run together in one cell: "2.1.1a. Improve … 2.1.1b. Increase …". */
const listedCodes = (text: string) => [...text.matchAll(/(?<![\d.])(\d{1,2}(?:\.\d{1,2})+[a-z])\.\s+\p{Lu}/gu)].map((found) => found[1]!)

const danglingInPlan = (plan: Plan) => danglingCodes(new Set(plan.items.map(({ code }) => code)), passagesOfPlan(plan))

export const ITEM_CODE_CHECKS: readonly Check[] = [
  {
    id: 'dangling-code',
    title: 'A code that does not exist',
    severity: 'question',
    errors: ['E-10'],
    reads: 'paper',
    run: danglingInPaper,
    why: 'Evidence that points to an item which is not there counts for nothing.',
  },
  {
    id: 'dangling-code-in-plan',
    title: 'A code that does not exist in the plan',
    severity: 'question',
    errors: ['E-10'],
    reads: 'plan',
    keptOnly: true,
    run: danglingInPlan,
    why: 'Evidence that points to an item which is not there counts for nothing.',
  },
]
