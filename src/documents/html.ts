import { fillOf } from './fill.ts'
import { piece, type Piece } from './grid.ts'
import { typedNumber } from './typed-number.ts'

// Only these count as tags: "<5 incidents" and "<name>" are words.
const TAGS =
  'p|div|br|hr|ul|ol|li|table|thead|tbody|tfoot|tr|td|th|caption|h[1-6]|b|i|u|em|strong|sup|sub|span|a|s|small|mark|' +
  'code|pre|font|center|blockquote'
const TAG = new RegExp(String.raw`<(/?)(${TAGS})\b([^<>]{0,2000})>`, 'gi')
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ',
    pound: '£',
    euro: '€',
    ndash: '–',
    mdash: '—',
    hellip: '…',
    lsquo: '‘',
    rsquo: '’',
    ldquo: '“',
    rdquo: '”',
    bull: '•',
    middot: '·',
    copy: '©',
    reg: '®',
    trade: '™',
    deg: '°',
    times: '×',
    frac12: '½',
    rarr: '→',
    larr: '←',
    uarr: '↑',
    darr: '↓',
    le: '≤',
    ge: '≥',
    eacute: 'é',
  }),
)

/** True when text holds HTML tags. */
export const hasTags = (text: string): boolean => text.search(TAG) !== -1

/** True when text holds HTML tags that break it into paragraphs, lists or tables. */
export const hasBlocks = (text: string): boolean => /<(p|div|ul|ol|li|h[1-6]|blockquote)\b[^<>]*>/i.test(text)

/** Characters that HTML writes by name or number, as themselves. */
export const decoded = (text: string): string =>
  text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,8}));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return NAMED.get(name) ?? NAMED.get(name.toLowerCase()) ?? whole
      const code = hex === undefined ? Number(decimal) : parseInt(hex, 16)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )

/** Text without tags that stand within a line; `<br>` becomes a line break. */
export const withoutTags = (text: string): string =>
  decoded(text.replace(TAG, (_, _close: string, name: string) => (name.toLowerCase() === 'br' ? '\n' : '')))

type Token = { tag: string; closing: boolean; attributes: string } | string

function tokens(html: string): Token[] {
  const found: Token[] = []
  let at = 0
  for (const match of html.matchAll(TAG)) {
    if (match.index > at) found.push(html.slice(at, match.index))
    found.push({ tag: match[2]!.toLowerCase(), closing: match[1] === '/', attributes: match[3] ?? '' })
    at = match.index + match[0].length
  }
  if (at < html.length) found.push(html.slice(at))
  return found
}

/** Text without HTML comments; the line breaks in them stay, so that lines keep their numbers. */
export function withoutComments(text: string): string {
  let kept = ''
  let at = 0
  for (let from = text.indexOf('<!--'); from !== -1; from = text.indexOf('<!--', at)) {
    const to = text.indexOf('-->', from)
    if (to === -1) break
    kept += text.slice(at, from) + text.slice(from, to).replace(/[^\r\n]/g, '')
    at = to + 3
  }
  return kept + text.slice(at)
}

const BREAKS = new Set([
  'p',
  'div',
  'br',
  'hr',
  'ul',
  'ol',
  'li',
  'tr',
  'table',
  'caption',
  'blockquote',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
])

/**
 * The paragraphs of an HTML fragment, without tags. Items of a numbered list keep a number, given when none was typed.
 */
export const paragraphsOf = (html: string): string[] => flatten(tokens(html))

function flatten(all: readonly Token[]): string[] {
  const paragraphs: string[] = []
  const lists: { ordered: boolean; count: number }[] = []
  let text = ''
  let number = ''
  const end = () => {
    const words = decoded(text)
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/^[•·▪●○◦]\s*/, '')
    if (words !== '') {
      paragraphs.push(number !== '' && !typedNumber(words) ? `${number} ${words}` : words)
      number = ''
    }
    text = ''
  }
  for (const token of all) {
    if (typeof token === 'string') text += token
    else if (token.tag === 'td' || token.tag === 'th') text += token.closing ? '\t' : ''
    else if (BREAKS.has(token.tag)) {
      end()
      if (token.tag === 'ul' || token.tag === 'ol')
        token.closing ? lists.pop() : lists.push({ ordered: token.tag === 'ol', count: startOf(token.attributes) })
      const list = lists.at(-1)
      if (token.tag === 'li') number = !token.closing && list?.ordered ? `${++list.count}.` : ''
    }
  }
  end()
  return paragraphs
}

const startOf = (attributes: string) => Number(attributeOf(attributes, 'start') ?? 1) - 1 || 0

const attributeOf = (attributes: string, name: string): string | undefined => {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes)
  return found?.[1] ?? found?.[2] ?? found?.[3]
}

/** The rows of an HTML table as pieces for a grid, the words of tables inside it flattened; and its caption. */
export function tableOf(html: string): { rows: Piece[][]; caption: string | null; headerRows: number } {
  const rows: { pieces: Piece[]; header: boolean }[] = []
  let caption: string | null = null
  let depth = 0
  let open: { tag: string; attributes: string; content: Token[] } | null = null
  const close = () => {
    if (open?.tag === 'caption') caption = flatten(open.content).join(' ')
    else if (open) addCell(rows, open)
    open = null
  }
  for (const token of tokens(html)) {
    if (typeof token !== 'string' && token.tag === 'table') depth += token.closing ? -1 : 1
    if (depth > 1 || typeof token === 'string') {
      open?.content.push(token)
    } else if (token.tag === 'tr' || token.tag === 'td' || token.tag === 'th' || token.tag === 'caption') {
      close()
      if (token.tag === 'tr' && !token.closing) rows.push({ pieces: [], header: true })
      if (token.tag !== 'tr' && !token.closing) open = { ...token, content: [] }
    } else open?.content.push(token)
  }
  close()
  const body = rows.findIndex(({ header }) => !header)
  return { rows: rows.map(({ pieces }) => pieces), caption, headerRows: body === -1 ? 0 : body }
}

function addCell(
  rows: { pieces: Piece[]; header: boolean }[],
  { tag, attributes, content }: { tag: string; attributes: string; content: Token[] },
) {
  if (rows.length === 0) rows.push({ pieces: [], header: true })
  const row = rows.at(-1)!
  if (tag === 'td') row.header = false
  // Browsers read at most 1,000 columns and 65,534 rows from a span (HTML Standard, 4.9.11).
  const span = (name: string, most: number) =>
    Math.min(most, Math.max(1, Math.trunc(Number(attributeOf(attributes, name))) || 1))
  const colour =
    /background(?:-color)?\s*:\s*#([0-9a-f]{6})\b/i.exec(attributes)?.[1] ??
    attributeOf(attributes, 'bgcolor')?.replace('#', '')
  const look = {
    fill: fillOf(colour),
    columnSpan: span('colspan', 1000),
    rowSpan: span('rowspan', 65_534),
    ...(tag === 'th' ? { bold: true } : {}),
  }
  row.pieces.push(piece(flatten(content), look))
}
