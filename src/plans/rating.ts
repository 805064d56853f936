/** Colours a value may take. They decorate the word and never travel without it. */
export const COLOURS = ['green', 'amber-green', 'amber', 'amber-red', 'red', 'blue', 'grey'] as const
export type Colour = (typeof COLOURS)[number]

/** A recorded fact that can decide a rating; each is defined in `derivation.ts`. */
export const FACTS = ['complete', 'delivered', 'continuing', 'in progress', 'scoped', 'not complete', 'not started', 'target met', 'target missed'] as const
export type Fact = (typeof FACTS)[number]

export type RatingValue = {
  word: string // "Green"
  colour: Colour
  criterion: string
  /** The value is derived when any of these holds. Empty in a scheme that is judgement only. */
  facts: readonly Fact[]
}

/** Named values, best first. Two schemes are never aggregated: "in progress" is green in one and amber in the next. */
export type RatingScheme = { schemeId: string; name: string; version: number; values: readonly RatingValue[] }

export const ROLL_UPS = ['worst', 'third', 'half', 'majority'] as const
export type RollUp = (typeof ROLL_UPS)[number]

/** Each rule by name, as it stands beside every aggregate. */
export const ROLL_UP_NAMES: Record<RollUp, string> = { worst: 'the worst decides', third: 'a third decides', half: 'half decide', majority: 'most decide' }

/** Each rule in full, as printed under the aggregates. */
export const ROLL_UP_WORDS: Record<RollUp, string> = {
  worst: 'as its worst activity',
  third: 'the worst rating that a third or more of its activities have, or worse',
  half: 'the worst rating that half or more of its activities have, or worse',
  majority: 'the rating most of its activities have; the worse one in a tie',
}

export const valueOf = (scheme: RatingScheme, word: string | null) =>
  scheme.values.find((value) => value.word.toLowerCase() === word?.toLowerCase())

/** How bad a word is: 0 for the scheme's best value. Throws RangeError for a word outside the scheme. */
export function severity(scheme: RatingScheme, word: string): number {
  const index = scheme.values.findIndex((value) => value.word === word)
  if (index === -1) throw new RangeError(`${word} is not a value of ${scheme.name}`)
  return index
}

export type RolledUp = { word: string; of: number; counts: { word: string; count: number }[]; unrated: number }

/**
 * A parent's rating from its children's words by one explicit rule, or null when no child is rated.
 * `third` and `half` give the worst value v such that at least that share of the rated children are v or worse.
 */
export function rollUp(scheme: RatingScheme, rule: RollUp, words: readonly (string | null)[]): RolledUp | null {
  const rated = words.filter((word) => word !== null).map((word) => severity(scheme, word))
  if (rated.length === 0) return null
  const counts = scheme.values.map((value, index) => ({ word: value.word, count: rated.filter((each) => each === index).length }))
  const atLeastAsBad = (index: number) => rated.filter((each) => each >= index).length
  const share = { worst: 0, third: 1 / 3, half: 1 / 2 }
  const most = Math.max(...counts.map(({ count }) => count))
  const index =
    rule === 'majority'
      ? counts.findLastIndex(({ count }) => count === most)
      : counts.findLastIndex((_, each) => atLeastAsBad(each) > 0 && atLeastAsBad(each) / rated.length >= share[rule])
  return { word: scheme.values[index]!.word, of: rated.length, counts: counts.filter(({ count }) => count > 0), unrated: words.length - rated.length }
}

/** The schemes every partnership starts with. */
export const STANDARD_SCHEMES: readonly Omit<RatingScheme, 'schemeId'>[] = [
  {
    name: 'Delivery',
    version: 1,
    values: [
      { word: 'Green', colour: 'green', criterion: 'Work is being delivered or continues', facts: ['complete', 'delivered', 'continuing'] },
      { word: 'Amber', colour: 'amber', criterion: 'Work is scoped and planned', facts: ['scoped'] },
      { word: 'Red', colour: 'red', criterion: 'Work has not started', facts: ['not started'] },
    ],
  },
  {
    name: 'Completion',
    version: 1,
    values: [
      { word: 'Green', colour: 'green', criterion: 'Complete', facts: ['complete'] },
      { word: 'Amber', colour: 'amber', criterion: 'In progress', facts: ['in progress'] },
      { word: 'Red', colour: 'red', criterion: 'Not complete', facts: ['not complete'] },
    ],
  },
  {
    name: 'Delivery confidence',
    version: 1,
    values: [
      { word: 'Green', colour: 'green', criterion: 'Successful delivery is highly likely', facts: [] },
      { word: 'Amber/Green', colour: 'amber-green', criterion: 'Successful delivery is probable; attention is needed', facts: [] },
      { word: 'Amber', colour: 'amber', criterion: 'Successful delivery is feasible; significant issues exist', facts: [] },
      { word: 'Amber/Red', colour: 'amber-red', criterion: 'Successful delivery is in doubt; urgent action is needed', facts: [] },
      { word: 'Red', colour: 'red', criterion: 'Successful delivery appears unachievable', facts: [] },
    ],
  },
]
