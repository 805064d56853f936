import { splitAddress } from '../../statistics/linkage/address.ts'
import { readBirth } from '../../statistics/linkage/birth.ts'
import { cleanEmail, cleanPhone, cleanPostcode } from '../../statistics/linkage/contact.ts'
import { cleanName } from '../../statistics/linkage/names.ts'
import { soundOf } from '../../statistics/linkage/similarity.ts'
import { fold } from '../../statistics/linkage/text.ts'

export const ENTRY_KINDS = ['person', 'organisation', 'place'] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]

export const FACT_KINDS = ['name', 'alias', 'birth', 'gender', 'phone', 'email', 'address', 'home area', 'language', 'vehicle', 'identifier', 'premises', 'need'] as const
export type FactKind = (typeof FACT_KINDS)[number]

/** As far as read: { forename, surname } of a name; { postcode, building, street } of an address; { uprn, ward, easting, northing } of a place. */
export type FactParts = Readonly<Record<string, string>>

const known = (parts: Record<string, string | null>): FactParts => Object.fromEntries(Object.entries(parts).filter((part): part is [string, string] => Boolean(part[1])))

/** What a fact's value is made of, where nobody has said: forename and surname of a name as it is written, postcode, building and street of an address. */
export function partsOf(kind: FactKind, value: string): FactParts {
  if (kind === 'name' || kind === 'alias') {
    const words = value.trim().split(/\s+/)
    return words.length < 2 ? {} : { forename: words.slice(0, -1).join(' '), surname: words.at(-1)! }
  }
  if (kind !== 'address' && kind !== 'premises') return {}
  const { building, street, postcode } = splitAddress(value)
  return known({ building, street, postcode: postcode?.toUpperCase().replace(/^(.+)(.{3})$/, '$1 $2') ?? null })
}

const namedWords = (value: string) => (cleanName(value) ?? fold(value)).split(' ').filter(Boolean)
const sounds = (words: readonly string[]) => words.filter((word) => word.length > 2 && !/\d/.test(word)).map((word) => `snd:${soundOf(word)}`)
const closed = (text: string) => fold(text).replaceAll(' ', '')
/** A text from its first word, from its second, and so on: so that “the crown” is found as “crown”. */
const beginnings = (folded: string) => folded.split(' ').slice(0, 6).map((_, from, words) => words.slice(from).join(' '))

/** A date of birth as it is searched for: the day, or the year where only that is known. */
export function birthWord(value: string): string | null {
  const packed = readBirth(value, 'day first')
  if (packed === null) return null
  const [year, month, day] = [Math.trunc(packed / 10_000), Math.trunc(packed / 100) % 100, packed % 100]
  return month === 0 ? `dob:${year}` : `dob:${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** The words under which a fact is found: a name's bare, every other kind's behind a mark of its kind. */
export function wordsOf(kind: FactKind, value: string, parts: FactParts = {}): string[] {
  const words = (): (string | null | undefined | false)[] => {
    switch (kind) {
      case 'name':
      case 'alias': {
        const named = namedWords(value)
        return [...named, ...sounds(named)]
      }
      case 'birth':
        return [birthWord(value)]
      case 'phone':
        return [`tel:${cleanPhone(value) ?? closed(value)}`]
      case 'email':
        return [`mail:${cleanEmail(value) ?? value.trim().toLowerCase()}`]
      case 'vehicle':
        return [`reg:${closed(value)}`]
      case 'identifier':
        return [`id:${closed(value)}`]
      case 'address':
      case 'premises': {
        const read = { ...partsOf(kind, value), ...parts }
        const street = read.street && fold(read.street)
        const first = fold(value.split(/[,;\n]/)[0]!)
        return [
          read.postcode && `pc:${cleanPostcode(read.postcode)}`, read.uprn && `uprn:${closed(read.uprn)}`,
          street && read.building && `at:${fold(read.building)} ${street}`, street && `at:${street}`, ...beginnings(first).map((text) => text && `at:${text}`),
        ]
      }
      default:
        return []
    }
  }
  return [...new Set(words().filter((word) => typeof word === 'string' && word.length > 0 && !word.endsWith(':')).map((word) => (word as string).slice(0, 200)))]
}

/** What somebody searches for. Every part that is given must be found. */
export type Wanted = { name?: string | null; birth?: string | null; contact?: string | null; postcode?: string | null; place?: string | null }

/** One thing that must be found: a word exactly, or a beginning. */
export type Sought = { word: string; begins: boolean }

/** What to look for in the words. `sounds`: the same with names by their sound, for what is spelt otherwise. */
export function soughtOf({ name, birth, contact, postcode, place }: Wanted): { spelt: Sought[]; sounding: Sought[] } {
  const named = name ? namedWords(name) : []
  const number = contact && (contact.includes('@') ? `mail:${cleanEmail(contact) ?? contact.trim().toLowerCase()}` : `tel:${cleanPhone(contact) ?? closed(contact)}`)
  const exact: (string | null | undefined | '')[] = [birth && (birthWord(birth) ?? 'dob:none'), number]
  const others: Sought[] = [
    ...exact.filter((word) => typeof word === 'string' && word !== '').map((word) => ({ word: word as string, begins: false })),
    ...(postcode ? [{ word: `pc:${cleanPostcode(postcode) ?? closed(postcode)}`, begins: true }] : []),
    ...(place ? [{ word: `at:${placeWords(place)}`, begins: true }] : []),
  ]
  return {
    spelt: [...named.map((word) => ({ word, begins: true })), ...others],
    sounding: named.length > 0 ? [...sounds(named).map((word) => ({ word, begins: false })), ...others] : [],
  }
}

/** A place as its words begin: the number and the street where both can be read, else what was typed. */
function placeWords(place: string): string {
  const { building, street } = splitAddress(place)
  return building && street ? `${building} ${street}` : (street ?? fold(place))
}
