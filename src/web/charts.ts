import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { writeFigure } from '../statistics/figures.ts'

/** Good news, bad news, or neither: what a special cause means for the measure it is in. */
export type SignalKind = 'improvement' | 'concern' | 'neutral'

export type ChartPoint = {
  label: string // the period as a reader knows it: "March 2018"
  value: number | null // null: nothing was read, and the line has a gap
  isIncomplete?: boolean // drawn hollow and apart from the line
  signal?: SignalKind | null
  phase?: number // limits are drawn anew in each phase
  limits?: { centre: number; lower: number; upper: number } | null // as drawn, floors and ceilings already met
}

export type ControlChartOptions = {
  id: string // letters, figures and hyphens, used once on the page
  title: string
  description: string // what the chart shows, for those who cannot see it
  unit: string // printed above the vertical axis
  points: readonly ChartPoint[]
  decimals: number // of the readings; limits have one more
  suffix: '' | '%'
  ticks: readonly { index: number; text: string }[] // which periods to name along the foot; as many are shown as fit
  targets?: readonly { value: number; text: string }[]
  newLimits?: readonly { index: number; text: string }[] // where a phase begins and what to say of it
}

const SIGNALS = ['improvement', 'concern', 'neutral'] as const

type Shape = { className: string; symbol: 'triangle' | 'square2' | 'diamond'; fill: string; words: string }

/** Shape and words carry the meaning; the colour only helps. */
const SHAPES: Record<SignalKind, Shape> = {
  improvement: { className: 'wm-plot-improvement', symbol: 'triangle', fill: '#0b6770', words: 'Special cause: improvement' },
  concern: { className: 'wm-plot-concern', symbol: 'square2', fill: '#b84a0b', words: 'Special cause: concern' },
  neutral: { className: 'wm-plot-neutral', symbol: 'diamond', fill: '#5b3a8c', words: 'Special cause: neither better nor worse' },
}
const [INK, QUIET, LINE, PAPER, TARGET] = ['#14213d', '#4a5268', '#d9d4c7', '#f6f4ef', '#7a1f2b']

/** Pixels at full size. The narrow drawing is a phone's width, so its text is not shrunk there. */
const SIZES = {
  wide: { width: 1000, height: 380, yTicks: 6, dot: 3.5, shape: 6.5, upper: 'Upper limit', lower: 'Lower limit' },
  narrow: { width: 345, height: 300, yTicks: 5, dot: 2.25, shape: 5, upper: 'Upper', lower: 'Lower' },
} as const
type Size = keyof typeof SIZES
const [FOOT, FONT] = [32, 16]

const { document } = parseHTML('<!doctype html><html lang="en-GB"><body></body></html>')

/**
 * A control chart as markup: the drawing twice (for wide and narrow screens; the stylesheet shows one) and a key of the
 * shapes that occur. It has no style attribute or element, which the content security policy would drop.
 * Throws RangeError when there is nothing to draw.
 */
export function controlChart(options: ControlChartOptions): string {
  if (!options.points.some(({ value }) => value !== null)) throw new RangeError('A chart needs at least one reading')
  return `<div class="wm-chart">${drawing(options, 'wide')}${drawing(options, 'narrow')}${key(options.points)}</div>`
}

function drawing(options: ControlChartOptions, size: Size): string {
  const { width, height, yTicks } = SIZES[size]
  const top = options.newLimits?.length ? 54 : 34
  const [low, high] = extentOf(options)
  const names = namesOf(options, size)
  const left = widthOf([low, high].map((end) => writeFigure(end, high - low < yTicks ? 1 : 0) + options.suffix)) * 1.15 + 14
  const right = widthOf(names.map(({ text }) => text)) * 1.06 + 10
  const frame: Frame = { ...options, size, top, left, right, low, high, names, perPixel: (high - low) / (height - top - FOOT) }
  const svg = Plot.plot({
    document, width, height, marginLeft: left, marginRight: right, marginTop: top, marginBottom: FOOT, className: 'wm-plot',
    x: { type: 'linear', domain: [-0.5, options.points.length - 0.5], axis: null },
    y: { type: 'linear', domain: [low, high], axis: null },
    marks: [
      ...limitMarks(options.points),
      Plot.gridY({ ticks: yTicks, stroke: LINE, strokeOpacity: 1 }),
      Plot.axisY({
        ticks: yTicks, tickSize: 0, tickPadding: 8, fontSize: FONT, fill: QUIET, label: null,
        tickFormat: (value: number) => writeFigure(value, 3) + options.suffix,
      }),
      ...targetMarks(options),
      ...phaseMarks(frame),
      ...pointMarks(frame),
      ...wordMarks(frame),
    ],
  })
  return finish(svg, options, size)
}

