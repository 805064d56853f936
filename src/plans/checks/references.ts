import type { Block, Paper } from '../../documents/paper.ts'
import { isCode, leadingCode, namedCode, tidyCode } from '../intake/codes.ts'
import type { Plan } from '../plan.ts'
import { actionTables, tablesOf } from './columns.ts'
import type { Check, Raised } from './finding.ts'
import { meaningOf } from './likeness.ts'
import { type Passage, passagesOf, passagesOfPlan } from './passages.ts'
import { counted, listed, quote, sentencesOf } from './sentences.ts'

// "3.1.1f": figures with a letter at the end are codes and nothing else.
const LETTERED = /(?<![\d.\p{L}£$€])\d{1,2}(?:\.\d{1,2})+[a-j](?![\p{L}\d])/gu
// "P2.7", "CS-04": letters that codes of this paper begin with.
const PREFIXED = /(?<![\p{L}\d./-])(?<prefix>\p{Lu}{1,4}[-_]?)\d{1,3}(?:\.\d{1,2})*[a-z]?(?![\p{L}\d])/gu
// Figures alone may be versions, dates or clauses: only after a word for what has codes.
const POINTED = /\b(?:action|activity|objective|commitment|item|kpa|recommendation)\s+#?(?<code>\d{1,3}(?:\.\d{1,2})*[a-z]?)(?![\d.]*\d)(?!\s*(?:of|plans?|points?|days?|weeks?|months?|years?|%|per|in total|were|was|are|have|had|and over|or more))/gi

type Use = { code: string; passage: Passage }

/** How many codes show that a paper numbers its items this way. */
const ENOUGH = 3

const prefixOf = (code: string) => /^\p{Lu}{1,4}[-_]?(?=\d)/u.exec(code)?.[0] ?? ''

function danglingCodes(codes: ReadonlySet<string>, passages: readonly Passage[], own: readonly string[] = [...codes]): Raised[] {
  const all = [...codes]
  const isLettered = all.filter((code) => /^\d[\d.]*[a-z]$/.test(code)).length >= ENOUGH
  const prefixes = new Set([...Map.groupBy(own, prefixOf)].filter(([prefix, each]) => prefix !== '' && each.length >= ENOUGH).map(([prefix]) => prefix))
  const dotted = own.filter((code) => /^\d+(?:\.\d+)+$/.test(code)).length >= ENOUGH
  const whole = own.filter((code) => /^\d{1,3}$/.test(code)).length >= ENOUGH
  const codesOf = (text: string): string[] => [
    ...(isLettered ? (text.match(LETTERED) ?? []) : []),
    ...[...text.matchAll(PREFIXED)].filter(({ groups }) => prefixes.has(groups!.prefix!)).map((found) => found[0]),
    ...[...text.matchAll(POINTED)].map(({ groups }) => groups!.code!).filter((code) => (code.includes('.') ? dotted : whole) && !/[a-z]$/.test(code)),
  ]
  const uses: Use[] = passages.flatMap((passage) => codesOf(passage.text).filter((code) => !codes.has(code) && !all.some((each) => each.startsWith(`${code}.`))).map((code) => ({ code, passage })))
  return [...Map.groupBy(uses, ({ code }) => code)].map(([code, [first]]) => {
    const near = all.find((each) => each !== code && (withoutOneLevel(code).includes(each) || withoutOneLevel(each).includes(code)))
    return {
      subject: code, itemId: first!.passage.itemId, place: first!.passage.place, at: first!.passage.at,
      sentence: `${quote(sentenceWith(first!.passage.text, code), code)} refers to ${code}, which does not exist.`,
      suggestion: near ? `Write ${near} if that is meant.` : 'Give the code of the item that is meant.',
    }
  })
}

const sentenceWith = (text: string, part: string) => sentencesOf(text).find((sentence) => sentence.includes(part)) ?? text

/** The code with any one of its levels left out: a level typed twice is the commonest slip. */
const withoutOneLevel = (code: string): string[] => {
  const [, figures, letter] = /^(.*?)([a-z]?)$/.exec(code)!
  const levels = figures!.split('.')
  return levels.length < 3 ? [] : levels.map((_, at) => levels.filter((_, other) => other !== at).join('.') + letter)
}

