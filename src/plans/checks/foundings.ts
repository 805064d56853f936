import type { Paper } from '../../documents/paper.ts'
import type { Check, Raised } from './finding.ts'
import { meaningOf } from './reading/likeness.ts'
import { quote } from './reading/sentences.ts'
import { textOfPaper } from './reading/texts.ts'
import { pattern, r } from './reading/pattern.ts'

const FOUNDED = pattern(
  'i',
  r`\b(?:was|were) (?:established|created|set up|formed|founded|launched)\b[^.]{0,30}?\b(?:in`,
  r`|on) (?:\w+ )?(?<a>(?:19|20)\d\d)|\b(?:established|created|set up|formed|founded`,
  r`|launched) in (?:\w+ )?(?<b>(?:19|20)\d\d)\b`,
)
const BODY = pattern(
  'gu',
  r`\b(?:\p{Lu}[\p{L}'’]*(?:\s+(?:and|of|the|for|\p{Lu}[\p{L}'’]*))*\s+)?(?:Partnership|Board|Forum`,
  r`|Panel|Group|Unit|Committee|Team|Service|CDP|CSP)\b`,
)

/** E-46: one body founded in two years. Both sentences must name it, in full or by the letters the paper gives it. */
function foundedTwice(paper: Paper, today: Temporal.PlainDate): Raised[] {
  const said = textOfPaper(paper, today).said.flatMap((each) => {
    const groups = FOUNDED.exec(each.sentence)?.groups
    return groups ? [{ ...each, year: groups.a ?? groups.b!, bodies: bodiesIn(each.sentence, paper) }] : []
  })
  return said.flatMap((first, at) => {
    const second = said.slice(at + 1).find(({ year, bodies }) => year !== first.year && bodies.some((body) => first.bodies.includes(body)))
    if (!second) return []
    const body = second.bodies.find((each) => first.bodies.includes(each))!
    return [
      {
        subject: `founded ${body}`,
        itemId: null,
        place: [...new Set([first.passage.place, second.passage.place])].join(' and '),
        at: first.passage.at,
        sentence: `${quote(first.sentence, first.year)}, and ${quote(second.sentence, second.year)}: two years for one body, unless two are meant.`,
        suggestion: 'Give the one date, or name the two bodies apart.',
      },
    ]
  })
}

/** The bodies a sentence names, each as its words' stems; letters in brackets after a name anywhere in the paper stand for it. */
function bodiesIn(sentence: string, paper: Paper): string[] {
  const names = sentence.match(BODY) ?? []
  const whole = paper.blocks.map((block) => ('text' in block ? block.text : '')).join('\n')
  const full = names.flatMap((name) => {
    const letters = /\b[A-Z]{3,5}$/.exec(name)?.[0]
    const spelt = letters ? new RegExp(`((?:\\p{Lu}[\\p{L}'’]*\\s+){1,5})\\(${letters}\\)`, 'u').exec(whole)?.[1] : undefined
    return spelt ? [spelt] : [name]
  })
  return full.map((name) => meaningOf(name).slice(-3).join(' ')).filter((name) => name.split(' ').length >= 2)
}

export const FOUNDING_CHECKS: readonly Check[] = [
  {
    id: 'founded-twice',
    title: 'One body founded twice',
    severity: 'question',
    errors: ['E-46'],
    reads: 'paper',
    run: foundedTwice,
    why: 'Either a date is wrong or two bodies share a name, and duties discharged through it are in doubt.',
  },
]
