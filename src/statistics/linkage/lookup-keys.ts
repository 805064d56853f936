import type { Field } from './fields.ts'

/** What a record is looked up by: a number for each record, 0 where it has none. */
export type Key = Int32Array

/** Keys made when asked for. From the broadest to the narrowest: a value too common for one is looked up by the next. */
export type Rule = { rule: string; keys: readonly (() => Key)[] }

/** Mixes two numbers into one, never 0. */
const mix = (a: number, b: number) => {
  const hash = Math.imul(Math.imul(a, 0x9e3779b1) ^ (b + 0x7f4a7c15), 0x85ebca6b)
  return (hash ^ (hash >>> 15)) | 0 || 1
}

/** What of a value each part of a key takes, by the field it comes from. */
const PARTS = {
  forename: ['forename', ({ marks }, value) => (marks[5]![value]! >= 0 ? mix(marks[5]![value]!, 77) : marks[3]![value]!)],
  forenameSound: ['forename', ({ marks }, value) => marks[4]![value]!],
  forenameStart: ['forename', (field, value) => beginning(field, value)],
  surname: ['surname', (_, value) => value + 1],
  surnameSound: ['surname', ({ marks }, value) => marks[0]![value]!],
  surnameStart: ['surname', (field, value) => beginning(field, value)],
  others: ['otherNames', (_, value) => value + 1],
  birth: ['birth', ({ marks }, value) => birthEitherWay(marks[0]![value]!)],
  year: ['birth', ({ marks }, value) => Math.trunc(marks[0]![value]! / 10000)],
  monthDay: ['birth', ({ marks }, value) => marks[0]![value]! % 10000],
  yearMonth: ['birth', ({ marks }, value) => Math.trunc(marks[0]![value]! / 100)],
  postcode: ['postcode', (_, value) => value + 1],
  sector: ['postcode', ({ marks }, value) => marks[0]![value]! || value + 1],
  district: ['postcode', ({ marks }, value) => marks[1]![value]! || value + 1],
  phone: ['phone', ({ marks }, value) => (marks[0]![value]! % 1_000_000) + 1],
  email: ['email', (_, value) => value + 1],
  emailName: ['email', ({ marks }, value) => marks[0]![value]! || value + 1],
  identifier: ['identifier', (_, value) => value + 1],
  premises: ['premises', (_, value) => value + 1],
  street: ['street', (_, value) => value + 1],
  building: ['building', (_, value) => value + 1],
  place: ['locality', (_, value) => value + 1],
  occupation: ['occupation', (_, value) => value + 1],
} satisfies Record<string, readonly [field: string, of: (field: Field, value: number) => number]>
type Part = keyof typeof PARTS

const IN_WORDS: Record<Part, string> = {
  forename: 'forename in any form', forenameSound: 'sound of forename', forenameStart: 'beginning of forename', surname: 'surname', surnameSound: 'sound of surname', surnameStart: 'beginning of surname',
  others: 'other names', birth: 'date of birth, day and month in either order', year: 'year of birth', monthDay: 'day and month of birth', yearMonth: 'year and month of birth', postcode: 'postcode',
  sector: 'postcode sector', district: 'postcode district', phone: 'last six digits of the telephone', email: 'e-mail', emailName: 'e-mail before the @', identifier: 'identifying number',
  premises: 'premises number', street: 'street', building: 'house number', place: 'place', occupation: 'occupation',
}

