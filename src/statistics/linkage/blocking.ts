import type { Pairs } from './compare.ts'
import type { Field } from './fields.ts'
import { sharedInts } from './text.ts'

/** What a record is looked up by: a number for each record, 0 where it has none. */
type Key = Int32Array

/** One rule of the search and what it proposed. `tooCommon`: values shared by too many records, narrowed by a second key or, where that did not help, left out. */
export type RuleReport = { rule: string; pairs: number; newPairs: number; tooCommon: number; leftOut: number }

export type Candidates = { pairs: Pairs; report: RuleReport[] }

/** Where each file's records begin, and the number of all records. `within`: pairs inside one file are proposed too. */
export type Layout = { starts: readonly number[]; records: number; within: boolean }

const mix = (a: number, b: number) => {
  const hash = Math.imul(Math.imul(a, 0x9e3779b1) ^ (b + 0x7f4a7c15), 0x85ebca6b)
  return (hash ^ (hash >>> 15)) | 0 || 1
}

/** Every pair of records where that is few, else the union of the rules that the fields allow. `perRule`: pairs that one rule may propose. */
export function proposePairs(fields: readonly Field[], layout: Layout, perRule = budget(layout.records)): Candidates {
  const every = pairsInAll(layout)
  if (every <= EVERY) return everyPair(layout, every)
  const rules = rulesFor(fields, layout.records)
  const settled: Key[] = []
  const pairs = new GrowingPairs()
  const report: RuleReport[] = []
  for (const { rule, keys } of rules) {
    const { key, tooCommon, leftOut } = settle(keys, layout, perRule)
    report.push({ rule, tooCommon, leftOut, ...propose(key, settled, layout, pairs) })
    settled.push(key)
  }
  return { pairs: pairs.done(), report }
}

const EVERY = 600_000
const budget = (records: number) => Math.max(300_000, Math.min(20 * records, 1_000_000 + records))

export function pairsInAll({ starts, records, within }: Layout): number {
  if (within) return (records * (records - 1)) / 2
  const sizes = starts.map((start, file) => (starts[file + 1] ?? records) - start)
  return (records ** 2 - sizes.reduce((sum, size) => sum + size ** 2, 0)) / 2
}

function everyPair(layout: Layout, count: number): Candidates {
  const a = sharedInts(count)
  const b = sharedInts(count)
  let at = 0
  for (let i = 0; i < layout.records; i++) {
    for (let j = layout.within ? i + 1 : endOfFile(i, layout); j < layout.records; j++, at++) {
      a[at] = i
      b[at] = j
    }
  }
  return { pairs: { a, b, count }, report: [{ rule: 'every pair of records', pairs: count, newPairs: count, tooCommon: 0, leftOut: 0 }] }
}

const endOfFile = (record: number, { starts, records }: Layout) => starts.find((start) => start > record) ?? records

/** Rules in the order tried. `keys`: from the broadest to the narrowest; a value too common for one is looked up by the next. */
type Rule = { rule: string; keys: readonly Key[] }

