import { writeFigure } from '../../statistics/figures.ts'
import { monthHead, writeMonth } from '../catalogue/month-line.ts'

/** One month of a series. `n` null: nothing held, or `hidden` says why it is not shown. Ranges are what would be expected, where that was worked out. */
export type SeriesPoint = {
  month: number
  n: number | null
  hidden?: string | null
  isProvisional?: boolean
  unusual?: 'higher' | 'lower' | null
  range?: { expected: number; lower95: number; upper95: number; lower99: number; upper99: number } | null
}

/** A series by month as it is drawn. `breaks`: months with which something began anew. */
export type SeriesDrawing = {
  id: string // letters, figures and hyphens, used once on the page
  title: string
  description: string // what the chart shows, for those who cannot see it
  unit: string
  points: readonly SeriesPoint[]
  breaks: readonly { month: number; text: string }[]
}

const [INK, QUIET, LINE, WIDE_BAND, BAND, MARK, BREAK] = ['#14213d', '#4a5268', '#d9d4c7', '#f1ede2', '#e2dccb', '#b84a0b', '#7a1f2b']

const SIZES = {
  wide: { width: 1000, height: 340, left: 64, right: 16, top: 40, foot: 34, font: 16, dot: 2.5 },
  narrow: { width: 345, height: 270, left: 48, right: 8, top: 40, foot: 32, font: 15, dot: 1.75 },
} as const
type Size = keyof typeof SIZES

export const hasAnything = ({ points }: Pick<SeriesDrawing, 'points'>): boolean => points.some(({ n }) => n !== null)

/** The series as markup: twice (for wide and narrow screens; the stylesheet shows one), with a key of what occurs. No style attribute. */
export function seriesChart(series: SeriesDrawing): string {
  const drawn = (size: Size) => {
    const id = `${series.id}-${size}`
    const { width, height } = SIZES[size]
    const named = `role="img" aria-labelledby="${id}-title ${id}-desc"`
    const names = `<title id="${id}-title">${escaped(series.title)}</title><desc id="${id}-desc">${escaped(series.description)}</desc>`
    return `<svg class="wm-plot wm-plot--${size}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ${named}>${names}${inside(series, size)}</svg>`
  }
  return `<div class="wm-chart">${drawn('wide')}${drawn('narrow')}${key(series)}</div>`
}

/** The series as a picture that stands alone, with its title above and these lines beneath it: what it is made from, and whose. */
export function seriesPicture(series: SeriesDrawing, lines: readonly string[]): string {
  const { width, height } = SIZES.wide
  const beneath = lines.flatMap((line) => folded(line, 120))
  const whole = height + 56 + beneath.length * 21 + 12
  const foot = beneath.map((line, index) => `<text x="16" y="${height + 72 + index * 21}" font-size="15" fill="${QUIET}">${escaped(line)}</text>`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" font-family="Atkinson Hyperlegible Next, Arial, sans-serif" role="img">`,
    `<title>${escaped(series.title)}</title><desc>${escaped(series.description)}</desc><rect width="${width}" height="${whole}" fill="#fff"/>`,
    `<text x="16" y="34" font-size="20" font-weight="700" fill="${INK}">${escaped(series.title)}</text><g transform="translate(0 48)">${inside(series, 'wide')}</g>`,
    ...foot, '</svg>',
  ].join('')
}

/** Where months and counts stand, in pixels. */
type Scale = { x: (month: number) => number; y: (n: number) => number; step: number; highest: number; ticks: number[] }

function scaleOf({ points }: SeriesDrawing, size: Size): Scale {
  const { width, height, left, right, top, foot } = SIZES[size]
  const most = Math.max(1, ...points.flatMap(({ n, range }) => [n ?? 0, range?.upper99 ?? 0]))
  const unit = tickStep(most, size === 'wide' ? 5 : 4)
  const highest = Math.ceil(most / unit) * unit
  const first = points[0]?.month ?? 0
  const step = (width - left - right) / Math.max(1, points.length)
  return {
    x: (month) => fixed(left + (month - first + 0.5) * step),
    y: (n) => fixed(height - foot - (n / highest) * (height - foot - top)),
    step, highest, ticks: Array.from({ length: highest / unit + 1 }, (_, index) => index * unit),
  }
}

