import { valueOf } from './docx-styles.ts'
import { descend, elements, type Element } from './xml.ts'

type Level = {
  start: number
  format: string
  text: string
  legal: boolean
  restartAfter: number | null
  styleId: string | undefined
}
type Numbered = { abstractId: string; starts: Map<number, number>; levels: Map<number, Level> }

/** What stands before a numbered paragraph: the printed number, or a bullet (label null). */
export type Label = { label: string | null; ordered: boolean; depth: number }

/** Gives each numbered paragraph its printed number; ask it once per paragraph, in document order. */
export type Counter = {
  next(numberingId: string, level: number): Label | null
  levelOfStyle(numberingId: string, styleId: string): number
}

/** Reads numbering.xml (null when the document has none) into a counter that starts at the top of the document. */
export function readNumbering(tree: Element | null): Counter {
  const abstracts = readAbstracts(tree)
  const numbered = new Map(elements(tree, 'w:num').map((num) => [num.attributes['w:numId'] ?? '', readNumbered(num)]))
  const reached = new Map<string, (number | undefined)[]>()
  const begun = new Set<string>()
  const levelsOf = (numbering: Numbered) => abstracts.get(numbering.abstractId) ?? []
  return {
    levelOfStyle(numberingId, styleId) {
      const numbering = numbered.get(numberingId)
      return Math.max(0, numbering ? levelsOf(numbering).findIndex((level) => level?.styleId === styleId) : 0)
    },
    next(numberingId, depth) {
      const numbering = numbered.get(numberingId)
      const levels = numbering && [...levelsOf(numbering)]
      if (!numbering || !levels) return null
      for (const [at, level] of numbering.levels) levels[at] = level
      const level = levels[depth]
      if (!level) return null
      const counts = reached.get(numbering.abstractId) ?? []
      reached.set(numbering.abstractId, counts)
      if (!begun.has(numberingId)) for (const at of numbering.starts.keys()) counts[at] = undefined
      begun.add(numberingId)
      counts[depth] = counts[depth] === undefined ? (numbering.starts.get(depth) ?? level.start) : counts[depth] + 1
      restartDeeper(counts, levels, depth)
      if (level.format === 'bullet') return { label: null, ordered: false, depth }
      const label = printed(level, levels, counts)
      return label === '' ? null : { label, ordered: true, depth }
    },
  }
}

function restartDeeper(counts: (number | undefined)[], levels: (Level | undefined)[], depth: number) {
  for (let deeper = depth + 1; deeper < 9; deeper++) {
    const after = levels[deeper]?.restartAfter ?? null
    if (after === null || depth < after) counts[deeper] = undefined
  }
}

function printed(level: Level, levels: (Level | undefined)[], counts: (number | undefined)[]): string {
  if (level.format === 'none') return ''
  return level.text
    .replace(/%([1-9])/g, (_, digit: string) => {
      const at = Number(digit) - 1
      const count = counts[at] ?? levels[at]?.start ?? 1
      return formatted(count, level.legal ? 'decimal' : (levels[at]?.format ?? 'decimal'))
    })
    .trim()
}

function readAbstracts(tree: Element | null) {
  const abstracts = new Map<string, (Level | undefined)[]>()
  const byStyle = new Map<string, Element>()
  const all = elements(tree, 'w:abstractNum')
  for (const abstract of all) {
    const style = valueOf(abstract, 'w:styleLink')
    if (style !== undefined) byStyle.set(style, abstract)
  }
  for (const abstract of all) {
    const source = byStyle.get(valueOf(abstract, 'w:numStyleLink') ?? '') ?? abstract
    const levels: (Level | undefined)[] = []
    for (const level of elements(source, 'w:lvl')) levels[indexOf(level)] = readLevel(level)
    abstracts.set(abstract.attributes['w:abstractNumId'] ?? '', levels)
  }
  return abstracts
}

function readNumbered(num: Element): Numbered {
  const numbering: Numbered = {
    abstractId: valueOf(num, 'w:abstractNumId') ?? '',
    starts: new Map(),
    levels: new Map(),
  }
  for (const override of elements(num, 'w:lvlOverride')) {
    const start = valueOf(override, 'w:startOverride')
    const level = descend(override, 'w:lvl')
    if (start !== undefined) numbering.starts.set(indexOf(override), Number(start))
    if (level) numbering.levels.set(indexOf(override), readLevel(level))
  }
  return numbering
}

/** Word has nine levels; a number outside them is read as the nearest. */
const indexOf = (element: Element) => Math.min(8, Math.max(0, Number(element.attributes['w:ilvl'] ?? 0) || 0))

function readLevel(level: Element): Level {
  const restart = valueOf(level, 'w:lvlRestart')
  return {
    start: Number(valueOf(level, 'w:start') ?? 0) || 0,
    format: valueOf(level, 'w:numFmt') ?? 'decimal',
    text: valueOf(level, 'w:lvlText') ?? '',
    legal: descend(level, 'w:isLgl') !== null,
    restartAfter: restart === undefined ? null : Number(restart),
    styleId: valueOf(level, 'w:pStyle'),
  }
}

/** A count in one of Word's number formats; formats of other scripts come out as figures. */
export function formatted(count: number, format: string): string {
  if (format === 'decimalZero') return String(count).padStart(2, '0')
  if (format === 'lowerLetter') return letters(count)
  if (format === 'upperLetter') return letters(count).toUpperCase()
  if (format === 'lowerRoman') return roman(count)
  if (format === 'upperRoman') return roman(count).toUpperCase()
  if (format === 'ordinal') return ordinal(count)
  return format === 'none' ? '' : String(count)
}

/** After z comes aa, then bb: Word repeats the letter. */
const letters = (count: number) =>
  count < 1 || count > 780 ? String(count) : String.fromCharCode(97 + ((count - 1) % 26)).repeat(Math.ceil(count / 26))

const ROMAN = '1000m 900cm 500d 400cd 100c 90xc 50l 40xl 10x 9ix 5v 4iv 1i'
  .split(' ')
  .map((part) => ({ value: parseInt(part, 10), sign: part.replace(/\d+/, '') }))

function roman(count: number): string {
  if (count < 1 || count > 3999) return String(count)
  let rest = count
  let numeral = ''
  for (const { value, sign } of ROMAN) {
    while (rest >= value) {
      numeral += sign
      rest -= value
    }
  }
  return numeral
}

const ENDINGS: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = { one: 'st', two: 'nd', few: 'rd' }
const ORDINALS = new Intl.PluralRules('en-GB', { type: 'ordinal' })
const ordinal = (count: number) => `${count}${ENDINGS[ORDINALS.select(count)] ?? 'th'}`