function rulesFor(fields: readonly Field[], records: number): Rule[] {
  const of = (name: string) => fields.find((field) => field.name === name)
  const atoms = {
    forename: atom(of('forename'), records, ({ marks: [, , , word, , kin] }, value) => (kin![value]! >= 0 ? mix(kin![value]!, 77) : word![value]!)),
    forenameSound: atom(of('forename'), records, ({ marks }, value) => marks[4]![value]!),
    surname: atom(of('surname'), records, (_, value) => value + 1),
    surnameSound: atom(of('surname'), records, ({ marks }, value) => marks[0]![value]!),
    surnameStart: atom(of('surname'), records, ({ letters }, value) => start(letters.chars, letters.starts, value, 3)),
    forenameStart: atom(of('forename'), records, ({ letters }, value) => start(letters.chars, letters.starts, value, 3)),
    others: atom(of('otherNames'), records, (_, value) => value + 1),
    birth: atom(of('birth'), records, ({ marks }, value) => birthEitherWay(marks[0]![value]!)),
    birthYear: atom(of('birth'), records, ({ marks }, value) => Math.trunc(marks[0]![value]! / 10000)),
    birthMonthDay: atom(of('birth'), records, ({ marks }, value) => (marks[0]![value]! % 10000) || 0),
    birthYearMonth: atom(of('birth'), records, ({ marks }, value) => Math.trunc(marks[0]![value]! / 100)),
    postcode: atom(of('postcode'), records, (_, value) => value + 1),
    sector: atom(of('postcode'), records, ({ marks }, value) => marks[0]![value]! || value + 1),
    district: atom(of('postcode'), records, ({ marks }, value) => marks[1]![value]! || value + 1),
    phone: atom(of('phone'), records, ({ marks }, value) => marks[0]![value]! % 1_000_000 + 1),
    email: atom(of('email'), records, (_, value) => value + 1),
    emailName: atom(of('email'), records, ({ marks }, value) => marks[0]![value]!),
    identifier: atom(of('identifier'), records, (_, value) => value + 1),
    premises: atom(of('premises'), records, (_, value) => value + 1),
    street: atom(of('street'), records, (_, value) => value + 1),
    building: atom(of('building'), records, (_, value) => value + 1),
    locality: atom(of('locality'), records, (_, value) => value + 1),
    occupation: atom(of('occupation'), records, (_, value) => value + 1),
  }
  const { forename, forenameSound, forenameStart, surname, surnameSound, surnameStart, others, birth, birthYear, birthMonthDay, birthYearMonth, postcode, sector, district, phone, email, emailName, identifier, premises, street, building, locality, occupation } = atoms
  const nameEitherWay = either(of('forename'), of('surname'), records)
  const all: readonly (readonly [string, ...(Key | null)[]])[] = [
    ['identifier', identifier],
    ['e-mail address', email, both(email, forenameStart)],
    ['last six digits of the telephone', phone, both(phone, forenameStart)],
    ['forename and surname, in either order', nameEitherWay, both(nameEitherWay, birthYear), both(nameEitherWay, district), both(nameEitherWay, locality)],
    ['date of birth, day and month in either order', birth, both(birth, surnameStart), both(birth, forenameStart)],
    ['postcode and sound of surname', both(postcode, surnameSound), both(both(postcode, surnameSound), forenameStart)],
    ['postcode and forename', both(postcode, forename), both(both(postcode, forename), birthYear)],
    ['sound of surname and year of birth', both(surnameSound, birthYear), both(both(surnameSound, birthYear), forenameStart)],
    ['sound of surname, day and month of birth', both(surnameSound, birthMonthDay)],
    ['forename, year and month of birth', both(forename, birthYearMonth)],
    ['forename, day and month of birth', both(forename, birthMonthDay), both(both(forename, birthMonthDay), locality)],
    ['sounds of forename and surname', both(forenameSound, surnameSound), both(both(forenameSound, surnameSound), district), both(both(forenameSound, surnameSound), locality)],
    ['forename in any form and sound of surname', both(forename, surnameSound), both(both(forename, surnameSound), locality), both(both(forename, surnameSound), district)],
    ['sound of surname and place', both(surnameSound, locality), both(both(surnameSound, locality), forename)],
    ['sound of surname and postcode district', both(surnameSound, district), both(both(surnameSound, district), forename)],
    ['forename and place', both(forename, locality), both(both(forename, locality), birthYear), both(both(forename, locality), surnameStart)],
    ['uncommon surname', surname, both(surname, birthYear)],
    ['uncommon forename', forenameSound, both(forenameSound, district)],
    ['name before the @', emailName],
    ['postcode sector, forename and beginning of surname', both(both(sector, forenameStart), surnameStart)],
    ['postcode and date of birth', both(postcode, birthYear), both(postcode, birthYearMonth)],
    ['premises and surname', both(premises, surname), both(both(premises, surname), forenameStart)],
    ['street, building and forename', both(both(street, building), forenameStart)],
    ['street, building', both(street, building), both(both(street, building), surnameStart)],
    ['forename, year of birth and place', both(both(forename, birthYear), locality)],
    ['forename and postcode district', both(both(forename, district), surnameStart), both(both(forename, district), birthYear)],
    ['other names and surname', both(others, surname), both(both(others, surname), forename)],
    ['other names and forename', both(others, forename), both(both(others, forename), locality)],
    ['postcode', postcode, both(postcode, surnameStart)],
    ['occupation, place and forename', both(both(occupation, locality), forenameStart)],
  ]
  return all.map(([rule, ...keys]) => ({ rule, keys: keys.filter((key) => key !== null) })).filter(({ keys }) => keys.length > 0)
}

function atom(field: Field | undefined, records: number, of: (field: Field, value: number) => number): Key | null {
  if (field === undefined) return null
  const numbers = new Int32Array(field.size)
  for (let value = 0; value < numbers.length; value++) numbers[value] = of(field, value)
  const key = new Int32Array(records)
  for (let record = 0; record < records; record++) key[record] = field.codes[record]! < 0 ? 0 : numbers[field.codes[record]!]!
  return key
}

function start(chars: Uint16Array, starts: Uint32Array, value: number, letters: number): number {
  let key = 0
  for (let at = starts[value]!, to = Math.min(starts[value + 1]!, at + letters); at < to; at++) key = mix(key + 1, chars[at]!)
  return key
}

/** Year, then the smaller and the larger of day and month. */
function birthEitherWay(packed: number): number {
  const year = Math.trunc(packed / 10000)
  const month = Math.trunc(packed / 100) % 100
  const day = packed % 100
  return year * 10000 + Math.min(month, day) * 100 + Math.max(month, day)
}

function both(one: Key | null, other: Key | null): Key | null {
  if (one === null || other === null) return null
  const key = new Int32Array(one.length)
  for (let record = 0; record < key.length; record++) key[record] = one[record] === 0 || other[record] === 0 ? 0 : mix(one[record]!, other[record]!)
  return key
}

function either(forename: Field | undefined, surname: Field | undefined, records: number): Key | null {
  if (forename === undefined || surname === undefined) return null
  const key = new Int32Array(records)
  for (let record = 0; record < records; record++) {
    const first = forename.codes[record]!
    const last = surname.codes[record]!
    if (first >= 0 && last >= 0) key[record] = first < last ? mix(first, last) : mix(last, first)
  }
  return key
}

