const NOT_ASCII = /[^\x00-\x7f]/
const MARKS = /\p{M}+/gu
const APART: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }

const isPlain = (code: number) => (code >= 97 && code <= 122) || (code >= 48 && code <= 57)

/** Letters and digits in lower case with single spaces: accents taken off, apostrophes closed up, other punctuation a space. */
export function fold(text: string): string {
  const lower = NOT_ASCII.test(text) ? foldMarks(text) : text.toLowerCase()
  let folded = ''
  let from = 0
  let gap = false
  for (let at = 0; at <= lower.length; at++) {
    const code = at < lower.length ? lower.charCodeAt(at) : 32
    if (isPlain(code) || code > 127) continue
    if (at > from) {
      folded += gap && folded !== '' ? ` ${lower.slice(from, at)}` : lower.slice(from, at)
      gap = false
    }
    if (code !== 39 && code !== 96) gap = true
    from = at + 1
  }
  return folded
}

const foldMarks = (text: string) =>
  text.normalize('NFKD').replace(MARKS, '').toLowerCase().replace(/[\u2018\u2019\u02bc]/g, '').replace(/[ßæœøłđðþı]/g, (letter) => APART[letter]!)

/** Words that stand where a value is not known, in any column. */
const NOTHING = new Set([
  'na', 'n a', 'nan', 'null', 'none', 'nil', 'unknown', 'unk', 'not known', 'notknown', 'not given', 'not stated', 'not provided', 'not recorded', 'not available',
  'refused', 'declined', 'withheld', 'anonymous', 'anon', 'occupier', 'the occupier', 'resident', 'the resident', 'householder', 'police', 'police officer', 'council', 'n k', 'nk',
  'tbc', 'tba', 'missing', 'blank', 'test', 'no name', 'no fixed abode', 'nfa', 'not applicable', 'unspecified', 'undisclosed', 'x', 'xx', 'xxx', 'xxxx',
])

/** True of a folded value that says only that nothing is known. */
export const isNothing = (folded: string) => folded.length < 17 && (folded === '' || NOTHING.has(folded))

/** Bytes in UTF-8 of many texts end to end, in memory that threads share; text i lies from starts[i] up to starts[i + 1]. */
export type SharedTexts = { bytes: Uint8Array; starts: Int32Array }

/** Distinct texts of one column and which of them each record holds: `codes[record]`, -1 where a record holds none. `shared`: where its texts lie, when threads can read them. */
export type TextColumn = { size: number; at: (value: number) => string; codes: Int32Array; shared?: SharedTexts }

export const listed = (values: readonly string[], codes: Int32Array): TextColumn => ({ size: values.length, at: (value) => values[value]!, codes })

export function textsOf(shared: SharedTexts, codes: Int32Array): TextColumn {
  const buffer = Buffer.from(shared.bytes.buffer)
  return { size: shared.starts.length - 1, at: (value) => buffer.toString('utf8', shared.starts[value], shared.starts[value + 1]), codes, shared }
}

/** Gives each distinct text a number, in the order first met. */
export class Dictionary {
  readonly values: string[] = []
  readonly #numbers = new Map<string, number>()

  number(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.values.length)
    return this.values.push(text) - 1
  }
}

/** The same column with every distinct text passed through `clean` once; null is nothing known. */
export function recode(column: TextColumn, clean: (text: string) => string | null, dictionary = new Dictionary()): TextColumn {
  const numbers = new Int32Array(column.size)
  for (let value = 0; value < numbers.length; value++) {
    const cleaned = clean(column.at(value))
    numbers[value] = cleaned === null ? -1 : dictionary.number(cleaned)
  }
  return listed(dictionary.values, renumbered(column.codes, numbers))
}

/** Every record's value by its new number; -1 stays. */
export function renumbered(codes: Int32Array, numbers: Int32Array): Int32Array {
  const renewed = new Int32Array(codes.length)
  for (let record = 0; record < renewed.length; record++) renewed[record] = codes[record]! < 0 ? -1 : numbers[codes[record]!]!
  return renewed
}

/** Letters of many texts end to end; text i lies from starts[i] up to starts[i + 1]; masks[i] has a bit for each letter (by its code modulo 32) in the first 31. Memory that threads can share. */
export type Letters = { chars: Uint16Array; starts: Uint32Array; masks: Int32Array }

export function lettersOf(values: readonly string[]): Letters {
  const starts = new Uint32Array(new SharedArrayBuffer(4 * (values.length + 1)))
  for (let value = 0; value < values.length; value++) starts[value + 1] = starts[value]! + values[value]!.length
  const chars = new Uint16Array(new SharedArrayBuffer(2 * Math.max(1, starts[values.length]!)))
  const masks = sharedInts(values.length)
  for (let value = 0; value < values.length; value++) {
    const text = values[value]!
    let mask = 0
    for (let at = 0, to = starts[value]!; at < text.length; at++, to++) {
      const code = text.charCodeAt(at)
      chars[to] = code
      if (at < 31) mask |= 1 << (code & 31)
    }
    masks[value] = mask
  }
  return { chars, starts, masks }
}

/** One text out of a store of letters. */
export const textAt = ({ chars, starts }: Letters, value: number) => String.fromCharCode(...chars.subarray(starts[value], starts[value + 1]))

/** Numbers in memory that threads can share. */
export const sharedInts = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length))

/** A 32-bit number of a text (FNV-1a), never 0. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash === 0 ? 1 : hash
}
