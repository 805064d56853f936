import { fold, isNothing } from './text.ts'

export type AddressParts = { building: string | null; street: string | null; rest: string | null; postcode: string | null }

const POSTCODE = /\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\s*$/i
const SHORT = new Map(Object.entries({
  rd: 'road', st: 'street', ave: 'avenue', av: 'avenue', cl: 'close', ln: 'lane', dr: 'drive', ct: 'court', pl: 'place', gdns: 'gardens', gdn: 'gardens', cres: 'crescent', cresc: 'crescent',
  ter: 'terrace', terr: 'terrace', sq: 'square', gr: 'grove', grv: 'grove', pk: 'park', hse: 'house', est: 'estate', apt: 'flat', apartment: 'flat', apmnt: 'flat', unit: 'flat', bldg: 'building', bldgs: 'buildings',
}))
const STREET = new Set(('road street avenue close lane drive court place gardens crescent terrace square grove park way walk hill row mews rise view green parade circus quay wharf broadway mount end '
  + 'yard path crossing circuit').split(' '))

/** One line of an address in words, common short forms written out. */
export function cleanLine(text: string): string | null {
  const folded = fold(text)
  if (isNothing(folded)) return null
  if (folded.length > 40 || !folded.includes(' ')) return folded
  return folded.split(' ').map((word) => SHORT.get(word) ?? word).join(' ')
}

/** A number, or a number with one letter after it. */
function isNumber(word: string): boolean {
  const first = word.charCodeAt(0)
  if (first < 48 || first > 57) return false
  for (let at = 1; at < word.length; at++) {
    const code = word.charCodeAt(at)
    if (code < 48 || code > 57) return at === word.length - 1 && code >= 97 && code <= 122
  }
  return true
}

/**
 * An address on one or several lines (commas between) in parts: numbers (flat and house, in the order written), the street's words, what follows, and a postcode
 * written at its end.
 */
export function splitAddress(text: string): AddressParts {
  const found = text.length > 6 && /\d[a-z]{2}\s*$/i.test(text) ? POSTCODE.exec(text) : null
  const lines = (found ? text.slice(0, found.index) : text).split(/[,;\n]/).map(cleanLine).filter((line) => line !== null).map((line) => line.split(' '))
  const named = lines.findIndex((line) => line.some((word) => STREET.has(word)))
  const at = Math.max(0, named >= 0 ? named : lines.findIndex((line) => line.some(isNumber)))
  const numbers: string[] = []
  for (let line = 0; line <= at && line < lines.length; line++) for (const word of lines[line]!) if (isNumber(word)) numbers.push(word)
  return {
    building: numbers.length === 0 ? null : numbers.join(' '),
    street: wordsOnly(lines.slice(at, at + 1)) ?? wordsOnly(lines.slice(0, 1)),
    rest: wordsOnly(lines.slice(at + 1)),
    postcode: found ? (found[1]! + found[2]!).toLowerCase() : null,
  }
}

const wordsOnly = (lines: readonly (readonly string[])[]) => lines.flat().filter((word) => word !== 'flat' && !isNumber(word)).join(' ') || null
