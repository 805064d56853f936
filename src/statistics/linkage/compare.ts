import type { Field, Kind } from './fields.ts'
import { isOneEdit, jaroWinkler, jaroWinklerFrom } from './similarity.ts'

/** What a comparison can come to, in words. 0 is always “not known in both” and bears no weight; 1 is always the same value, weighed by how common it is. */
export const LEVELS: Record<Kind, readonly string[]> = {
  forename: ['not known in both', 'the same', 'forename and surname exchanged', 'a short or other form of the same name', 'nearly the same', 'only an initial, and it agrees', 'alike', 'different'],
  surname: ['not known in both', 'the same', 'nearly the same', 'one contains the other', 'alike', 'different'],
  names: ['not known in both', 'the same', 'names in common', 'initials agree', 'different'],
  birth: ['not known in both', 'the same', 'one slip, or day and month exchanged', 'two of day, month and year the same', 'the same year, or a year apart', 'different'],
  postcode: ['not known in both', 'the same', 'one slip', 'the same sector', 'the same district', 'different'],
  phone: ['not known in both', 'the same', 'one slip', 'different'],
  email: ['not known in both', 'the same', 'the same name at another provider, or one slip', 'alike', 'different'],
  identifier: ['not known in both', 'the same', 'one slip', 'different'],
  text: ['not known in both', 'the same', 'nearly the same', 'words in common', 'different'],
  number: ['not known in both', 'the same', 'a number in common', 'different'],
  category: ['not known in both', 'the same', 'different'],
}

/** The level of two different values of a field. */
type Compare = (a: number, b: number) => number

const COMPARE: Record<Kind, (field: Field) => Compare> = {
  forename: ({ letters, marks: [first, second, third, word] }) => (a, b) => {
    if (word![a] === word![b] || sameFamily(first!, second!, third!, a, b)) return 3
    const aLength = letters.starts[a + 1]! - letters.starts[a]!
    const bLength = letters.starts[b + 1]! - letters.starts[b]!
    if (aLength === 1 || bLength === 1) return letters.chars[letters.starts[a]!] === letters.chars[letters.starts[b]!] ? 5 : 7
    const alike = jaroWinklerFrom(0.75, letters, a, b)
    return alike >= 0.88 || isOneEdit(letters, a, b) ? 4 : alike >= 0.75 ? 6 : 7
  },
  surname: ({ letters, marks: [, starts, words] }) => (a, b) => {
    const alike = jaroWinklerFrom(0.8, letters, a, b)
    if (alike >= 0.92 || isOneEdit(letters, a, b)) return 2
    if (inCommon(starts!, words!, a, b)) return 3
    return alike >= 0.8 ? 4 : 5
  },
  names: ({ letters, marks: [starts, words] }) => (a, b) => {
    if (inCommon(starts!, words!, a, b)) return 2
    return letters.chars[letters.starts[a]!] === letters.chars[letters.starts[b]!] || jaroWinklerFrom(0.88, letters, a, b) >= 0.88 ? 3 : 4
  },
  birth: ({ marks: [packed] }) => (a, b) => compareBirths(packed![a]!, packed![b]!),
  postcode: ({ letters, marks: [sectors, districts] }) => (a, b) => {
    if (isOneEdit(letters, a, b)) return 2
    if (sectors![a] !== 0 && sectors![a] === sectors![b]) return 3
    return districts![a] !== 0 && districts![a] === districts![b] ? 4 : 5
  },
  phone: ({ letters, marks: [ending] }) => (a, b) => (ending![a] === ending![b] || isOneEdit(letters, a, b) ? 2 : 3),
  // What stands before the @ is mostly the person's name, which is compared already: at another provider it tells something only with a number in it.
  email: ({ letters, marks: [local, domain] }) => (a, b) => {
    if ((local![a] !== 0 && local![a] === local![b]) || isOneEdit(letters, a, b)) return 2
    return jaroWinklerFrom(0.88, letters, a, b) >= 0.88 && jaroWinkler(letters, a, letters, b, domain![a], domain![b]) >= 0.9 ? 3 : 4
  },
  identifier: ({ letters }) => (a, b) => (isOneEdit(letters, a, b) ? 2 : 3),
  text: ({ letters, marks: [starts, words] }) => (a, b) => {
    const alike = jaroWinklerFrom(0.82, letters, a, b)
    if (alike >= 0.92) return 2
    return alike >= 0.82 || inCommon(starts!, words!, a, b) ? 3 : 4
  },
  number: ({ letters, marks: [starts, words] }) => (a, b) => (inCommon(starts!, words!, a, b) || isOneEdit(letters, a, b) && letters.starts[a + 1]! - letters.starts[a]! > 2 ? 2 : 3),
  category: () => () => 2,
}

