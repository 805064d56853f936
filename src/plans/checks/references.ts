import type { Paper } from '../../documents/paper.ts'
import type { Check, Raised } from './finding.ts'
import { meaningOf } from './reading/likeness.ts'
import { type Passage, passagesOf } from './reading/passages.ts'
import { quote, sentencesOf } from './reading/sentences.ts'
import { sentenceWith } from './reading/sentences.ts'

const OWN_PART =
  /\b(?<kind>paragraphs?|sections?|chapters?|paras?\.?)\s+(?<number>\d{1,2}(?:\.\d{1,2}){0,3})(?![\d(]|\s*(?:\(|of\b|Act\b))/gi
const OF_LAW =
  /\b(?:Act|Acts|Regulations|Order|Code|Schedule|statutory guidance|Constitution|Directive|Framework|Convention|Procedure Rules|NPPF|licence|agreement)\b/

/** References to the paper's own numbered parts that lead nowhere. Sections of Acts and of other papers are not ours to look up. */
function unresolvedParts(paper: Paper): Raised[] {
  const passages = passagesOf(paper)
  const numbers = new Set(passages.flatMap(({ number, kind }) => (number && kind !== 'footnote' && kind !== 'list item' ? [number] : [])))
  for (const number of [...numbers]) if (number.includes('.')) numbers.add(number.split('.')[0]!)
  if (numbers.size < 4) return []
  return passages.flatMap((passage) =>
    sentencesOf(passage.text).flatMap((sentence) => {
      if (
        OF_LAW.test(sentence) ||
        /\b(?:of|in|from) (?:the|that|their|its) (?:\w+ ){0,4}(?:report|strategy|plan|policy|guidance|document|assessment)\b/i.test(
          sentence,
        )
      )
        return []
      return [...sentence.matchAll(OWN_PART)]
        .filter((found) => !numbers.has(found.groups!.number!))
        .map((found) => ({
          subject: found[0].toLowerCase(),
          itemId: null,
          place: passage.place,
          at: passage.at,
          sentence: `${quote(sentence, found[0])} refers to ${found[0].toLowerCase()}, and the paper has none.`,
          suggestion: 'Give the number the part has now, or its heading.',
        }))
    }),
  )
}

const APPENDIX = /\b(?<kind>appendix|annex|annexe)\s+(?<mark>\d{1,2}|[A-Z]|[ivx]{1,4})\b/gi
const ATTACHED =
  /\b(?:follows? at the end of|(?:is|are) (?:attached|appended|annexed|enclosed)(?: (?:to|at the end of|with))? (?:this|the)|(?:attached|appended|annexed) to this|at the end of this) (?:paper|report|document)\b/i

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
      if (!passages.some(({ text }) => text.split('\n').some((line) => begins(line, own))))
        missing.set(part.toLowerCase(), missing.get(part.toLowerCase()) ?? passage)
    }
  for (const [part, passage] of missing)
    raised.push({
      subject: part,
      itemId: null,
      place: passage.place,
      at: passage.at,
      sentence: `${quote(passage.text, passage.text.match(new RegExp(part, 'i'))![0])} refers to ${part}, and the paper neither has nor lists one.`,
      suggestion: 'Attach it, or list where it can be found.',
    })
  for (const [at, passage] of passages.entries()) {
    const part = ATTACHED.exec(passage.text)?.[0]
    const after = passages.slice(at + 1)
    if (
      !part ||
      after.some(({ kind, text }) => kind === 'cell' || /^\W*(?:appendix|annex)/i.test(text)) ||
      after.filter(({ text }) => text.length > 80).length > 2
    )
      continue
    raised.push({
      subject: part,
      itemId: null,
      place: passage.place,
      at: passage.at,
      sentence: `${quote(sentenceWith(passage.text, part), part)}, and nothing follows.`,
      suggestion: 'Attach what is promised, or say where it can be found.',
    })
  }
  return raised
}

const NAMED_PRIORITY = /["“'‘](?<name>\p{Lu}[^"”'’]{2,60})["”'’]\s+(?:priority|strategic priority|theme|priority area)\b/gu

/** E-39: a priority called by a name that no heading and no list of priorities has. */
function unknownPriority(paper: Paper): Raised[] {
  const passages = passagesOf(paper)
  // A list of strategies names other papers, not priorities of this one.
  const names = passages
    .filter(({ kind, text }) => kind === 'heading' || (kind !== 'paragraph' && text.length < 160 && !/\b(?:strategy|plan)$/i.test(text)))
    .map(({ text }) => new Set(meaningOf(text)))
  if (passages.filter(({ kind }) => kind === 'heading').length < 3) return []
  return passages.flatMap((passage) =>
    [...passage.text.matchAll(NAMED_PRIORITY)].flatMap((found) => {
      const words = meaningOf(found.groups!.name!)
      if (words.length === 0 || names.some((name) => words.every((word) => name.has(word)))) return []
      return {
        subject: found.groups!.name!,
        itemId: null,
        place: passage.place,
        at: passage.at,
        sentence: `${quote(sentenceWith(passage.text, found[0]), found[0])}: no heading and no list has a priority of this name.`,
        suggestion: 'Use the name the priority has in this paper.',
      }
    }),
  )
}

export const REFERENCE_CHECKS: readonly Check[] = [
  {
    id: 'dangling-reference',
    title: 'A reference that leads nowhere',
    severity: 'question',
    errors: ['E-10'],
    reads: 'paper',
    run: unresolvedParts,
    why: 'The part was renumbered or removed, and what is said there is lost to the reader.',
  },
  {
    id: 'missing-attachment',
    title: 'An appendix that is not there',
    severity: 'question',
    errors: ['E-31'],
    reads: 'paper',
    run: missingAttachments,
    why: 'Members are asked to decide on what they have not been given.',
  },
  {
    id: 'unknown-priority',
    title: 'A priority nobody has set',
    severity: 'question',
    errors: ['E-39'],
    reads: 'paper',
    run: unknownPriority,
    why: 'What is said to be covered by a priority that does not exist is covered by none.',
  },
]