/** E-10 in papers. A lettered code exists where anything begins with it; other codes are those that an action table numbers its rows by. */
function danglingInPaper(paper: Paper): Raised[] {
  const passages = passagesOf(paper)
  const lettered = passages.flatMap(({ text, number }) => [number ?? '', ...text.split('\n').flatMap((line) => /^\W{0,2}(\d{1,2}(?:\.\d{1,2})+[a-j])\b/.exec(line)?.[1] ?? []), ...listedCodes(text)])
  const own = rowCodes(paper)
  return danglingCodes(new Set([...lettered, ...own, ...groupCodes(passages)].filter(Boolean)), passages, own)
}

/** The codes of action tables nearly all of whose rows have one. */
const rowCodes = (paper: Paper): string[] =>
  actionTables(tablesOf(paper)).flatMap(({ rows, columns }) => {
    const codes = rows.map(({ texts }) => (isCode(texts[0] ?? '') ? tidyCode(namedCode(texts[0]!)?.code ?? texts[0]!) : (texts[columns.action!]!.split('\n').map((line) => (namedCode(line) ?? leadingCode(line))?.code).find(Boolean) ?? '')))
    return codes.filter(Boolean).length >= rows.length * 0.7 ? codes : []
  })

/** Codes of the groups that rows stand under, in headings and first cells: "Priority 3", "KPA 2: Violence", "P2 Violence". */
const groupCodes = (passages: readonly Passage[]): string[] =>
  passages.filter(({ kind, text }) => kind !== 'paragraph' || text.length < 120).map(({ text }) => (namedCode(text) ?? leadingCode(text))?.code ?? '')

/** Codes run together in one cell: "2.1.1a. Improve … 2.1.1b. Increase …". */
const listedCodes = (text: string) => [...text.matchAll(/(?<![\d.])(\d{1,2}(?:\.\d{1,2})+[a-z])\.\s+\p{Lu}/gu)].map((found) => found[1]!)

const danglingInPlan = (plan: Plan) => danglingCodes(new Set(plan.items.map(({ code }) => code)), passagesOfPlan(plan))

