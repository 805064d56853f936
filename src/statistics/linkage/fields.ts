import { cleanLine, splitAddress } from './address.ts'
import { partOrder, readBirth } from './birth.ts'
import { cleanEmail, cleanPhone, cleanPostcode, postcodeAreas } from './contact.ts'
import { cleanName, splitName } from './names.ts'
import { nameFamilies, nameKin } from './nicknames.ts'
import type { NamedColumns, Role, Settings } from './roles.ts'
import { soundOf } from './similarity.ts'
import { Dictionary, fold, hashText, isNothing, type Letters, lettersOf, listed, recode, renumbered, sharedInts, type TextColumn } from './text.ts'

export const KINDS = ['forename', 'surname', 'names', 'birth', 'postcode', 'phone', 'email', 'identifier', 'text', 'number', 'category'] as const
export type Kind = (typeof KINDS)[number]

/**
 * One thing compared between two records, its values numbered. `codes[record]`: its value, or -1. `letters`: the text of each value.
 * `marks`: what a kind needs to know of each value (families of nicknames, sector and district, digits of a date, words).
 * `shared`: members of one household have it in common.
 */
export type Field = { name: string; kind: Kind; shared: boolean; codes: Int32Array; size: number; letters: Letters; marks: readonly Int32Array[] }

/** One file: how many records, and its columns by name. */
export type LinkTable = { records: number; columns: NamedColumns }
export type LinkFile = { table: LinkTable; settings: Settings }

type Cleaned = Map<Role, TextColumn>

/** The fields that the files have in common, cleaned, all files' records one after the other. `which`: only these, for a thread that prepares a part. */
export function prepareFields(files: readonly LinkFile[], which: readonly Role[] = COMPARED.map(([role]) => role)): Field[] {
  const each = files.map(({ table, settings }) => cleanTable(table, settings, new Set(which)))
  const names = new Dictionary()
  const found: { name: Role; kind: Kind; shared: boolean; codes: Int32Array; dictionary: Dictionary }[] = []
  for (const [name, kind, shared] of COMPARED) {
    if (!which.includes(name) || !each.every((cleaned) => cleaned.has(name))) continue
    const dictionary = name === 'forename' || name === 'surname' ? names : new Dictionary()
    const codes = stack(each.map((cleaned) => (files.length === 1 && dictionary !== names ? adopt(cleaned.get(name)!, dictionary) : recode(cleaned.get(name)!, (text) => text, dictionary))))
    if (codes.some((code) => code >= 0)) found.push({ name, kind, shared, codes, dictionary })
  }
  const codesOf = (role: Role) => found.find(({ name }) => name === role)?.codes
  placeSingleNames(codesOf('forename'), codesOf('surname'), names.values.length)
  const nameLetters = lettersOf(names.values)
  return found.map(({ dictionary, ...field }) =>
    ({ ...field, size: dictionary.values.length, letters: dictionary === names ? nameLetters : lettersOf(dictionary.values), marks: marksOf(field.kind, dictionary.values) }))
}

/** Fields in two halves of about the same work, for two threads; address parts stay together, for one column may give several. */
export const PEOPLE: readonly Role[] = ['forename', 'surname', 'otherNames', 'birth', 'gender', 'occupation', 'identifier', 'phone', 'email']
export const PLACES: readonly Role[] = ['building', 'street', 'addressLine', 'locality', 'region', 'postcode', 'premises']

/** Fields in the order compared and shown. */
export const inOrder = (fields: readonly Field[]) => COMPARED.flatMap(([role]) => fields.filter(({ name }) => name === role))

/** The texts of a single file's column are distinct already. */
function adopt(column: TextColumn, dictionary: Dictionary): TextColumn {
  for (let value = 0; value < column.size; value++) dictionary.values.push(column.at(value))
  return column
}

/** A name standing alone moves to the column where records with both names mostly have it. Both columns number their names alike. */
function placeSingleNames(first: Int32Array | undefined, last: Int32Array | undefined, names: number) {
  if (first === undefined || last === undefined) return
  const asFirst = new Int32Array(names)
  const asLast = new Int32Array(names)
  for (let record = 0; record < first.length; record++) {
    if (first[record]! < 0 || last[record]! < 0) continue
    asFirst[first[record]!]!++
    asLast[last[record]!]!++
  }
  for (let record = 0; record < first.length; record++) {
    const [one, other] = [first[record]!, last[record]!]
    if (other < 0 && one >= 0 && asLast[one]! > 2 * asFirst[one]!) [first[record], last[record]] = [-1, one]
    else if (one < 0 && other >= 0 && asFirst[other]! > 2 * asLast[other]!) [first[record], last[record]] = [other, -1]
  }
}

