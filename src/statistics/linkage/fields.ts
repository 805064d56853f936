import { cleanLine, splitAddress } from './address.ts'
import { partOrder, readBirth } from './birth.ts'
import { cleanEmail, cleanPhone, cleanPostcode, postcodeAreas } from './contact.ts'
import { cleanName, splitName } from './names.ts'
import { nameFamilies, nameKin } from './nicknames.ts'
import type { NamedColumns, Role, Settings } from './roles.ts'
import { soundOf } from './similarity.ts'
import { Dictionary, fold, hashText, isNothing, type Letters, lettersOf, recode, sharedInts, type TextColumn } from './text.ts'

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

type Cleaned = Map<Role, TextColumn>

/** The fields that the files have in common, cleaned, all files' records one after the other. Fields empty in nine records of ten or more with nothing repeated are left out. */
export function prepareFields(files: readonly { table: LinkTable; settings: Settings }[]): { fields: Field[]; texts: Map<string, readonly string[]> } {
  const each = files.map(({ table, settings }) => cleanTable(table, settings))
  const fields: Field[] = []
  const texts = new Map<string, readonly string[]>()
  const names = new Dictionary()
  for (const [role, kind, shared] of COMPARED) {
    if (!each.every((cleaned) => cleaned.has(role))) continue
    const dictionary = role === 'forename' || role === 'surname' ? names : new Dictionary()
    const joined = stack(each.map((cleaned) => recode(cleaned.get(role)!, (text) => text, dictionary)))
    if (joined.every((code) => code < 0)) continue
    texts.set(role, dictionary.values)
    fields.push({ name: role, kind, shared, codes: joined, size: 0, letters: { chars: new Uint16Array(0), starts: new Uint32Array(0) }, marks: [] })
  }
  placeSingleNames(fields, names.values.length)
  return {
    texts,
    fields: fields.map((field) => {
      const values = texts.get(field.name)!
      return { ...field, size: values.length, letters: lettersOf(values), marks: marksOf(field.kind, values) }
    }),
  }
}