/** A round step that divides counts up to `most` into about so many: 1, 2 or 5 times a power of ten. */
function tickStep(most: number, about: number): number {
  const power = 10 ** Math.floor(Math.log10(most / about))
  const found = [1, 2, 5, 10].find((times) => times * power >= most / about)! * power
  return Math.max(1, found)
}

function inside(series: SeriesDrawing, size: Size): string {
  const scale = scaleOf(series, size)
  const { width, height, left, right, font, foot } = SIZES[size]
  const grid = scale.ticks.map((n) => {
    const y = scale.y(n)
    return `<path d="M${left} ${y}H${width - right}" stroke="${LINE}"/><text x="${left - 8}" y="${y + 5}" text-anchor="end" font-size="${font}" fill="${QUIET}">${writeFigure(n, 0)}</text>`
  })
  const unit = `<text x="0" y="14" font-size="${font}" fill="${QUIET}">${escaped(series.unit)}</text>`
  const names = footOf(series, scale, size).map(({ month, text }) =>
    `<path d="M${scale.x(month)} ${height - foot}v5" stroke="${QUIET}"/><text x="${scale.x(month)}" y="${height - foot + 21}" text-anchor="middle" font-size="${font}" fill="${QUIET}">${text}</text>`)
  return [...bands(series, scale), ...grid, unit, ...names, ...breakMarks(series, scale, size), ...course(series, scale, size)].join('')
}

/** Years along the foot, or months where there are few; as many as have room. */
function footOf({ points }: SeriesDrawing, { step }: Scale, size: Size): { month: number; text: string }[] {
  const januaries = points.filter(({ month }) => month % 12 === 0)
  const isLong = januaries.length > 2
  const named = (isLong ? januaries : points).map(({ month }) => ({ month, text: isLong ? `${Math.floor(month / 12)}` : `${monthHead((month % 12) + 1)} ${String(Math.floor(month / 12)).slice(2)}` }))
  const room = SIZES[size].font * (isLong ? 2.9 : 3.9)
  const every = Math.max(1, Math.ceil(room / (step * (isLong ? 12 : 1))))
  return named.filter((_, index) => index % every === (isLong ? 0 : Math.min(Math.floor(every / 2), named.length - 1)))
}

function bands({ points }: SeriesDrawing, { x, y }: Scale): string[] {
  const runs = split(points, ({ range }) => Boolean(range))
  const area = (run: readonly SeriesPoint[], low: 'lower95' | 'lower99', high: 'upper95' | 'upper99', fill: string) => {
    const above = run.map(({ month, range }) => `${x(month)} ${y(range![high])}`)
    const below = run.toReversed().map(({ month, range }) => `${x(month)} ${y(range![low])}`)
    return `<path d="M${[...above, ...below].join('L')}Z" fill="${fill}"/>`
  }
  return runs.flatMap((run) => [
    area(run, 'lower99', 'upper99', WIDE_BAND),
    area(run, 'lower95', 'upper95', BAND),
    `<path d="M${run.map(({ month, range }) => `${x(month)} ${y(range!.expected)}`).join('L')}" fill="none" stroke="${QUIET}" stroke-width="1.5" stroke-dasharray="5 4"/>`,
  ])
}

function breakMarks({ breaks, points }: SeriesDrawing, { x, step }: Scale, size: Size): string[] {
  const { height, foot, top, font } = SIZES[size]
  const middle = ((points[0]?.month ?? 0) + (points.at(-1)?.month ?? 0)) / 2
  return breaks.map(({ month, text }, index) => {
    const at = fixed(x(month) - step / 2)
    const isLate = month > middle
    const words = size === 'wide' ? text : 'Break'
    const label = `<text x="${at + (isLate ? -6 : 6)}" y="${top - 8 + (index % 2) * (font + 2)}" text-anchor="${isLate ? 'end' : 'start'}" font-size="${font - 1}" fill="${BREAK}">${escaped(words)}</text>`
    return `<path d="M${at} ${top - 16}V${height - foot}" stroke="${BREAK}" stroke-width="1.5" stroke-dasharray="2 3"/>${label}`
  })
}

