import type { Letters } from './text.ts'

const LONGEST = 31

/**
 * Jaro–Winkler similarity, 0 to 1, of texts `a` and `b` of one or two stores of letters: prefix of up to four letters, scale 0.1, no threshold.
 * Texts longer than 31 letters are compared by their first 31, so that one machine word marks the letters used. `aFrom`, `bFrom`: letters to leave out at the front.
 * Source: Winkler 1990; values checked against the published pairs (MARTHA and MARHTA .961, DIXON and DICKSONX .813, DWAYNE and DUANE .840).
 */
export function jaroWinkler({ chars: left, starts: leftStarts }: Letters, a: number, { chars: right, starts: rightStarts }: Letters, b: number, aFrom = 0, bFrom = 0): number {
  const aStart = leftStarts[a]! + aFrom
  const bStart = rightStarts[b]! + bFrom
  const aLength = Math.min(LONGEST, leftStarts[a + 1]! - aStart)
  const bLength = Math.min(LONGEST, rightStarts[b + 1]! - bStart)
  if (aLength === 0 || bLength === 0) return aLength === bLength ? 1 : 0
  const window = Math.max(0, (Math.max(aLength, bLength) >> 1) - 1)
  let aUsed = 0
  let bUsed = 0
  let matches = 0
  for (let i = 0; i < aLength; i++) {
    const letter = left[aStart + i]!
    const to = Math.min(bLength - 1, i + window)
    for (let j = Math.max(0, i - window); j <= to; j++) {
      if (right[bStart + j] === letter && (bUsed & (1 << j)) === 0) {
        aUsed |= 1 << i
        bUsed |= 1 << j
        matches++
        break
      }
    }
  }
  if (matches === 0) return 0
  let moved = 0
  for (let i = 0, j = 0; i < aLength; i++) {
    if ((aUsed & (1 << i)) === 0) continue
    while ((bUsed & (1 << j)) === 0) j++
    if (left[aStart + i] !== right[bStart + j]) moved++
    j++
  }
  const jaro = (matches / aLength + matches / bLength + (matches - moved / 2) / matches) / 3
  let prefix = 0
  while (prefix < 4 && prefix < aLength && prefix < bLength && left[aStart + prefix] === right[bStart + prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

/**
 * The same, or 0 where the letters that only one of the two texts has show that it cannot reach `least`: most pairs of names are settled without comparing them
 * letter by letter.
 */
export function jaroWinklerFrom(least: number, letters: Letters, a: number, b: number): number {
  const { chars, starts, masks } = letters
  const aStart = starts[a]!
  const bStart = starts[b]!
  const aLength = Math.min(LONGEST, starts[a + 1]! - aStart)
  const bLength = Math.min(LONGEST, starts[b + 1]! - bStart)
  const common = Math.min(aLength - bitsIn(masks[a]! & ~masks[b]!), bLength - bitsIn(masks[b]! & ~masks[a]!))
  let most = common <= 0 ? 0 : (common / aLength + common / bLength + 1) / 3
  if (chars[aStart] === chars[bStart]) most += 0.4 * (1 - most)
  return most < least ? 0 : jaroWinkler(letters, a, letters, b)
}

function bitsIn(mask: number): number {
  let bits = mask - ((mask >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** True when one letter put in, left out, changed or exchanged with its neighbour turns one text into the other. */
export function isOneEdit({ chars, starts }: Letters, a: number, b: number): boolean {
  let i = starts[a]!
  let j = starts[b]!
  let iEnd = starts[a + 1]!
  let jEnd = starts[b + 1]!
  if (Math.abs(iEnd - i - (jEnd - j)) > 1) return false
  while (i < iEnd && j < jEnd && chars[i] === chars[j]) { i++; j++ }
  while (iEnd > i && jEnd > j && chars[iEnd - 1] === chars[jEnd - 1]) { iEnd--; jEnd-- }
  const left = iEnd - i
  const right = jEnd - j
  if (left <= 1 && right <= 1) return true
  return left === 2 && right === 2 && chars[i] === chars[j + 1] && chars[i + 1] === chars[j]
}

/** How a name sounds, roughly: first letter, then consonants in Soundex's groups without repeats, six places, silent openings and endings of English names evened out. */
export function soundOf(name: string): string {
  const text = name.replace(/^(kn|gn|pn|wr)/, (two) => two[1]!).replace(/^mac(?=.{3})/, 'mc').replace(/^wh/, 'w').replace(/ph/g, 'f').replace(/ck/g, 'k').replace(/gh(?=[^aeiou]|$)/g, '')
  let sound = text.slice(0, 1)
  let last = GROUP[sound] ?? ''
  for (let at = 1; at < text.length && sound.length < 6; at++) {
    const group = GROUP[text[at]!] ?? ''
    if (group !== '' && group !== last) sound += group
    if (text[at] !== 'h' && text[at] !== 'w') last = group
  }
  return sound
}

const GROUP: Record<string, string> = {
  b: '1', f: '1', p: '1', v: '1', c: '2', g: '2', j: '2', k: '2', q: '2', s: '2', x: '2', z: '2', d: '3', t: '3', l: '4', m: '5', n: '5', r: '6',
}
