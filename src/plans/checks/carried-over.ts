import type { Paper } from '../../documents/paper.ts'
import type { Check, Raised } from './finding.ts'
import { bare, stem } from './reading/likeness.ts'
import { type Passage, passagesOf } from './reading/passages.ts'
import { counted, listed, quote } from './reading/sentences.ts'
import { textOfPaper } from './reading/texts.ts'
import { pattern, r } from './reading/pattern.ts'

const MOVED = pattern(
  'i',
  r`\b(?:coming out of|come out of|removed from|taken out of|no longer (?:part of|in|included in`,
  r`|a priority)|moved (?:out of|to)|transferred to|now (?:being )?(?:delivered|led|managed|overseen`,
  r`|discharged|completed) (?:through|by)|being (?:completed|delivered|led|taken forward) by`,
  r`|discharged (?:through|by))\b`,
)
const THIS_PART = /\bthis (?:priority|section|chapter|theme|objective|area|strand|aim|workstream|part)\b/i
const IN_HEADING =
  /[(–—-]\s*(?:this (?:priority )?(?:has |is )?)?(?:now )?(?:been )?(?:moved|transferred|discharged|delivered|led) (?:to|by|through|under)\b/i
const STILL_THERE = 5

/** E-42: a section that says it has gone elsewhere, and goes on. */
function movedButPresent(paper: Paper): Raised[] {
  const passages = passagesOf(paper)
  return passages.flatMap((heading, at) => {
    if (heading.kind !== 'heading') return []
    const opening = passages.slice(at + 1, at + 4)
    const said = IN_HEADING.test(heading.text)
      ? heading
      : opening.find(({ kind, text }) => kind !== 'heading' && MOVED.test(text) && THIS_PART.test(text))
    if (!said || opening.slice(0, Math.max(0, opening.indexOf(said))).some(({ kind }) => kind === 'heading')) return []
    const end = passages.findIndex(
      (passage, index) => index > at && passage.kind === 'heading' && (heading.number ? passage.number !== null : true),
    )
    const rest = passages
      .slice(passages.indexOf(said) + 1, end === -1 ? undefined : end)
      .filter(({ kind, text }) => kind !== 'heading' && kind !== 'footnote' && text.length > 60)
    if (rest.length < STILL_THERE) return []
    return [
      {
        subject: heading.text,
        itemId: null,
        place: heading.place,
        at: heading.at,
        sentence: `${quote(said.text, (IN_HEADING.exec(said.text) ?? MOVED.exec(said.text))![0])}, and ${counted(rest.length, 'passage')} of it remain.`,
        suggestion: 'Take the text out, and say in its place which body discharges the duty, from when, and when that is reviewed.',
      },
    ]
  })
}

const NAMED_PLAN = pattern(
  'giu',
  r`(?<name>(?:[\p{Lu}][\p{L}&’'-]*\s+(?:(?:and|of|the|for|against|to)\s+)*){0,8}(?:strategy|plan|policy`,
  r`|framework|programme))[\s,]*\(?(?<from>20\d\d)\s*[-–/]\s*(?<to>20\d\d|\d\d)\)?`,
)
const LOOKS_BACK = pattern(
  'i',
  r`\b(?:was|were|previous(?:ly)?|former|last|ended|expired|evaluat\w+|review(?:ed)? of|built on`,
  r`|builds on|building on|following|replac\w+|supersed\w+|succeed\w+|published in|under the`,
  r`|learning from|had|achieve[ds]|since|baseline|source|data)\b`,
)

/** E-61: a strategy named with its years, spoken of as in force after they ended. */
function expiredStrategy(paper: Paper, today: Temporal.PlainDate): Raised[] {
  const text = textOfPaper(paper, today)
  const { written } = text
  if (!written?.sure) return []
  return text.said.flatMap(({ sentence, passage }) =>
    [...sentence.matchAll(NAMED_PLAN)].flatMap(({ 0: part, groups }) => {
      const to = groups!.to!.length === 2 ? Number(groups!.from!.slice(0, 2) + groups!.to) : Number(groups!.to)
      const isOwn = bare(text.title).includes(bare(part))
      if (
        isOwn ||
        to >= written.from.year ||
        to <= Number(groups!.from) ||
        LOOKS_BACK.test(sentence) ||
        passage.kind === 'footnote' ||
        !/\b(?:will|is|are|continues?|supports?|through|delivers?|sets? out|in line with)\b/i.test(sentence)
      )
        return []
      return [
        {
          subject: bare(part),
          itemId: null,
          place: passage.place,
          at: passage.at,
          sentence: `${quote(sentence, part)}: its period had ended in ${to}, before this was written.`,
          suggestion: 'Name the one in force, or say that it was extended.',
        },
      ]
    }),
  )
}

/** E-60: sections built on one set of subheadings, one of which is worded otherwise in one place. */
function strandNamedTwoWays(paper: Paper): Raised[] {
  const headings = passagesOf(paper).filter(
    (passage) => passage.kind === 'heading' && passage.number === null && passage.chapter !== null && passage.text.split(/\s+/).length <= 4,
  )
  const chapters = Map.groupBy(headings, ({ text }) => bare(text))
  const common = [...chapters].filter(([, each]) => new Set(each.map(({ chapter }) => chapter)).size >= 3).map(([text]) => text)
  if (common.length < 3) return []
  const inChapter = (chapter: string | null) => headings.filter((heading) => heading.chapter === chapter).map(({ text }) => bare(text))
  return headings.flatMap((heading: Passage) => {
    const own = bare(heading.text)
    const near = common.includes(own)
      ? undefined
      : common.find(
          (each) =>
            !inChapter(heading.chapter).includes(each) &&
            stem(each) !== '' &&
            (stem(each).startsWith(stem(own)) || stem(own).startsWith(stem(each))),
        )
    if (!near || common.filter((each) => inChapter(heading.chapter).includes(each)).length < 2) return []
    return [
      {
        subject: heading.text,
        itemId: null,
        place: heading.place,
        at: heading.at,
        sentence: `The heading ${quote(heading.text)} in section ${heading.chapter} stands where other sections have ${quote(chapters.get(near)![0]!.text)}.`,
        suggestion: 'Name each strand one way throughout.',
      },
    ]
  })
}

/** Areas by the words that do not fit them. Data, to be added to. */
const AREAS: readonly { area: RegExp; not: RegExp; says: string }[] = [
  {
    area: /\bCity of London\b/,
    not: /\b(?:in|across|within|throughout|of|to) (?:the|our) borough\b/i,
    says: 'the City of London is not a borough',
  },
  {
    area: /\b\p{Lu}\p{L}+shire County Council\b/u,
    not: /\b(?:in|across|within|throughout) our borough\b/i,
    says: 'a county is not a borough',
  },
]

/** E-59: words left over from another area's paper. */
function otherArea(paper: Paper, today: Temporal.PlainDate): Raised[] {
  const text = textOfPaper(paper, today)
  return AREAS.filter(({ area }) => area.test(text.title)).flatMap(({ not, says }) => {
    const found = text.said.filter(
      ({ sentence }) => not.test(sentence) && !/\bneighbouring|other boroughs?|london borough of\b/i.test(sentence),
    )
    const [first] = found
    if (!first) return []
    return [
      {
        subject: says,
        itemId: null,
        at: first.passage.at,
        place: listed([...new Set(found.map(({ passage }) => passage.place))], 5),
        sentence: `${quote(first.sentence, not.exec(first.sentence)![0])}: ${says}${found.length > 1 ? `, and the word is used in ${found.length} places` : ''}.`,
        suggestion: 'Use the area’s own word; check what else was taken over from another area’s paper.',
      },
    ]
  })
}

export const CARRIED_OVER_CHECKS: readonly Check[] = [
  {
    id: 'moved-but-present',
    title: 'Moved out, and still there',
    severity: 'question',
    errors: ['E-42'],
    reads: 'paper',
    run: movedButPresent,
    why: 'Readers cannot tell whether the commitments still stand, and two bodies may each think the other answers for them.',
  },
  {
    id: 'expired-strategy',
    title: 'A strategy past its years',
    severity: 'question',
    errors: ['E-61'],
    reads: 'paper',
    run: expiredStrategy,
    why: 'Commitments said to be met through a strategy that has ended are met through nothing.',
  },
  {
    id: 'strand-named-two-ways',
    title: 'A strand named two ways',
    severity: 'note',
    errors: ['E-60'],
    reads: 'paper',
    run: strandNamedTwoWays,
    why: 'A common frame helps only while its parts keep their names.',
  },
  {
    id: 'word-of-another-area',
    title: 'A word of another area',
    severity: 'note',
    errors: ['E-59'],
    reads: 'paper',
    run: otherArea,
    why: 'It shows that text was copied, and makes readers wonder what else does not apply here.',
  },
]
