import type { RatingScheme } from '../rating.ts'
import { valueOf } from '../rating.ts'
import { opening } from './folding.ts'
import { type PlanReading, type ReadItem, type Said, wordsOf } from './plan-reading.ts'

/** Something that stops a paper from being taken: where it is, and what to do about it. */
export type Problem = { place: string; sentence: string }

export const MOST_ITEMS = 2000

// What an item can hold (0002_plans.sql, 0005_intake.sql), in characters.
const LIMITS: readonly (readonly [what: string, most: number, text: (item: ReadItem) => string])[] = [
  ['title', 1000, ({ title }) => title],
  ['position', 50_000, ({ position }) => wordsOf(position)],
  ['outcome', 50_000, ({ outcome }) => wordsOf(outcome)],
  ['aim', 5000, ({ aim }) => wordsOf(aim)],
  ['measure of success', 5000, ({ success }) => wordsOf(success)],
]

/** Everything that stops a reading from being taken as a plan rated by `scheme`, each naming the row and the remedy. */
export function problemsOf(reading: PlanReading, scheme: Pick<RatingScheme, 'name' | 'values'>): Problem[] {
  if (reading.items.length === 0)
    return [
      {
        place: reading.fileName,
        sentence: 'No table was taken for a part of a plan. Say below what each table is, and which column holds the actions.',
      },
    ]
  if (reading.items.length > MOST_ITEMS) {
    const first = reading.items[MOST_ITEMS]!
    return [
      {
        place: first.place,
        sentence: `The paper holds ${number(reading.items.length)} items, and a plan holds at most ${number(MOST_ITEMS)}. Split it before ${first.code} “${opening(first.title)}”, and bring the parts in as plans of their own.`,
      },
    ]
  }
  return [...reading.items.flatMap(tooLong), ...reading.items.flatMap((item) => outside(item, scheme)), ...longStrands(reading)]
}

const number = (figure: number) => figure.toLocaleString('en-GB')

function tooLong(item: ReadItem): Problem[] {
  return LIMITS.flatMap(([what, most, text]) => {
    const length = text(item).length
    return length <= most
      ? []
      : [
          {
            place: item.place,
            sentence: `The ${what} of ${item.code} has ${number(length)} characters, and ${number(most)} is the most. Shorten it in the paper, or leave its column out.`,
          },
        ]
  })
}

function outside(item: ReadItem, scheme: Pick<RatingScheme, 'name' | 'values'>): Problem[] {
  const strange = item.stated.find(({ word }) => !valueOf({ ...scheme, schemeId: '', version: 1 }, word))
  return strange
    ? [
        {
          place: strange.place,
          sentence: `${item.code} is rated ${strange.word}, and the scheme “${scheme.name}” has only ${scheme.values.map(({ word }) => word).join(', ')}. Choose a scheme that has it, or correct the paper.`,
        },
      ]
    : []
}

const longStrands = ({ items }: PlanReading): Problem[] =>
  items
    .filter(({ strand }) => (strand?.length ?? 0) > 100)
    .slice(0, 1)
    .map(({ place, code }) => ({
      place,
      sentence: `The strand of ${code} is longer than a name can be (100 characters). Say that its column is something else.`,
    }))

/** Items that the paper rates in two ways, with each place: nothing is taken as their rating until someone chooses. */
export const contradictions = ({ items }: PlanReading): { item: ReadItem; says: Said[] }[] =>
  items
    .filter(({ stated }) => new Set(stated.map(({ word }) => word)).size > 1)
    .map((item) => ({ item, says: item.stated.map(({ word, place }) => ({ words: word, place })) }))