/**
 * The key of each record under one rule: groups whose pairs would go over what the rule may propose, largest first, are looked up by the rule's narrower keys,
 * and left out when the narrowest is still too common.
 */
function settle(keys: readonly Key[], layout: Layout, perRule: number): { key: Key; tooCommon: number; leftOut: number } {
  const key = Int32Array.from(keys[0]!)
  let tooCommon = 0
  let leftOut = 0
  for (let step = 0; step < keys.length; step++) {
    const { order, count } = sortByKey(key)
    const most = largestAllowed(key, order, count, layout, perRule)
    const narrower = keys[step + 1]
    let groups = 0
    eachGroup(key, order, count, (from, to) => {
      if (to - from <= most) return
      groups++
      for (let at = from; at < to; at++) key[order[at]!] = narrower === undefined ? 0 : narrower[order[at]!]!
    })
    if (step === 0) tooCommon = groups
    leftOut = narrower === undefined ? groups : 0
    if (groups === 0) break
  }
  return { key, tooCommon, leftOut }
}

/** The largest group that can be taken whole when groups are taken from the smallest up until `perRule` pairs. */
function largestAllowed(key: Key, order: Int32Array, count: number, layout: Layout, perRule: number): number {
  const pairsBySize = new Map<number, number>()
  eachGroup(key, order, count, (from, to) => {
    const size = to - from
    pairsBySize.set(size, (pairsBySize.get(size) ?? 0) + pairsOf(order, from, to, layout))
  })
  let sum = 0
  let most = 1
  for (const size of [...pairsBySize.keys()].sort((one, other) => one - other)) {
    sum += pairsBySize.get(size)!
    if (sum > perRule || size > 2000) break
    most = size
  }
  return most
}

function pairsOf(order: Int32Array, from: number, to: number, { starts, within }: Layout): number {
  const size = to - from
  if (within || starts.length === 1) return (size * (size - 1)) / 2
  let pairs = 0
  let at = from
  for (let file = 0; file < starts.length; file++) {
    const begun = at
    while (at < to && order[at]! < (starts[file + 1] ?? Infinity)) at++
    pairs += (at - begun) * (begun - from)
  }
  return pairs
}

/** Proposes the pairs of every group that no earlier rule has proposed. */
function propose(key: Key, earlier: readonly Key[], layout: Layout, pairs: GrowingPairs): { pairs: number; newPairs: number } {
  const { order, count } = sortByKey(key)
  const before = pairs.count
  let proposed = 0
  eachGroup(key, order, count, (from, to) => {
    for (let at = from; at < to; at++) {
      const one = order[at]!
      const end = layout.within ? 0 : endOfFile(one, layout)
      for (let next = at + 1; next < to; next++) {
        const other = order[next]!
        if (other < end) continue
        proposed++
        if (!agreeOnAny(earlier, one, other)) pairs.add(one, other)
      }
    }
  })
  return { pairs: proposed, newPairs: pairs.count - before }
}

function agreeOnAny(keys: readonly Key[], one: number, other: number): boolean {
  for (let rule = 0; rule < keys.length; rule++) {
    const key = keys[rule]!
    if (key[one] === key[other] && key[one] !== 0) return true
  }
  return false
}

function eachGroup(key: Key, order: Int32Array, count: number, visit: (from: number, to: number) => void) {
  for (let from = 0; from < count;) {
    let to = from + 1
    while (to < count && key[order[to]!] === key[order[from]!]) to++
    if (to - from > 1) visit(from, to)
    from = to
  }
}

/** Records that have a key, those of one key together and in their own order (radix sort, eleven bits a pass). */
function sortByKey(key: Key): { order: Int32Array; count: number } {
  let count = 0
  let order = new Int32Array(key.length)
  for (let record = 0; record < key.length; record++) if (key[record] !== 0) order[count++] = record
  let next = new Int32Array(count)
  for (let shift = 0; shift < 32; shift += 11) {
    const places = new Int32Array(2049)
    for (let at = 0; at < count; at++) places[((key[order[at]!]! >>> shift) & 2047) + 1]!++
    for (let digit = 0; digit < 2048; digit++) places[digit + 1]! += places[digit]!
    for (let at = 0; at < count; at++) next[places[(key[order[at]!]! >>> shift) & 2047]!++] = order[at]!
    ;[order, next] = [next, order]
  }
  return { order, count }
}

class GrowingPairs {
  count = 0
  #a = sharedInts(1 << 16)
  #b = sharedInts(1 << 16)

  add(a: number, b: number) {
    if (this.count === this.#a.length) this.#grow()
    this.#a[this.count] = a
    this.#b[this.count++] = b
  }

  #grow() {
    const a = sharedInts(this.#a.length * 2)
    const b = sharedInts(this.#b.length * 2)
    a.set(this.#a)
    b.set(this.#b)
    this.#a = a
    this.#b = b
  }

  done(): Pairs {
    return { a: this.#a, b: this.#b, count: this.count }
  }
}