/** What is compared, in the order shown. */
const COMPARED: readonly (readonly [Role, Kind, boolean])[] = [
  ['forename', 'forename', false], ['surname', 'surname', true], ['otherNames', 'names', false], ['birth', 'birth', false], ['gender', 'category', false], ['occupation', 'text', false],
  ['identifier', 'identifier', false], ['building', 'number', true], ['street', 'text', true], ['addressLine', 'text', true], ['locality', 'text', true], ['region', 'category', true],
  ['postcode', 'postcode', true], ['premises', 'category', true], ['phone', 'phone', true], ['email', 'email', true],
]

function stack(parts: readonly TextColumn[]): Int32Array {
  const codes = sharedInts(parts.reduce((sum, part) => sum + part.codes.length, 0))
  let at = 0
  for (const part of parts) {
    codes.set(part.codes, at)
    at += part.codes.length
  }
  return codes
}

function cleanTable({ records, columns }: LinkTable, { columns: chosen }: Settings, wanted: ReadonlySet<Role>): Cleaned {
  const cleaned: Cleaned = new Map()
  const column = (name: string) => {
    const found = columns.get(name)
    if (found === undefined) throw new RangeError(`There is no column “${name}”. The columns are: ${[...columns.keys()].join(', ')}.`)
    return found
  }
  const take = (role: Role, clean: (text: string) => string | null) => {
    const given = chosen[role]
    if (wanted.has(role) && given !== undefined && given.length > 0) cleaned.set(role, firstKnown(given.map((name) => recode(column(name), clean)), records))
  }
  const known = (text: string) => { const folded = fold(text); return isNothing(folded) ? null : folded }
  take('forename', cleanName)
  take('surname', cleanName)
  take('otherNames', cleanName)
  if (wanted.has('forename')) takeFullName(cleaned, (chosen.fullName ?? []).map(column), records)
  if (wanted.has('birth')) takeBirth(cleaned, chosen, column, records)
  take('gender', (text) => GENDER[fold(text)] ?? known(text))
  take('occupation', known)
  take('identifier', (text) => known(text)?.replaceAll(' ', '') ?? null)
  take('building', cleanLine)
  take('street', cleanLine)
  take('addressLine', cleanLine)
  take('locality', cleanLine)
  take('region', cleanLine)
  take('postcode', cleanPostcode)
  take('premises', (text) => known(text)?.replace(/^0+/, '') ?? null)
  take('phone', cleanPhone)
  take('email', cleanEmail)
  if (wanted.has('street')) takeAddress(cleaned, (chosen.address ?? []).map(column), records)
  return cleaned
}

const GENDER: Record<string, string> = { m: 'male', male: 'male', man: 'male', boy: 'male', f: 'female', female: 'female', woman: 'female', girl: 'female', w: 'female', u: '', i: '', n: '' }

function firstKnown(parts: readonly TextColumn[], records: number): TextColumn {
  if (parts.length === 1) return parts[0]!
  const dictionary = new Dictionary()
  const numbered = parts.map((part) => recode(part, (text) => text, dictionary))
  const codes = new Int32Array(records).fill(-1)
  for (let record = 0; record < records; record++) codes[record] = numbered.find((part) => part.codes[record]! >= 0)?.codes[record] ?? -1
  return listed(dictionary.values, codes)
}

function takeFullName(cleaned: Cleaned, [full]: readonly TextColumn[], records: number) {
  if (full === undefined) return
  const values = Array.from({ length: full.size }, (_, value) => full.at(value))
  const surnameFirst = values.filter((value) => value.includes(',')).length > values.length / 2
  const parts = values.map((value) => splitName(value, surnameFirst))
  if (!cleaned.has('forename') || !cleaned.has('surname')) {
    for (const role of ['forename', 'surname'] as const) {
      const dictionary = new Dictionary()
      const numbers = Int32Array.from(parts, (part) => (part[role] === null ? -1 : dictionary.number(part[role])))
      cleaned.set(role, listed(dictionary.values, renumbered(full.codes, numbers)))
    }
    if (!cleaned.has('otherNames')) {
      const dictionary = new Dictionary()
      const numbers = Int32Array.from(parts, ({ others }) => (others.length === 0 ? -1 : dictionary.number(others.join(' '))))
      cleaned.set('otherNames', listed(dictionary.values, renumbered(full.codes, numbers)))
    }
    return
  }
  if (cleaned.has('otherNames')) return
  const forename = cleaned.get('forename')!
  const surname = cleaned.get('surname')!
  const dictionary = new Dictionary()
  const codes = new Int32Array(records).fill(-1)
  for (let record = 0; record < records; record++) {
    if (full.codes[record]! < 0) continue
    const { forename: first, others, surname: last } = parts[full.codes[record]!]!
    const used = new Set([...words(forename, record), ...words(surname, record)])
    const left = [first, ...others, last].filter((word) => word !== null && !used.has(word))
    if (left.length > 0) codes[record] = dictionary.number(left.join(' '))
  }
  cleaned.set('otherNames', listed(dictionary.values, codes))
}

const words = ({ at, codes }: TextColumn, record: number) => (codes[record]! < 0 ? [] : at(codes[record]!).split(' '))