function sameFamily(first: Int32Array, second: Int32Array, third: Int32Array, a: number, b: number): boolean {
  if (first[a]! < 0 || first[b]! < 0) return false
  const holds = (family: number) => family >= 0 && (first[b] === family || second[b] === family || third[b] === family)
  return holds(first[a]!) || holds(second[a]!) || holds(third[a]!)
}

function inCommon(starts: Int32Array, words: Int32Array, a: number, b: number): boolean {
  for (let i = starts[a]!; i < starts[a + 1]!; i++) {
    for (let j = starts[b]!; j < starts[b + 1]!; j++) if (words[i] === words[j]) return true
  }
  return false
}

/** Level of two different dates of birth packed as year × 10,000 + month × 100 + day. A date without month and day agrees on its year at most; so does 1 January, written where no more is known. */
export function compareBirths(a: number, b: number): number {
  const aYear = Math.trunc(a / 10000)
  const bYear = Math.trunc(b / 10000)
  const aRest = a % 10000
  const bRest = b % 10000
  if (aYear === bYear && (aRest === 0 || bRest === 0 || aRest === 101 || bRest === 101)) return 4
  if (aRest === 0 || bRest === 0) return 5
  const aMonth = Math.trunc(aRest / 100)
  const bMonth = Math.trunc(bRest / 100)
  const aDay = aRest % 100
  const bDay = bRest % 100
  if (aYear === bYear && aMonth === bDay && aDay === bMonth) return 2
  if (isOneDigit(a, b)) return 2
  if ((aYear === bYear ? 1 : 0) + (aMonth === bMonth ? 1 : 0) + (aDay === bDay ? 1 : 0) === 2) return 3
  return Math.abs(aYear - bYear) <= 1 ? 4 : 5
}

/** One of eight digits changed, or two neighbours exchanged. */
function isOneDigit(a: number, b: number): boolean {
  let changed = 0
  let last = -2
  let exchanged = false
  let aBefore = -1
  let bBefore = -1
  for (let place = 0; place < 8; place++) {
    const aDigit = a % 10
    const bDigit = b % 10
    if (aDigit !== bDigit) {
      changed++
      if (changed === 2) exchanged = last === place - 1 && aDigit === bBefore && bDigit === aBefore
      if (changed > 2) return false
      last = place
      aBefore = aDigit
      bBefore = bDigit
    }
    a = Math.trunc(a / 10)
    b = Math.trunc(b / 10)
  }
  return changed === 1 || exchanged
}

/** Pairs of records by number. */
export type Pairs = { a: Int32Array; b: Int32Array; count: number }

/** Writes the level of every pair from `from` up to `to`: `levels[field][pair]`. */
export function comparePairs(fields: readonly Field[], { a, b }: Pairs, from: number, to: number, levels: readonly Uint8Array[]) {
  fields.forEach((field, place) => compareColumn(field, a, b, from, to, levels[place]!))
  const forename = fields.findIndex(({ kind }) => kind === 'forename')
  const surname = fields.findIndex(({ kind }) => kind === 'surname')
  if (forename >= 0 && surname >= 0) findExchanged(fields[forename]!, fields[surname]!, a, b, from, to, levels[forename]!, levels[surname]!)
}

function compareColumn(field: Field, a: Int32Array, b: Int32Array, from: number, to: number, levels: Uint8Array) {
  const { codes } = field
  const compare = COMPARE[field.kind](field)
  for (let pair = from; pair < to; pair++) {
    const left = codes[a[pair]!]!
    const right = codes[b[pair]!]!
    levels[pair] = left < 0 || right < 0 ? 0 : left === right ? 1 : compare(left, right)
  }
}

/** Names exchanged between their columns count once, at the forename; the surname then bears no weight. Both fields number their values alike. */
function findExchanged(forename: Field, surname: Field, a: Int32Array, b: Int32Array, from: number, to: number, first: Uint8Array, last: Uint8Array) {
  const { letters } = forename
  for (let pair = from; pair < to; pair++) {
    if (first[pair]! < 6 || last[pair]! < 4) continue
    const aFirst = forename.codes[a[pair]!]!
    const bFirst = forename.codes[b[pair]!]!
    const aLast = surname.codes[a[pair]!]!
    const bLast = surname.codes[b[pair]!]!
    if (aFirst !== bLast && aLast !== bFirst) continue
    if (jaroWinkler(letters, aFirst, letters, bLast) < 0.9 || jaroWinkler(letters, aLast, letters, bFirst) < 0.9) continue
    first[pair] = 2
    last[pair] = 0
  }
}
