import { fold, isNothing } from './text.ts'

export type AddressParts = { building: string | null; street: string | null; rest: string | null; postcode: string | null }

const POSTCODE = /\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\s*$/i
const SHORT: Record<string, string> = {
  rd: 'road', st: 'street', ave: 'avenue', av: 'avenue', cl: 'close', ln: 'lane', dr: 'drive', ct: 'court', pl: 'place', gdns: 'gardens', gdn: 'gardens', cres: 'crescent', cresc: 'crescent',
  ter: 'terrace', terr: 'terrace', sq: 'square', gr: 'grove', grv: 'grove', pk: 'park', hse: 'house', est: 'estate', apt: 'flat', apartment: 'flat', apmnt: 'flat', unit: 'flat', bldg: 'building', bldgs: 'buildings',
}
const STREET = /\b(road|street|avenue|close|lane|drive|court|place|gardens|crescent|terrace|square|grove|park|way|walk|hill|row|mews|rise|view|green|parade|circus|quay|wharf|broadway|mount|end|yard|path|crossing|circuit)\b/

/** One line of an address in words, common short forms written out. */
export function cleanLine(text: string): string | null {
  const folded = fold(text)
  if (isNothing(folded)) return null
  if (folded.length > 40) return folded
  return folded.split(' ').map((word) => SHORT[word] ?? word).join(' ')
}

/**
 * An address on one or several lines (commas between) in parts: numbers (flat and house, in the order written), the street's words, what follows, and a postcode
 * written at its end.
 */
export function splitAddress(text: string): AddressParts {
  const found = POSTCODE.exec(text)
  const lines = (found ? text.slice(0, found.index) : text).split(/[,;\n]+/).map(cleanLine).filter((line) => line !== null)
  const named = lines.findIndex((line) => STREET.test(line))
  const at = named >= 0 ? named : lines.findIndex((line) => /\d/.test(line))
  const upTo = at < 0 ? 0 : at
  const numbers = lines.slice(0, upTo + 1).join(' ').match(/\b\d+[a-z]?\b/g)
  return {
    building: numbers === null ? null : numbers.join(' '),
    street: wordsOnly(lines[upTo]) ?? wordsOnly(lines[0]),
    rest: wordsOnly(lines.slice(upTo + 1).join(' ')),
    postcode: found ? (found[1]! + found[2]!).toLowerCase() : null,
  }
}

const wordsOnly = (line: string | undefined) => line?.split(' ').filter((word) => !/^\d+[a-z]?$/.test(word) && word !== 'flat').join(' ') || null
