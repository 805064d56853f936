import { fold, oneLine } from './folding.ts'
import type { Colour } from '../rating.ts'

/** What a cell says of how an item stands. `word` is as a scheme would hold it; `rest` is the text that came with it. */
export type Mark = { word: string; rest: string }

/** Words a partnership rates with, best first: the order that decides which of two is worse. */
const COLOUR_WORDS = [
  'Blue',
  'Green',
  'Amber/Green',
  'Amber',
  'Yellow',
  'Amber/Red',
  'Red',
  'Black',
  'Purple',
  'Grey',
  'White',
] as const
const STATUS_WORDS: readonly (readonly [word: string, colour: Colour, forms: string])[] = [
  [
    'Complete',
    'blue',
    'complete|completed|done|achieved|delivered|finished|fully complete|fully achieved|action complete|closed|met|discharged',
  ],
  ['On track', 'green', 'on track|on target|on schedule|to plan|on plan|progressing well|on course'],
  ['Ongoing', 'green', 'ongoing|on going|continuous|continuing|business as usual|bau'],
  [
    'In progress',
    'amber',
    'in progress|underway|under way|started|commenced|progressing|active|open|partially complete|partly complete|partially achieved|part complete|work in progress',
  ],
  ['Planned', 'amber', 'planned|scheduled|scoped|scoping|not yet due|not due'],
  ['At risk', 'amber', 'at risk|some risk|minor issues|minor delay|slipping|needs attention|some delay|some concerns'],
  ['Not started', 'red', 'not started|not yet started|yet to start|to start|not begun|to be started|outstanding|not commenced'],
  ['On hold', 'grey', 'on hold|paused|suspended|stalled'],
  ['Deferred', 'grey', 'deferred|postponed|carried forward|moved to next plan'],
  ['Delayed', 'red', 'delayed|behind|behind schedule|off target|slipped'],
  ['Blocked', 'red', 'blocked'],
  ['Overdue', 'red', 'overdue|late|past due|missed deadline'],
  ['Off track', 'red', 'off track|not on track|failing|major issues|not achieved|not met|not complete|incomplete|not delivered'],
  ['Cancelled', 'grey', 'cancelled|canceled|withdrawn|stopped|no longer required'],
]
const STATUS_BY_FORM = new Map(STATUS_WORDS.flatMap(([word, , forms]) => forms.split('|').map((form) => [form, word] as const)))

const HUES: Readonly<Record<string, string>> = {
  red: 'Red',
  amber: 'Amber',
  orange: 'Amber',
  yellow: 'Yellow',
  green: 'Green',
  blue: 'Blue',
  black: 'Black',
  grey: 'Grey',
  gray: 'Grey',
  purple: 'Purple',
  white: 'White',
}
const SIGNS: readonly (readonly [sign: RegExp, word: string])[] = [
  [/^(?:🟢|🟩|💚)/u, 'Green'],
  [/^(?:🟡|🟠|🟨|🟧|💛|🧡)/u, 'Amber'],
  [/^(?:🔴|🟥)/u, 'Red'],
  [/^(?:🔵|🟦|💙)/u, 'Blue'],
  [/^(?:⚫|⬛)/u, 'Black'],
  [/^(?:✅|☑|✔)/u, 'Complete'],
]

const LETTERS: Readonly<Record<string, string>> = {
  r: 'Red',
  a: 'Amber',
  g: 'Green',
  b: 'Blue',
  y: 'Yellow',
  ar: 'Amber/Red',
  ra: 'Amber/Red',
  ag: 'Amber/Green',
  ga: 'Amber/Green',
}

const HUE = Object.keys(HUES).join('|')
const COLOURS_FIRST = new RegExp(
  `^(?:(?:b?rag|rating|status)\\s*[:=–-]\\s*)?[(\\[]?(${HUE})(?:\\s*(?:/|\\\\|-|–|\\bto\\b|&|\\band\\b)\\s*(${HUE}))?(?![\\p{L}\\p{N}])[)\\]]?`,
  'iu',
)
const LETTERS_ONLY = /^[([]?([ragby])(?:\s*[/-]?\s*([ragby]))?[)\]]?(?:\s*[:–=-]\s*(?=\S)|$)/i

/** The words a rating may be joined of: "Red/Amber" and "Amber/red" are one value. */
function joined(first: string, second: string | undefined): string {
  if (!second || first === second) return first
  const pair = new Set([first, second])
  if (pair.has('Amber') && pair.has('Green')) return 'Amber/Green'
  if (pair.has('Amber') && pair.has('Red')) return 'Amber/Red'
  return `${first}/${second}`
}

/**
 * The rating a cell states in words or letters, or null. A cell that goes on after its rating gives the rest of its text;
 * a sentence that merely begins with a colour ("Green spaces were…") is no rating.
 */
export function readMark(text: string): Mark | null {
  if (text.length > 60) return markIn(text)
  const known = marks.get(text)
  if (known !== undefined) return known
  if (marks.size > 5_000) marks.clear()
  const mark = markIn(text)
  marks.set(text, mark)
  return mark
}

// Ratings are few words, met again in every row.
const marks = new Map<string, Mark | null>()