/** Rules in the order tried, the surest first; each line a key and the narrower ones for what is too common in it. */
const RULES: readonly (readonly (readonly Part[])[])[] = [
  [['identifier']],
  [['email'], ['email', 'forenameStart']],
  [['phone'], ['phone', 'forenameStart']],
  [['birth'], ['birth', 'surnameStart'], ['birth', 'forenameStart']],
  [['postcode', 'surnameSound'], ['postcode', 'surnameSound', 'forenameStart']],
  [['postcode', 'forename'], ['postcode', 'forename', 'year']],
  [['surnameSound', 'year'], ['surnameSound', 'year', 'forenameStart']],
  [['surnameSound', 'monthDay'], ['surnameSound', 'monthDay', 'forenameStart']],
  [['forename', 'yearMonth']],
  [['forename', 'monthDay'], ['forename', 'monthDay', 'place']],
  [['forenameSound', 'surnameSound'], ['forenameSound', 'surnameSound', 'district'], ['forenameSound', 'surnameSound', 'place']],
  [['forename', 'surnameSound'], ['forename', 'surnameSound', 'place'], ['forename', 'surnameSound', 'district']],
  [['surnameSound', 'place'], ['surnameSound', 'place', 'forename']],
  [['surnameSound', 'district'], ['surnameSound', 'district', 'forename']],
  [['forename', 'place'], ['forename', 'place', 'year'], ['forename', 'place', 'surnameStart']],
  [['surname'], ['surname', 'year']],
  [['forenameSound'], ['forenameSound', 'district']],
  [['emailName'], ['emailName', 'forenameStart']],
  [['sector', 'forenameStart', 'surnameStart']],
  [['postcode', 'year'], ['postcode', 'yearMonth']],
  [['premises', 'surname'], ['premises', 'surname', 'forenameStart']],
  [['premises', 'forename']],
  [['street', 'building', 'forenameStart']],
  [['street', 'building'], ['street', 'building', 'surnameStart']],
  [['forename', 'year', 'place']],
  [['forename', 'district', 'surnameStart'], ['forename', 'district', 'year']],
  [['others', 'surname'], ['others', 'surname', 'forename']],
  [['others', 'forename'], ['others', 'forename', 'place']],
  [['postcode'], ['postcode', 'surnameStart']],
  [['occupation', 'place', 'forenameStart']],
]

/** The rules that these fields allow. */
export function rulesFor(fields: readonly Field[], records: number): Rule[] {
  const made = new Map<Part, Key>()
  const partKey = (part: Part): Key => {
    const known = made.get(part)
    if (known !== undefined) return known
    const [name, of] = PARTS[part]
    const key = keyOf(fields.find((field) => field.name === name)!, records, of)
    made.set(part, key)
    return key
  }
  const has = (part: Part) => fields.some(({ name }) => name === PARTS[part][0])
  const rules = RULES.map((lines) => lines.filter((parts) => parts.every(has))).filter((lines) => lines.length > 0).map((lines): Rule => ({
    rule: lines[0]!.map((part) => IN_WORDS[part]).join(' and '), keys: lines.map((parts) => () => parts.map(partKey).reduce(both)),
  }))
  const [forename, surname] = [fields.find(({ name }) => name === 'forename'), fields.find(({ name }) => name === 'surname')]
  if (forename === undefined || surname === undefined) return rules
  const eitherWay = () => bothEitherWay(forename, surname, records)
  const narrower = (['year', 'district', 'place'] as const).filter(has).map((part) => () => both(eitherWay(), partKey(part)))
  const after = rules.findIndex(({ rule }) => rule === IN_WORDS.birth)
  return rules.toSpliced(Math.max(0, after), 0, { rule: 'forename and surname, in either order', keys: [eitherWay, ...narrower] })
}

function keyOf(field: Field, records: number, of: (field: Field, value: number) => number): Key {
  const numbers = new Int32Array(field.size)
  for (let value = 0; value < numbers.length; value++) numbers[value] = of(field, value)
  const key = new Int32Array(records)
  for (let record = 0; record < records; record++) key[record] = field.codes[record]! < 0 ? 0 : numbers[field.codes[record]!]!
  return key
}

function beginning({ letters: { chars, starts } }: Field, value: number): number {
  let key = 0
  for (let at = starts[value]!, to = Math.min(starts[value + 1]!, at + 3); at < to; at++) key = mix(key + 1, chars[at]!)
  return key
}

/** Year, then the smaller and the larger of day and month. */
function birthEitherWay(packed: number): number {
  const month = Math.trunc(packed / 100) % 100
  const day = packed % 100
  return Math.trunc(packed / 10000) * 10000 + Math.min(month, day) * 100 + Math.max(month, day)
}

function both(one: Key, other: Key): Key {
  const key = new Int32Array(one.length)
  for (let record = 0; record < key.length; record++) key[record] = one[record] === 0 || other[record] === 0 ? 0 : mix(one[record]!, other[record]!)
  return key
}

function bothEitherWay(forename: Field, surname: Field, records: number): Key {
  const key = new Int32Array(records)
  for (let record = 0; record < records; record++) {
    const first = forename.codes[record]!
    const last = surname.codes[record]!
    if (first >= 0 && last >= 0) key[record] = first < last ? mix(first, last) : mix(last, first)
  }
  return key
}