/** `low` and `high` are the vertical axis's ends, in the measure's unit; `perPixel` is how much of it one pixel spans. */
type Frame = ControlChartOptions & {
  size: Size
  top: number
  left: number
  right: number
  low: number
  high: number
  names: readonly Name[]
  perPixel: number
}

/** From nought where the readings come near it, so that a small change does not look large. */
function extentOf({ points, targets = [] }: ControlChartOptions): [number, number] {
  const drawn = points.flatMap(({ value, limits }) => [value, limits?.lower ?? null, limits?.upper ?? null])
  const all = [...drawn, ...targets.map(({ value }) => value)].filter((value) => value !== null)
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const room = (most - least || Math.abs(most) || 1) * 0.08
  return [least >= 0 && least < most * 0.6 ? 0 : least - room, most + room]
}

/** The usual range shaded, its limits dashed, the mean solid; drawn anew in each phase. */
function limitMarks(points: readonly ChartPoint[]) {
  const none = { centre: NaN, lower: NaN, upper: NaN }
  const drawn = points.map(({ limits, phase = 0 }, index) => ({ index, phase, ...(limits ?? none) }))
  const step = { x: 'index', z: 'phase', curve: 'step' } as const
  const dashed = { ...step, stroke: QUIET, strokeWidth: 1.5, strokeDasharray: '5 4', className: 'wm-plot-limit' }
  return [
    Plot.areaY(drawn, { ...step, y1: 'lower', y2: 'upper', fill: PAPER, className: 'wm-plot-usual' }),
    Plot.lineY(drawn, { ...dashed, y: 'upper' }),
    Plot.lineY(drawn, { ...dashed, y: 'lower' }),
    Plot.lineY(drawn, { ...step, y: 'centre', stroke: QUIET, strokeWidth: 1.5, className: 'wm-plot-mean' }),
  ]
}

const targetMarks = ({ targets = [] }: ControlChartOptions) =>
  targets.map(({ value }) =>
    Plot.ruleY([value], { stroke: TARGET, strokeWidth: 2, strokeDasharray: '12 4 2 4', className: 'wm-plot-target' }),
  )

function phaseMarks({ newLimits = [], points, high, size }: Frame) {
  const isLate = ({ index }: { index: number }) => index > points.length * 0.6
  const placed = { x: ({ index }: { index: number }) => index - 0.5, stroke: INK }
  const words = (some: typeof newLimits, textAnchor: 'start' | 'end') =>
    Plot.text(some, {
      x: placed.x, y: high, dy: -9, textAnchor, fontSize: FONT, fill: INK,
      text: ({ text }) => (size === 'wide' ? text : 'New limits'),
    })
  return [
    Plot.ruleX(newLimits, { ...placed, strokeWidth: 1.5, className: 'wm-plot-rebase' }),
    words(newLimits.filter((each) => !isLate(each)), 'start'),
    words(newLimits.filter(isLate), 'end'),
  ]
}

function pointMarks({ points, decimals, suffix, size }: Frame) {
  const { dot, shape } = SIZES[size]
  const placed = points.map((point, index) => ({ ...point, index }))
  const read = placed.filter(({ value }) => value !== null)
  const whole = read.filter(({ isIncomplete }) => !isIncomplete)
  const title = ({ label, value, isIncomplete }: ChartPoint) =>
    `${label}: ${writeFigure(value!, decimals)}${suffix}${isIncomplete ? ', incomplete' : ''}`
  const at = { x: 'index', y: 'value', ...(size === 'wide' ? { title } : {}) } as const
  const special = SIGNALS.map((kind) => {
    const { className, symbol, fill } = SHAPES[kind]
    return Plot.dot(whole.filter(({ signal }) => signal === kind), { ...at, r: shape, symbol, fill, stroke: '#fff', className })
  })
  return [
    Plot.lineY(placed, {
      x: 'index', y: ({ value, isIncomplete }) => (isIncomplete ? null : value), stroke: INK, strokeWidth: 2, className: 'wm-plot-series',
    }),
    Plot.dot(whole.filter(({ signal }) => !signal), { ...at, r: dot, fill: INK, className: 'wm-plot-reading' }),
    Plot.dot(read.filter(({ isIncomplete }) => isIncomplete), {
      ...at, r: shape - 1, fill: '#fff', stroke: INK, strokeWidth: 2, className: 'wm-plot-incomplete',
    }),
    ...special,
  ]
}