function markIn(text: string): Mark | null {
  const line = text.trim()
  if (line === '') return null
  for (const [sign, word] of SIGNS) {
    const rest = line.replace(sign, '').replace(/^[\uFE0E\uFE0F\s]+/, '')
    if (sign.test(line)) return { word, rest: fold(rest) === word.toLowerCase() ? '' : rest }
  }
  const status = line.length > 40 ? undefined : STATUS_BY_FORM.get(fold(line))
  if (status) return { word: status, rest: '' }
  const letters = LETTERS_ONLY.exec(line)
  if (letters) {
    const [one, two] = [letters[1]!.toLowerCase(), letters[2]?.toLowerCase() ?? '']
    const word = LETTERS[one + two]
    if (word) return { word, rest: line.slice(letters[0].length).trim() }
  }
  const colours = COLOURS_FIRST.exec(line)
  if (colours) {
    const word = joined(HUES[colours[1]!.toLowerCase()]!, colours[2] && HUES[colours[2].toLowerCase()])
    const rest = line.slice(colours[0].length)
    if (standsApart(colours[1]!, rest)) return { word, rest: rest.replace(/^[\s:;.,–—-]+/, '') }
  }
  const [begins, after] = splitFirst(line)
  const word = begins.length > 40 ? undefined : STATUS_BY_FORM.get(fold(begins))
  return word ? { word, rest: after } : null
}

const standsApart = (printed: string, rest: string): boolean =>
  rest === '' || /^\s*[:;.,–—\n(-]/.test(rest) || printed === printed.toUpperCase() || oneLine(rest).split(' ').length <= 3

/** "Complete - published in May" into its first words and what follows the dash, colon, bracket or line end. */
function splitFirst(line: string): [string, string] {
  const found = /^([^:;.,(\n–—]{3,30}?)\s*(?:[:;.,\n–—]|\s-\s|(?=\())\s*([\s\S]+)$/.exec(line)
  return found ? [found[1]!, found[2]!] : [line, '']
}

/** Where information is withheld, the paper gives no rating and says why: it is kept with its words. */
export const isWithheld = (text: string): boolean =>
  /^\s*(?:(?:rating|data|date|information)\s+)?(?:exempt\b|withheld\b|redacted\b|not (?:published|disclosed|provided|available|applicable|rated|reported|set|yet rated)\b|n\/?a\b|no (?:rating|dca|status|data|information)\b|reset\b|tbc\b|tba\b|to be confirmed\b|data not provided\b|unrated\b|[-–—]+\s*$)/i.test(
    text,
  )

/** Colours as a scheme shows them; a word outside the table is grey. */
export const colourOf = (word: string): Colour => {
  const status = STATUS_WORDS.find(([each]) => each === word)
  if (status) return status[1]
  const byWord: Record<string, Colour> = {
    Blue: 'blue',
    Green: 'green',
    'Amber/Green': 'amber-green',
    Amber: 'amber',
    Yellow: 'amber',
    'Amber/Red': 'amber-red',
    Red: 'red',
  }
  return byWord[word] ?? 'grey'
}

/** Whether a rating word is a colour and not a phrase. */
export const isColourWord = (word: string): boolean => (COLOUR_WORDS as readonly string[]).includes(word)

const ORDER: readonly string[] = [...COLOUR_WORDS, ...STATUS_WORDS.map(([word]) => word)]

/** Rating words in order, best first, each once; a word nobody knows comes last. */
export const bestFirst = (words: Iterable<string>): string[] => {
  const rank = (word: string) => (ORDER.includes(word) ? ORDER.indexOf(word) : ORDER.length)
  return [...new Set(words)].sort((a, b) => rank(a) - rank(b))
}

/** The rating colour nearest to a fill ('#RRGGBB'), or null for greys, very pale tints and colours nobody rates with. */
export function markOfFill(fill: string | null): string | null {
  if (!fill) return null
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(fill.slice(at, at + 2), 16) / 255)
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)]
  const lightness = (most + least) / 2
  const chroma = most - least
  if (chroma < 0.08 || lightness > 0.96 || lightness < 0.1) return null
  const sextant =
    most === red ? ((green - blue) / chroma) % 6 : most === green ? (blue - red) / chroma + 2 : (red - green) / chroma + 4
  const hue = (sextant * 60 + 360) % 360
  if (hue < 16 || hue >= 335) return 'Red'
  if (hue < 68) return 'Amber'
  if (hue < 165) return 'Green'
  return hue < 255 ? 'Blue' : null
}

const TRENDS: readonly (readonly [trend: string, form: RegExp])[] = [
  ['up', /^(?:[⬆↑▲⇧↗🔼⤴△]|up|upwards?|rising|increas(?:e|ed|ing)|improv(?:e|ed|ing|ement)|better|positive)$/iu],
  [
    'down',
    /^(?:[⬇↓▼⇩↘🔽⤵▽]|down|downwards?|falling|decreas(?:e|ed|ing)|wors(?:e|ening|ened)|declin(?:e|ed|ing)|deteriorat(?:e|ed|ing)|negative)$/iu,
  ],
  ['flat', /^(?:[➡→↔⬌⇔►▶⇒⇄=]|<[-=]*>|flat|static|stable|steady|same|unchanged|no change|level|maintained|constant)$/iu],
]

/** The trend a paper states by an arrow or a word: 'up', 'down' or 'flat'; null when it states none. */
export function readTrend(text: string): string | null {
  if (text.length > 40) return null
  const sign = oneLine(text.replace(/[\uFE0E\uFE0F]/g, '')).replace(/[.]$/, '')
  return TRENDS.find(([, form]) => form.test(sign))?.[0] ?? null
}