function takeBirth(cleaned: Cleaned, chosen: Settings['columns'], column: (name: string) => TextColumn, records: number) {
  const whole = (chosen.birth ?? []).map(column)
  if (whole.length > 0) {
    cleaned.set('birth', firstKnown(whole.map((part) => {
      const order = partOrder(Array.from({ length: Math.min(5000, part.size) }, (_, value) => part.at(value)))
      return recode(part, (text) => readBirth(text, order)?.toString() ?? null)
    }), records))
    return
  }
  const [year] = (chosen.birthYear ?? []).map(column)
  if (year === undefined) return
  const [month] = (chosen.birthMonth ?? []).map(column)
  const [day] = (chosen.birthDay ?? []).map(column)
  const part = (from: TextColumn | undefined, record: number) => (from === undefined || from.codes[record]! < 0 ? 0 : Number(from.at(from.codes[record]!)) || 0)
  const dictionary = new Dictionary()
  const codes = new Int32Array(records).fill(-1)
  for (let record = 0; record < records; record++) {
    const packed = part(year, record) * 10000 + part(month, record) * 100 + part(day, record)
    if (packed > 10_000_000 && packed < 30_000_000) codes[record] = dictionary.number(String(packed))
  }
  cleaned.set('birth', listed(dictionary.values, codes))
}

function takeAddress(cleaned: Cleaned, given: readonly TextColumn[], records: number) {
  if (given.length === 0) return
  const whole = given.length === 1 ? given[0]! : joinLines(given, records)
  const parts = Array.from({ length: whole.size }, (_, value) => splitAddress(whole.at(value)))
  for (const [role, part] of [['building', 'building'], ['street', 'street'], ['addressLine', 'rest'], ['postcode', 'postcode']] as const) {
    const dictionary = new Dictionary()
    const numbers = Int32Array.from(parts, (found) => (found[part] === null ? -1 : dictionary.number(found[part])))
    const fromAddress = listed(dictionary.values, renumbered(whole.codes, numbers))
    const own = cleaned.get(role)
    if (own !== undefined) cleaned.set(role, firstKnown([own, fromAddress], records))
    else if (fromAddress.codes.some((code) => code >= 0)) cleaned.set(role, fromAddress)
  }
}

function joinLines(lines: readonly TextColumn[], records: number): TextColumn {
  const dictionary = new Dictionary()
  const codes = new Int32Array(records).fill(-1)
  for (let record = 0; record < records; record++) {
    const held = lines.filter((line) => line.codes[record]! >= 0).map((line) => line.at(line.codes[record]!))
    if (held.length > 0) codes[record] = dictionary.number(held.join(', '))
  }
  return listed(dictionary.values, codes)
}

function marksOf(kind: Kind, values: readonly string[]): Int32Array[] {
  const mark = (of: (value: string) => number) => {
    const marks = sharedInts(values.length)
    for (let value = 0; value < marks.length; value++) marks[value] = of(values[value]!)
    return marks
  }
  switch (kind) {
    case 'forename': {
      const families = values.map((value) => nameFamilies(value.split(' ')[0]!))
      const family = (place: number) => { const marks = sharedInts(values.length); families.forEach((own, value) => { marks[value] = own[place] ?? -1 }); return marks }
      return [family(0), family(1), family(2), mark((value) => hashText(value.split(' ')[0]!)), mark((value) => hashText(soundOf(value))), mark((value) => nameKin(value.split(' ')[0]!))]
    }
    case 'surname': return [mark((value) => hashText(soundOf(value.replaceAll(' ', '')))), ...wordMarks(values)]
    case 'names': case 'text': case 'number': return wordMarks(values)
    case 'birth': return [mark(Number)]
    case 'postcode': {
      const areas = values.map(postcodeAreas)
      const part = (which: 'sector' | 'district') => { const marks = sharedInts(values.length); areas.forEach((area, value) => { marks[value] = area === null ? 0 : hashText(area[which]) }); return marks }
      return [part('sector'), part('district')]
    }
    case 'email': return [mark((value) => (/\d/.test(value.slice(0, value.lastIndexOf('@'))) ? hashText(value.slice(0, value.lastIndexOf('@'))) : 0)), mark((value) => value.lastIndexOf('@') + 1)]
    case 'phone': return [mark((value) => Number(value.slice(-7)))]
    case 'identifier': case 'category': return []
  }
}

/** First place of each value's words in a list of word numbers, and that list; value i's words lie from marks[0][i] up to marks[0][i + 1]. */
function wordMarks(values: readonly string[]): [Int32Array, Int32Array] {
  const starts = sharedInts(values.length + 1)
  const all: number[] = []
  for (let value = 0; value < values.length; value++) {
    for (const word of values[value]!.split(' ')) all.push(hashText(word))
    starts[value + 1] = all.length
  }
  const list = sharedInts(Math.max(1, all.length))
  list.set(all)
  return [starts, list]
}