const OWN_PART = /\b(?<kind>paragraphs?|sections?|chapters?|paras?\.?)\s+(?<number>\d{1,2}(?:\.\d{1,2}){0,3})(?![\d(]|\s*(?:\(|of\b|Act\b))/gi
const OF_LAW = /\b(?:Act|Acts|Regulations|Order|Code|Schedule|statutory guidance|Constitution|Directive|Framework|Convention|Procedure Rules|NPPF|licence|agreement)\b/

/** References to the paper's own numbered parts that lead nowhere. Sections of Acts and of other papers are not ours to look up. */
function unresolvedParts(paper: Paper): Raised[] {
  const passages = passagesOf(paper)
  const numbers = new Set(passages.flatMap(({ number, kind }) => (number && kind !== 'footnote' && kind !== 'list item' ? [number] : [])))
  for (const number of [...numbers]) if (number.includes('.')) numbers.add(number.split('.')[0]!)
  if (numbers.size < 4) return []
  return passages.flatMap((passage) =>
    sentencesOf(passage.text).flatMap((sentence) => {
      if (OF_LAW.test(sentence) || /\b(?:of|in|from) (?:the|that|their|its) (?:\w+ ){0,4}(?:report|strategy|plan|policy|guidance|document|assessment)\b/i.test(sentence)) return []
      return [...sentence.matchAll(OWN_PART)].filter((found) => !numbers.has(found.groups!.number!)).map((found) => ({
        subject: found[0].toLowerCase(), itemId: null, place: passage.place, at: passage.at,
        sentence: `${quote(sentence, found[0])} refers to ${found[0].toLowerCase()}, and the paper has none.`,
        suggestion: 'Give the number the part has now, or its heading.',
      }))
    }),
  )
}

const APPENDIX = /\b(?<kind>appendix|annex|annexe)\s+(?<mark>\d{1,2}|[A-Z]|[ivx]{1,4})\b/gi
const ATTACHED = /\b(?:follows? at the end of|(?:is|are) (?:attached|appended|annexed|enclosed)(?: (?:to|at the end of|with))? (?:this|the)|(?:attached|appended|annexed) to this|at the end of this) (?:paper|report|document)\b/i

/** E-31: what is promised at the end and is not there. */
function missingAttachments(paper: Paper): Raised[] {
  const passages = passagesOf(paper)
  const begins = (text: string, part: string) => new RegExp(`^\\W*(?:background papers?:?\\s*)?${part}\\b`, 'i').test(text)
  const raised: Raised[] = []
  const missing = new Map<string, Passage>()
  for (const passage of passages)
    for (const { 0: part, groups } of passage.text.matchAll(APPENDIX)) {
      const sentence = sentenceWith(passage.text, part)
      if (OF_LAW.test(sentence) || /^\s+(?:of|to) (?!this)/i.test(passage.text.slice(passage.text.indexOf(part) + part.length))) continue
      const own = `${groups!.kind!.slice(0, 5)}\\w*\\s+${groups!.mark}`
      if (!passages.some(({ text }) => text.split('\n').some((line) => begins(line, own)))) missing.set(part.toLowerCase(), missing.get(part.toLowerCase()) ?? passage)
    }
  for (const [part, passage] of missing)
    raised.push({
      subject: part, itemId: null, place: passage.place, at: passage.at, sentence: `${quote(passage.text, passage.text.match(new RegExp(part, 'i'))![0])} refers to ${part}, and the paper neither has nor lists one.`,
      suggestion: 'Attach it, or list where it can be found.',
    })
  for (const [at, passage] of passages.entries()) {
    const part = ATTACHED.exec(passage.text)?.[0]
    const after = passages.slice(at + 1)
    if (!part || after.some(({ kind, text }) => kind === 'cell' || /^\W*(?:appendix|annex)/i.test(text)) || after.filter(({ text }) => text.length > 80).length > 2) continue
    raised.push({
      subject: part, itemId: null, place: passage.place, at: passage.at, sentence: `${quote(sentenceWith(passage.text, part), part)}, and nothing follows.`,
      suggestion: 'Attach what is promised, or say where it can be found.',
    })
  }
  return raised
}

const PICTURE = 'figure|chart|graph|map|diagram|infographic|picture|image'
const POINTS_AT = new RegExp(`\\b(?:(?:${PICTURE})s? below|(?:${PICTURE})s? (?:on|over) the next page|following (?:${PICTURE})s?|(?:as )?(?:can be )?(?:seen|shown|illustrated|set out|displayed) (?:below|in the (?:${PICTURE}) below|on the next page))\\b`, 'i')
const CAPTION = new RegExp(`^(?:figure|chart|map) \\d+\\s*[:.–-]`, 'i')

/** E-58: a picture the text leans on and the file does not hold. One finding: the cause is one. */
function missingPictures(paper: Paper): Raised[] {
  const pictures = paper.blocks.flatMap((block, at) => (block.kind === 'figure' || block.kind === 'table' ? [at] : []))
  const leaning = passagesOf(paper).flatMap((passage) => {
    if (passage.kind === 'cell' || passage.next !== 'other') return []
    const caption = CAPTION.exec(passage.text)?.[0]
    const part = POINTS_AT.exec(passage.text)?.[0] ?? caption
    const isNear = pictures.some((at) => at > passage.at - (caption ? 3 : 0) && at <= passage.at + 4)
    return part && !isNear ? [{ part, passage }] : []
  })
  if (leaning.length === 0) return []
  return [{
    subject: 'pictures', itemId: null, at: leaning[0]!.passage.at, place: listed([...new Set(leaning.map(({ passage }) => passage.place))], 5),
    sentence: `${counted(leaning.length, 'place points', 'places point')} to a picture that is not in the file: ${listed(leaning.map(({ passage, part }) => quote(sentenceWith(passage.text, part), part)), 3)}.`,
    suggestion: 'Put the picture back with its figures as a table, and say in words what it shows.',
  }]
}

/** E-58: pictures without words. */
function withoutAlternative(paper: Paper): Raised[] {
  const figures = paper.blocks.filter((block): block is Block & { kind: 'figure' } => block.kind === 'figure')
  const silent = figures.filter(({ alt }) => !alt?.trim() || /^(?:image|picture|chart|graphic|logo)?\s*\d*\.?(?:png|jpe?g|emf)?$/i.test(alt.trim()))
  if (silent.length === 0) return []
  return [{
    subject: 'text alternatives', itemId: null, place: listed(silent.map(({ place }) => place.label), 4),
    sentence: `${silent.length} of ${counted(figures.length, 'figure')} ${silent.length === 1 ? 'has' : 'have'} no text alternative.`,
    suggestion: 'Say in a sentence what each one shows, and give its figures as a table. Mark pure decoration as such.',
  }]
}

const NAMED_PRIORITY = /["“'‘](?<name>\p{Lu}[^"”'’]{2,60})["”'’]\s+(?:priority|strategic priority|theme|priority area)\b/gu

/** E-39: a priority called by a name that no heading and no list of priorities has. */
function unknownPriority(paper: Paper): Raised[] {
  const passages = passagesOf(paper)
  // A list of strategies names other papers, not priorities of this one.
  const names = passages.filter(({ kind, text }) => kind === 'heading' || (kind !== 'paragraph' && text.length < 160 && !/\b(?:strategy|plan)$/i.test(text))).map(({ text }) => new Set(meaningOf(text)))
  if (passages.filter(({ kind }) => kind === 'heading').length < 3) return []
  return passages.flatMap((passage) =>
    [...passage.text.matchAll(NAMED_PRIORITY)].flatMap((found) => {
      const words = meaningOf(found.groups!.name!)
      if (words.length === 0 || names.some((name) => words.every((word) => name.has(word)))) return []
      return {
        subject: found.groups!.name!, itemId: null, place: passage.place, at: passage.at,
        sentence: `${quote(sentenceWith(passage.text, found[0]), found[0])}: no heading and no list has a priority of this name.`,
        suggestion: 'Use the name the priority has in this paper.',
      }
    }),
  )
}

export const REFERENCE_CHECKS: readonly Check[] = [
  {
    id: 'dangling-code', title: 'A code that does not exist', severity: 'question', errors: ['E-10'], reads: 'paper', run: danglingInPaper,
    why: 'Evidence that points to an item which is not there counts for nothing.',
  },
  {
    id: 'dangling-code-in-plan', title: 'A code that does not exist in the plan', severity: 'question', errors: ['E-10'], reads: 'plan', keptOnly: true, run: danglingInPlan,
    why: 'Evidence that points to an item which is not there counts for nothing.',
  },
  {
    id: 'dangling-reference', title: 'A reference that leads nowhere', severity: 'question', errors: ['E-10'], reads: 'paper', run: unresolvedParts,
    why: 'The part was renumbered or removed, and what is said there is lost to the reader.',
  },
  {
    id: 'missing-attachment', title: 'An appendix that is not there', severity: 'question', errors: ['E-31'], reads: 'paper', run: missingAttachments,
    why: 'Members are asked to decide on what they have not been given.',
  },
  {
    id: 'missing-picture', title: 'A picture that is not there', severity: 'question', errors: ['E-58'], reads: 'paper', run: missingPictures,
    why: 'The evidence is in the picture. Without it, or for whoever cannot see it, the text rests on nothing.',
  },
  {
    id: 'no-text-alternative', title: 'A figure without a text alternative', severity: 'question', errors: ['E-58'], reads: 'paper', run: withoutAlternative,
    why: 'The accessibility regulations for public bodies ask for one, and a chart nobody can read persuades nobody.',
  },
  {
    id: 'unknown-priority', title: 'A priority nobody has set', severity: 'question', errors: ['E-39'], reads: 'paper', run: unknownPriority,
    why: 'What is said to be covered by a priority that does not exist is covered by none.',
  },
]
