/** A code as a writer typed it before a title, and the title: "3.1.1e Work to…", "12. Tell…", "CS-04: Fit…", "KPA 2: Violence". */
export type Coded = { code: string; title: string }

const BULLET = /^[•·●▪■*‣–—-]\s+/
const DOTTED = /^\(?(\p{Lu}{0,3}\d+(?:\.\d+)+(?:\.?[a-z])?)\)?[.):]?(?:\s*[–—-])?\s+(?=\S)/u
const SINGLE = /^\(?(\p{Lu}{0,4}[-_ ]?\d+(?:\.?[a-z])?)(?:\)|[.):](?!\d)|\s+[–—-](?=\s))\s*(?=\S)/u
const LETTERED = /^(\p{Lu}{1,4}[-_]?\d+[a-z]?)\s+(?=\p{Lu})/u
const BARE = /^(\d{1,3}[a-z]?)\s+(?=\p{Lu})/u
const NOUN =
  'kpa|kpi|priority|objective|theme|aim|outcome|goal|strand|pillar|section|part|action|activity|commitment|work ?stream|target|recommendation'
const NAMED = new RegExp(
  `^(?:(?:strategic|key|our)\\s+)?(${NOUN})\\s+(\\p{Lu}?\\d+(?:\\.\\d+)*[a-z]?)\\s*(?:[:.)–—-]\\s*|\\s+(?=\\S)|$)`,
  'iu',
)

/**
 * The code at the head of a title. `bare` allows a figure with nothing but a space after it ("4 Promote…"), which is safe
 * only where the titles around it are numbered the same way.
 */
export function leadingCode(text: string, bare = false): Coded | null {
  const line = text.trimStart().replace(BULLET, '')
  const found = DOTTED.exec(line) ?? SINGLE.exec(line) ?? LETTERED.exec(line) ?? (bare ? BARE.exec(line) : null)
  if (!found || isYear(found[1]!) || isDate(found[1]!)) return null
  return { code: tidyCode(found[1]!), title: line.slice(found[0].length).trim() }
}

/** "KPA 3: Acquisitive crime", "Priority 2 - Violence": the noun, the code and the title, or null. */
export function namedCode(text: string): (Coded & { noun: string }) | null {
  const found = NAMED.exec(text.trim())
  if (!found) return null
  return { noun: found[1]!.toLowerCase(), code: tidyCode(found[2]!), title: text.trim().slice(found[0].length).trim() }
}

const isYear = (code: string): boolean => /^(?:19|20)\d\d$/.test(code)
const isDate = (code: string): boolean => /^\d{1,2}\.\d{1,2}\.\d{2,4}$/.test(code) && Number(code.split('.')[2]) > 12

/** A code without the brackets, stops and spaces around it. */
export const tidyCode = (code: string): string =>
  code
    .trim()
    .replace(/^\(|[).:,;]+$/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** Whether a cell holds a code and nothing else: "7", "2.1", "A3", "Action 4", "MOD_0106_1617-Q1". A column of them is a code column. */
export const isCode = (text: string): boolean =>
  namedCode(text)?.title === '' ||
  (/^\(?(?:\d{1,4}(?:\.\d{1,3})*\.?[a-z]?|[ivxl]{1,5}|\p{L}{1,6}[-_/ .]?\d{1,5}(?:[.\-_/]\w{1,6})*|\p{L}[\p{L}\d]*(?:[_-][\p{L}\d]+)+)\)?[.):]?$/u.test(
    text.trim(),
  ) &&
    /\d|^[ivxl]+\W*$/.test(text))

/** The parts a code is built of: "3.1.1e" is 3, 1, 1, e. */
export const partsOf = (code: string): string[] => code.match(/\d+|\p{L}+/gu) ?? [code]

/** The nearest shorter code that is there, or null: 1.1.1a hangs under 1 when there is no 1.1 or 1.1.1. */
export function parentCodeOf(code: string, codes: ReadonlyMap<string, unknown>): string | null {
  const parts = partsOf(code)
  for (let length = parts.length - 1; length > 0; length--) {
    const parent = codes.get(keyOf(parts.slice(0, length)))
    if (parent !== undefined) return keyOf(parts.slice(0, length))
  }
  return null
}

const keyOf = (parts: readonly string[]): string => parts.map((part) => part.toLowerCase()).join('.')

/** Codes that are written differently and mean the same ("1.1a", "1.1.a", "1.1 A") have one key. */
export const codeKey = (code: string): string => keyOf(partsOf(code))

/** Numbers missing from runs that count by one: 27, 29 gives 28. Codes of one, two and more parts are each counted among their siblings. */
export function gapsIn(codes: readonly string[]): string[] {
  const families = Map.groupBy(codes.map(partsOf), (parts) => `${parts.slice(0, -1).join('.')}|${/^\d/.test(parts.at(-1)!)}`)
  return [...families.values()].flatMap((family) => {
    const prefix = family[0]!.slice(0, -1)
    const ordinals = new Set(family.map((parts) => ordinalOf(parts.at(-1)!)))
    const [least, most] = [Math.min(...ordinals), Math.max(...ordinals)]
    const span = most - least + 1
    if (ordinals.size < 3 || span > ordinals.size * 1.5) return []
    const missing = Array.from({ length: span }, (_, index) => least + index).filter((each) => !ordinals.has(each))
    return missing.map((each) => printed(prefix, each, family[0]!.at(-1)!))
  })
}

const ordinalOf = (part: string): number => (/^\d/.test(part) ? Number(part) : part.toLowerCase().charCodeAt(0) - 96)

function printed(prefix: readonly string[], ordinal: number, sample: string): string {
  const numeric = /^\d/.test(sample)
  const last = numeric
    ? String(ordinal).padStart(sample.startsWith('0') ? sample.length : 0, '0')
    : String.fromCharCode(96 + ordinal)
  return prefix.length === 0 ? last : `${prefix.join('.')}${numeric ? '.' : ''}${last}`
}