type Name = { at: number; fill: string; text: string }

/** What each line is called and the figure it stands at: the limits now in force, and the targets. */
function namesOf({ points, targets = [], decimals, suffix }: ControlChartOptions, size: Size): Name[] {
  const { upper, lower } = SIZES[size]
  const last = points.findLast(({ limits }) => limits)?.limits
  const named = (words: string, at: number, fill: string): Name => ({ at, fill, text: `${words} ${writeFigure(at, decimals + 1)}${suffix}` })
  return [
    ...(last ? [named(upper, last.upper, QUIET), named('Mean', last.centre, QUIET), named(lower, last.lower, QUIET)] : []),
    ...targets.map(({ value, text }) => named(size === 'wide' ? text : 'Target', value, TARGET)),
  ]
}

/** The lines' names at their right ends, moved apart where they would touch; the periods along the foot; the unit at the head. */
function wordMarks({ points, ticks, unit, size, top, left, right, low, high, names, perPixel }: Frame) {
  const { width } = SIZES[size]
  const apart = spread(names.map(({ at }) => at), (FONT + 3) * perPixel, low, high)
  const foot = thinned(ticks, (width - left - right) / points.length)
  return [
    Plot.text(names, {
      x: points.length - 0.5, y: apart, text: 'text', fill: 'fill', textAnchor: 'start', dx: 6, fontSize: FONT, className: 'wm-plot-names',
    }),
    Plot.ruleX(foot, { x: 'index', y1: low, y2: low + 5 * perPixel, stroke: QUIET, className: 'wm-plot-ticks' }),
    Plot.text(foot, { x: 'index', y: low, dy: 18, text: 'text', fill: QUIET, fontSize: FONT, className: 'wm-plot-periods' }),
    Plot.text([unit], {
      frameAnchor: 'top-left', dx: -left, dy: -top + 4, text: (words: string) => words, fill: QUIET, fontSize: FONT, className: 'wm-plot-unit',
    }),
  ]
}

/** Positions as near as can be to those given, none closer than `gap`, in the order given. */
function spread(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]!)
  const placed = order.map((index) => wanted[index]!)
  for (let i = 1; i < placed.length; i++) placed[i] = Math.max(placed[i]!, placed[i - 1]! + gap)
  let ceiling = Math.max(high, low + gap * (placed.length - 1))
  for (let i = placed.length - 1; i >= 0; i--) {
    placed[i] = Math.min(placed[i]!, ceiling)
    ceiling = placed[i]! - gap
  }
  return wanted.map((_, index) => placed[order.indexOf(index)]!)
}

/** Pixels that the longest of some words takes up, near enough. */
const widthOf = (words: readonly string[]): number => Math.max(0, ...words.map((text) => text.length)) * FONT * 0.55

/** As many of the ticks, evenly, as leave room for their words. `step` is the pixels from one period to the next. */
function thinned(ticks: ControlChartOptions['ticks'], step: number): ControlChartOptions['ticks'] {
  const room = widthOf(ticks.map(({ text }) => text)) + FONT
  for (let every = 1; ; every++) {
    const kept = ticks.filter((_, index) => index % every === 0)
    if (kept.length < 2 || kept.slice(1).every(({ index }, before) => (index - kept[before]!.index) * step >= room)) return kept
  }
}

