const EMPTY_WORDS = new Set(
  `a an and any all are as at be been being between both but by can could do does each for from further had has have having how if in including
  into is it its may more most must new no not of off on onto or other our out over per shall should so such than that the their them then there
  these they this those through to under up upon use used using via was we were what when where which while who will with within without work
  would you your`.split(/\s+/),
)

/** Words an action can hold without saying which action it is. */
const PLAIN_VERBS = new Set(
  `achieve address agree aim appropriate arrange assist build carry conduct consider continue contribute coordinate create deliver develop encourage engage enhance
  ensure establish explore facilitate help hold identify implement improve increase introduce investigate look maintain make manage monitor necessary
  oversee plan possible produce promote provide publish raise reduce relevant report respond review run seek set strengthen support undertake update utilise`
    .split(/\s+/)
    .map((word) => stem(word)),
)

/** A word's stem, roughly: enough that "cycling", "cycles" and "cycle" meet. */
export function stem(word: string): string {
  const plain = word.toLowerCase().replaceAll(/['’]s?$|[^\p{L}\p{N}]/gu, '')
  if (plain.length < 5) return plain.replace(/(?<=[a-z]{2}[^s])s$/, '')
  const cut = plain.replace(/(?:isations?|izations?|ations?|ings?|ments?|ities|ity|ies|ed|es|ly|s)$/, '')
  const kept = cut.length >= 4 ? cut : plain.replace(/s$/, '')
  return kept.replace(/(?<=.{3})[ey]$/, '').replace(/(?<=.{2})([^aeiou])\1$/, '$1')
}

/** The stems of the words that carry meaning, in order and with repeats. */
export const meaningOf = (text: string): string[] =>
  (text.match(/[\p{L}\p{N}][\p{L}\p{N}'’]*/gu) ?? [])
    .filter((word) => !EMPTY_WORDS.has(word.toLowerCase()))
    .map(stem)
    .filter((word) => word.length > 1)

/** As `meaningOf`, less the verbs any action may begin with: what tells one action from another. */
export const subjectOf = (text: string): string[] => meaningOf(text).filter((word) => !PLAIN_VERBS.has(word))

/** Shared words over all words of two sets, 0 to 1 (Jaccard). */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0
  let shared = 0
  for (const word of one) if (other.has(word)) shared++
  return shared / (one.size + other.size - shared)
}

/** Shared words over the smaller set's words, 0 to 1: 1 when one says no more than the other. */
export function overlapOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0
  let shared = 0
  for (const word of one) if (other.has(word)) shared++
  return shared / Math.min(one.size, other.size)
}

/** Letters and digits only, lower case: to see that two wordings are the same words. */
export const bare = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
