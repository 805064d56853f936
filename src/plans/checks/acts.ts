import type { Check, Raised } from './finding.ts'
import { likeness, stem } from './reading/likeness.ts'
import { type Text } from './reading/passages.ts'
import { listed, quote } from './reading/sentences.ts'
import { ACTS, KNOWN_UNTIL } from './registers/statutes.ts'

type Mention = {
  said: string
  words: string[]
  stems: string[]
  year: number | null
  place: string
  itemId: string | null
  at: number
  sentence: string
}

const JOINERS = /^(?:and|&|of|the|in|for|to|with|from)$/i

/** The words of a short title that tell it from others: hyphens, joiners and the usual short form for anti-social behaviour levelled. */
const stemsOf = (title: string): string[] =>
  title
    .replaceAll(/\bASB\b/g, 'Anti-social Behaviour')
    .replaceAll(/antisocial/gi, 'anti social')
    .split(/[\s,()\-‑–]+/)
    .filter((word) => word && !JOINERS.test(word))
    .map(stem)

const REGISTER = Object.entries(ACTS).map(([title, years]) => ({ title, years, stems: stemsOf(title.replace(/ Act$/, '')) }))
type Act = (typeof REGISTER)[number]

/** The Acts a sentence names: the capitalised words before "Act", and the year after it. */
function mentionsIn(text: Text): Mention[] {
  return text.said.flatMap(({ sentence, passage }) =>
    [...sentence.matchAll(/\bAct\b(?:,?\s+\(?(?<year>(?:18|19|20)\d\d)\b)?/g)].flatMap((found) => {
      const words = sentence.slice(0, found.index).trim().split(/\s+/)
      const title: string[] = []
      for (const word of words.toReversed()) {
        if (
          title.length >= 12 ||
          /^Acts?,?$/.test(word) ||
          !(/^[“"'(]?\p{Lu}/u.test(word) || JOINERS.test(word)) ||
          (/[.;:”"]$/.test(word) && title.length > 0)
        )
          break
        title.unshift(word)
      }
      while (title.length > 0 && JOINERS.test(title[0]!)) title.shift()
      const stems = stemsOf(title.join(' ').replace(/^[“"'(]+/, ''))
      if (stems.length === 0) return []
      return [
        {
          said: `${title.join(' ')} ${found[0]}`,
          words: title,
          stems,
          year: found.groups!.year ? Number(found.groups!.year) : null,
          place: passage.place,
          itemId: passage.itemId,
          at: passage.at,
          sentence,
        },
      ]
    }),
  )
}

const same = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((word, at) => word === other[at])

/** The Act of exactly this title. Other capitalised words may come before it ("Section 17 Crime and Disorder"), but not as part of a series. */
function exact({ words }: Mention): Act | undefined {
  for (const [at, word] of words.entries()) {
    const before = words[at - 1]
    if (JOINERS.test(word) || (before && (before.endsWith(',') || (JOINERS.test(before) && before.toLowerCase() !== 'the')))) continue
    const stems = stemsOf(
      words
        .slice(at)
        .join(' ')
        .replace(/^[“"'(]+/, ''),
    )
    const act = REGISTER.find((each) => same(each.stems, stems))
    if (act) return act
  }
  return undefined
}

/** The Act a wrong title most likely means, or undefined: its words in another order, or nearly all of them. */
function nearest(mention: Mention): Act | undefined {
  const words = new Set(mention.stems)
  const scored = REGISTER.map((act) => ({ act, score: likeness(words, new Set(act.stems)) })).toSorted((a, b) => b.score - a.score)
  const [best, next] = scored
  if (!best || (next && next.score === best.score)) return undefined
  const yearFits = mention.year !== null && best.act.years.includes(mention.year)
  return best.score >= (yearFits ? 0.6 : 0.75) && (yearFits || mention.year === null) && best.act.stems.length >= (yearFits ? 2 : 3)
    ? best.act
    : undefined
}

/** E-44: one finding to an Act, with every way it is misnamed. */
function misnamedActs(text: Text): Raised[] {
  const wrong = mentionsIn(text).flatMap((mention) => {
    const act = exact(mention) ? undefined : nearest(mention)
    return act ? [{ mention, act }] : []
  })
  return [...Map.groupBy(wrong, ({ act, mention }) => `${act.title} ${mention.itemId}`).values()].map((each) => {
    const { mention, act } = each[0]!
    const forms = [...new Set(each.map((one) => one.mention.said))]
    return {
      subject: act.title,
      itemId: mention.itemId,
      at: mention.at,
      place: listed([...new Set(each.map((one) => one.mention.place))], 4),
      sentence: `No Act is called ${listed(
        forms.map((form) => quote(form)),
        6,
        'or',
      )}; the ${titleOf(act)} is likely meant.`,
      suggestion: `Write ${titleOf(act)}.`,
    }
  })
}

const titleOf = ({ title, years }: Act) => (years.length === 1 ? `${title} ${years[0]}` : title)

function wrongYears(text: Text): Raised[] {
  return mentionsIn(text).flatMap((mention) => {
    const act = exact(mention)
    const { year } = mention
    if (!act || year === null || year > KNOWN_UNTIL || act.years.length > 3 || act.years.includes(year)) return []
    return [
      {
        subject: `${act.title} ${year}`,
        itemId: mention.itemId,
        at: mention.at,
        place: mention.place,
        sentence: `${quote(mention.sentence, `${year}`)}: there is no ${act.title} of ${year}; it is of ${listed(act.years.map(String))}.`,
        suggestion: 'Correct the year.',
      },
    ]
  })
}

export const ACT_CHECKS: readonly Check[] = [
  {
    id: 'misnamed-act',
    title: 'An Act that is named wrongly',
    severity: 'question',
    errors: ['E-44'],
    reads: 'words',
    run: misnamedActs,
    why: 'A duty rests on an Act that readers can look up. One paper that names it four ways has looked it up in none.',
  },
  {
    id: 'act-of-wrong-year',
    title: 'An Act with the wrong year',
    severity: 'question',
    errors: ['E-44'],
    reads: 'words',
    run: wrongYears,
    why: 'The year tells one Act from another of the same name.',
  },
]