function course({ points }: SeriesDrawing, { x, y }: Scale, size: Size): string[] {
  const { dot } = SIZES[size]
  const read = points.filter(({ n }) => n !== null)
  const lines = split(points, ({ n }) => n !== null).map((run) =>
    `<path d="M${run.map(({ month, n }) => `${x(month)} ${y(n!)}`).join('L')}" fill="none" stroke="${INK}" stroke-width="2" stroke-linejoin="round"/>`)
  const marks = read.map(({ month, n, isProvisional, unusual }) => {
    const [atX, atY] = [x(month), y(n!)]
    const says = `<title>${writeMonth(month)}: ${writeFigure(n!, 0)}${isProvisional ? ', provisional' : ''}${unusual ? `, ${unusual} than usual` : ''}</title>`
    if (unusual) return `<path d="M${atX} ${fixed(atY - 7)}l7 7l-7 7l-7 -7Z" fill="${MARK}" stroke="#fff">${says}</path>`
    if (isProvisional) return `<circle cx="${atX}" cy="${atY}" r="${dot + 2}" fill="#fff" stroke="${INK}" stroke-width="2">${says}</circle>`
    return `<circle cx="${atX}" cy="${atY}" r="${dot}" fill="${INK}">${says}</circle>`
  })
  return [...lines, ...marks]
}

function key({ points, breaks }: SeriesDrawing): string {
  const has = (claim: (point: SeriesPoint) => boolean) => points.some(claim)
  const entries = [
    ...(has(({ range }) => Boolean(range)) ? [[`<rect y="1" width="16" height="14" fill="${WIDE_BAND}"/><rect y="4" width="16" height="8" fill="${BAND}"/>`, 'Expected: 95 of 100 months fall in the darker range, 99 in the lighter']] : []),
    ...(has(({ unusual }) => Boolean(unusual)) ? [[`<path d="M8 1l7 7l-7 7l-7 -7Z" fill="${MARK}"/>`, 'Unusual']] : []),
    ...(has(({ isProvisional, n }) => Boolean(isProvisional) && n !== null) ? [[`<circle cx="8" cy="8" r="5" fill="#fff" stroke="${INK}" stroke-width="2"/>`, 'Provisional: more may come']] : []),
    ...(has(({ n, hidden }) => n === null && Boolean(hidden)) ? [[`<path d="M0 8h4M12 8h4" stroke="${INK}" stroke-width="2"/>`, 'Small numbers, not shown']] : []),
    ...(has(({ n, hidden }) => n === null && !hidden) ? [[`<path d="M0 8h4M12 8h4" stroke="${INK}" stroke-width="2"/>`, 'Gap: nothing held']] : []),
    ...(breaks.length ? [[`<path d="M8 0v16" stroke="${BREAK}" stroke-width="2" stroke-dasharray="2 3"/>`, 'Break: not to be compared across']] : []),
  ]
  const frame = 'width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false"'
  return entries.length ? `<ul class="wm-chart__key">${entries.map(([shape, words]) => `<li><svg ${frame}>${shape}</svg> ${words}</li>`).join('')}</ul>` : ''
}

/** Stretches of points next to each other of which the claim is true. */
function split(points: readonly SeriesPoint[], claim: (point: SeriesPoint) => boolean): SeriesPoint[][] {
  const runs: SeriesPoint[][] = []
  points.forEach((point, index) => {
    if (!claim(point)) return
    if (index > 0 && claim(points[index - 1]!)) runs.at(-1)!.push(point)
    else runs.push([point])
  })
  return runs
}

function folded(line: string, most: number): string[] {
  const lines: string[] = []
  for (const word of line.split(' ')) {
    if (lines.length && lines.at(-1)!.length + word.length < most) lines[lines.length - 1] += ` ${word}`
    else lines.push(word)
  }
  return lines
}

const fixed = (value: number) => Math.round(value * 10) / 10
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