function finish(svg: Element, { id, title, description }: ControlChartOptions, size: Size): string {
  for (const style of [...svg.querySelectorAll('style')]) style.remove()
  for (const styled of [...svg.querySelectorAll('[style]')]) styled.removeAttribute('style')
  for (const marked of [...svg.querySelectorAll('[aria-label], [aria-hidden]')]) {
    marked.removeAttribute('aria-label')
    marked.removeAttribute('aria-hidden')
  }
  const names = ([['title', title], ['desc', description]] as const).map(([tag, words]) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
    element.id = `${id}-${size}-${tag}`
    element.textContent = words
    return element
  })
  svg.prepend(...names)
  svg.removeAttribute('font-family')
  svg.setAttribute('class', `wm-plot wm-plot--${size}`)
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-labelledby', names.map((element) => element.id).join(' '))
  return svg.outerHTML
}

const KEY_SHAPES: Record<SignalKind, string> = {
  improvement: 'M8 2L15 14H1Z',
  concern: 'M2 2H14V14H2Z',
  neutral: 'M8 0L14 8L8 16L2 8Z',
}

/** What the shapes in this chart mean; nothing when it has none. */
function key(points: readonly ChartPoint[]): string {
  const present = SIGNALS.filter((kind) => points.some(({ signal, isIncomplete }) => signal === kind && !isIncomplete))
  const entries = present.map((kind) => [`<path d="${KEY_SHAPES[kind]}" fill="${SHAPES[kind].fill}"/>`, SHAPES[kind].words])
  if (points.some(({ isIncomplete, value }) => isIncomplete && value !== null))
    entries.push([`<circle cx="8" cy="8" r="5" fill="#fff" stroke="${INK}" stroke-width="2"/>`, 'Incomplete: left out of the limits'])
  const frame = 'width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false"'
  const listed = entries.map(([shape, words]) => `<li><svg ${frame}>${shape}</svg> ${words}</li>`)
  return listed.length ? `<ul class="wm-chart__key">${listed.join('')}</ul>` : ''
}

export type SparklineOptions = { mean: number | null; lower: number | null; upper: number | null; label?: string }

/**
 * The course of a measure in the height of a line of text: its usual range, mean and readings, the last one marked, with its
 * shape when it is a signal. Give `label` only where no sentence stands beside it. Empty when nothing was read.
 */
export function sparkline(
  points: readonly Pick<ChartPoint, 'value' | 'signal'>[],
  { mean, lower, upper, label }: SparklineOptions,
): string {
  const last = points.findLastIndex(({ value }) => value !== null)
  if (last === -1) return ''
  const [width, height, edge] = [108, 26, 5]
  const all = [...points.map(({ value }) => value), mean, lower, upper].filter((value) => value !== null)
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const x = (index: number) => fixed(points.length === 1 ? width / 2 : edge + (index / (points.length - 1)) * (width - 2 * edge))
  const y = (value: number) => fixed(most === least ? height / 2 : height - edge - ((value - least) / (most - least)) * (height - 2 * edge))
  const course = points.map(({ value }, index) => {
    if (value === null) return ''
    return `${(points[index - 1]?.value ?? null) === null ? 'M' : 'L'}${x(index)} ${y(value)}`
  })
  const { value, signal } = points[last]!
  const mark = signal
    ? `<path d="${KEY_SHAPES[signal]}" fill="${SHAPES[signal].fill}" transform="translate(${x(last) - 4.5} ${y(value!) - 4.5}) scale(.56)"/>`
    : `<circle cx="${x(last)}" cy="${y(value!)}" r="2.5" fill="${INK}"/>`
  const band = (from: number, to: number) => `<rect x="0" width="${width}" y="${y(to)}" height="${fixed(y(from) - y(to))}" fill="#e4e0d5"/>`
  const range = lower !== null && upper !== null ? band(lower, upper) : ''
  const centre = mean !== null ? `<path d="M0 ${y(mean)}H${width}" stroke="#8a8574" stroke-width=".75"/>` : ''
  const name = label ? `role="img" aria-label="${escaped(label)}"` : 'aria-hidden="true" focusable="false"'
  const line = `<path d="${course.join('')}" fill="none" stroke="${INK}" stroke-width="1.25"/>`
  const frame = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ${name}`
  return `<svg class="wm-spark" ${frame}>${range}${centre}${line}${mark}</svg>`
}

const fixed = (value: number) => Math.round(value * 10) / 10
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