/** A name standing alone moves to the column where records with both names mostly have it. Both columns number their names alike. */
function placeSingleNames(fields: readonly Field[], names: number) {
  const first = fields.find(({ name }) => name === 'forename')?.codes
  const last = fields.find(({ name }) => name === 'surname')?.codes
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

function cleanTable({ records, columns }: LinkTable, { columns: chosen }: Settings): Cleaned {
  const cleaned: Cleaned = new Map()
  const column = (name: string) => {
    const found = columns.get(name)
    if (found === undefined) throw new RangeError(`There is no column “${name}”. The columns are: ${[...columns.keys()].join(', ')}.`)
    return found
  }
  const take = (role: Role, clean: (text: string) => string | null) => {
    const given = chosen[role]
    if (given !== undefined && given.length > 0) cleaned.set(role, firstKnown(given.map((name) => recode(column(name), clean)), records))
  }
  const known = (text: string) => { const folded = fold(text); return isNothing(folded) ? null : folded }
  take('forename', cleanName)
  take('surname', cleanName)
  take('otherNames', cleanName)
  takeFullName(cleaned, (chosen.fullName ?? []).map(column), records)
  takeBirth(cleaned, chosen, column, records)
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
  takeAddress(cleaned, (chosen.address ?? []).map(column), records)
  return cleaned
}

const GENDER: Record<string, string> = { m: 'male', male: 'male', man: 'male', boy: 'male', f: 'female', female: 'female', woman: 'female', girl: 'female', w: 'female', u: '', i: '', n: '' }

function firstKnown(parts: readonly TextColumn[], records: number): TextColumn {
  if (parts.length === 1) return parts[0]!
  const dictionary = new Dictionary()
  const numbered = parts.map((part) => recode(part, (text) => text, dictionary))
  const codes = new Int32Array(records).fill(-1)
  for (let record = 0; record < records; record++) codes[record] = numbered.find((part) => part.codes[record]! >= 0)?.codes[record] ?? -1
  return { values: dictionary.values, codes }
}

function takeFullName(cleaned: Cleaned, [full]: readonly TextColumn[], records: number) {
  if (full === undefined) return
  const surnameFirst = full.values.filter((value) => value.includes(',')).length > full.values.length / 2
  const parts = full.values.map((value) => splitName(value, surnameFirst))
  if (!cleaned.has('forename') || !cleaned.has('surname')) {
    for (const role of ['forename', 'surname'] as const) {
      const dictionary = new Dictionary()
      const numbers = parts.map((part) => (part[role] === null ? -1 : dictionary.number(part[role])))
      cleaned.set(role, { values: dictionary.values, codes: full.codes.map((code) => (code < 0 ? -1 : numbers[code]!)) })
    }
    if (!cleaned.has('otherNames')) {
      const dictionary = new Dictionary()
      const numbers = parts.map(({ others }) => (others.length === 0 ? -1 : dictionary.number(others.join(' '))))
      cleaned.set('otherNames', { values: dictionary.values, codes: full.codes.map((code) => (code < 0 ? -1 : numbers[code]!)) })
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
  cleaned.set('otherNames', { values: dictionary.values, codes })
}

const words = ({ values, codes }: TextColumn, record: number) => (codes[record]! < 0 ? [] : values[codes[record]!]!.split(' '))

function takeBirth(cleaned: Cleaned, chosen: Settings['columns'], column: (name: string) => TextColumn, records: number) {
  const whole = (chosen.birth ?? []).map(column)
  if (whole.length > 0) {
    cleaned.set('birth', firstKnown(whole.map((part) => {
      const order = partOrder(part.values)
      return recode(part, (text) => readBirth(text, order)?.toString() ?? null)
    }), records))
    return
  }
  const [year] = (chosen.birthYear ?? []).map(column)
  if (year === undefined) return
  const [month] = (chosen.birthMonth ?? []).map(column)
  const [day] = (chosen.birthDay ?? []).map(column)
  const part = (from: TextColumn | undefined, record: number) => (from === undefined || from.codes[record]! < 0 ? 0 : Number(from.values[from.codes[record]!]) || 0)
  const dictionary = new Dictionary()
  const codes = new Int32Array(records).fill(-1)
  for (let record = 0; record < records; record++) {
    const packed = part(year, record) * 10000 + part(month, record) * 100 + part(day, record)
    if (packed > 10_000_000 && packed < 30_000_000) codes[record] = dictionary.number(String(packed))
  }
  cleaned.set('birth', { values: dictionary.values, codes })
}

function takeAddress(cleaned: Cleaned, given: readonly TextColumn[], records: number) {
  if (given.length === 0) return
  const whole = given.length === 1 ? given[0]! : joinLines(given, records)
  const parts = whole.values.map(splitAddress)
  for (const [role, part] of [['building', 'building'], ['street', 'street'], ['addressLine', 'rest'], ['postcode', 'postcode']] as const) {
    const dictionary = new Dictionary()
    const numbers = parts.map((found) => (found[part] === null ? -1 : dictionary.number(found[part])))
    const fromAddress = { values: dictionary.values, codes: whole.codes.map((code) => (code < 0 ? -1 : numbers[code]!)) }
    const own = cleaned.get(role)
    if (own !== undefined) cleaned.set(role, firstKnown([own, fromAddress], records))
    else if (fromAddress.codes.some((code) => code >= 0)) cleaned.set(role, fromAddress)
  }
}

function joinLines(lines: readonly TextColumn[], records: number): TextColumn {
  const dictionary = new Dictionary()
  const codes = new Int32Array(records).fill(-1)
  for (let record = 0; record < records; record++) {
    const held = lines.filter((line) => line.codes[record]! >= 0).map((line) => line.values[line.codes[record]!]!)
    if (held.length > 0) codes[record] = dictionary.number(held.join(', '))
  }
  return { values: dictionary.values, codes }
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
    case 'email': return [mark((value) => hashText(value.slice(0, value.lastIndexOf('@'))))]
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
