import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseHTML } from 'linkedom'
import { type ChartPoint, controlChart, type ControlChartOptions, sparkline } from './charts.ts'

const limits = { centre: 12, lower: 4, upper: 20 }
const pointsOf = (values: readonly (number | null)[]): ChartPoint[] => values.map((value, index) => ({ label: `Month ${index + 1}`, value, limits }))
const chart = (over: Partial<ControlChartOptions> = {}): ControlChartOptions => ({
  id: 'thefts', title: 'Thefts', description: 'Thefts a month', unit: 'Offences', points: pointsOf([10, 12, 14]), decimals: 0, suffix: '', ticks: [], ...over,
})
const read = (markup: string) => parseHTML(`<body>${markup}</body>`).document
const drawings = (markup: string) => [...read(markup).querySelectorAll('svg.wm-plot')]
const wide = (over: Partial<ControlChartOptions> = {}) => drawings(controlChart(chart(over)))[0]!
const subpaths = (path: string | null | undefined) => (path ?? '').split('M').filter(Boolean)

test('a chart carries no style that the content security policy would refuse', () => {
  const markup = controlChart(chart({ targets: [{ value: 9, text: 'Target' }], newLimits: [{ index: 1, text: 'New limits' }] }))
  assert.doesNotMatch(markup, /<style|\sstyle=|<script|\son\w+=/)
})

test('each drawing is an image named by its own title and description', () => {
  const all = drawings(controlChart(chart()))
  assert.equal(all.length, 2)
  for (const svg of all) {
    assert.equal(svg.getAttribute('role'), 'img')
    const [title, description] = svg.getAttribute('aria-labelledby')!.split(' ')
    assert.equal(svg.querySelector(`title#${title}`)!.textContent, 'Thefts')
    assert.equal(svg.querySelector(`desc#${description}`)!.textContent, 'Thefts a month')
  }
  const ids = [...controlChart(chart()).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  assert.equal(new Set(ids).size, ids.length)
})

test('words that look like markup are shown as words', () => {
  const hostile = '"><img src=x onerror=alert(1)></title><script>alert(1)</script>&amp;'
  const points: ChartPoint[] = [{ label: hostile, value: 1 }, { label: 'b', value: 2 }]
  const markup = controlChart(chart({
    title: hostile, description: hostile, unit: hostile, points, ticks: [{ index: 0, text: hostile }],
    targets: [{ value: 2, text: hostile }], newLimits: [{ index: 1, text: hostile }],
  }))
  const page = read(markup)
  assert.equal(page.querySelectorAll('img, script').length, 0)
  assert.equal(page.querySelector('svg.wm-plot > title')!.textContent, hostile)
  const small = sparkline([{ value: 1 }], { mean: null, lower: null, upper: null, label: hostile })
  assert.equal(read(small).querySelectorAll('img, script').length, 0)
  assert.equal(read(small).querySelector('svg')!.getAttribute('aria-label'), hostile)
})

test('a period without a reading is a gap in the line, never a nought', () => {
  const line = (values: readonly (number | null)[]) => wide({ points: pointsOf(values) }).querySelector('.wm-plot-series path')?.getAttribute('d')
  assert.equal(subpaths(line([10, 12, 14, 13])).length, 1)
  assert.equal(subpaths(line([10, 12, null, 13, 15])).length, 2)
  const small = (values: readonly (number | null)[]) =>
    subpaths(read(sparkline(pointsOf(values), { mean: null, lower: null, upper: null })).querySelector('path[fill=none]')!.getAttribute('d'))
  assert.equal(small([10, 12, 14]).length, 1)
  assert.equal(small([10, 12, null, 14, 15]).length, 2)
})

test('an incomplete reading is a hollow point off the line, and the key says so', () => {
  const points = pointsOf([10, 12, 14, 3]).map((point, index) => ({ ...point, isIncomplete: index === 3 }))
  const svg = wide({ points })
  assert.equal(svg.querySelectorAll('.wm-plot-incomplete circle').length, 1)
  assert.equal(svg.querySelectorAll('.wm-plot-reading circle').length, 3)
  assert.equal((svg.querySelector('.wm-plot-series path')!.getAttribute('d') ?? '').split('L').length, 3)
  assert.match(read(controlChart(chart({ points }))).querySelector('.wm-chart__key')!.textContent!, /Incomplete: left out of the limits/)
})

test('a special cause has a shape of its own, named in the key', () => {
  const points = pointsOf([10, 12, 14, 9]).map((point, index) => ({ ...point, signal: ([null, 'improvement', 'concern', 'neutral'] as const)[index]! }))
  const svg = wide({ points })
  for (const kind of ['improvement', 'concern', 'neutral']) assert.equal(svg.querySelectorAll(`.wm-plot-${kind} path`).length, 1, kind)
  const shapes = ['improvement', 'concern', 'neutral'].map((kind) => svg.querySelector(`.wm-plot-${kind} path`)!.getAttribute('d'))
  assert.equal(new Set(shapes).size, 3)
  assert.equal(read(controlChart(chart({ points }))).querySelectorAll('.wm-chart__key li').length, 3)
  assert.equal(read(controlChart(chart())).querySelectorAll('.wm-chart__key').length, 0)
})

test('limits are dashed, named with their figures, and drawn anew in each phase', () => {
  const points = pointsOf([10, 12, 14, 5, 6, 7]).map((point, index) => (index < 3 ? point : { ...point, phase: 1, limits: { centre: 6, lower: 2.25, upper: 9.75 } }))
  const svg = wide({ points, newLimits: [{ index: 3, text: 'New limits from April' }] })
  const limitLines = [...svg.querySelectorAll('.wm-plot-limit')]
  assert.equal(limitLines.length, 2)
  for (const line of limitLines) {
    assert.ok(line.getAttribute('stroke-dasharray'))
    assert.equal(line.querySelectorAll('path').length, 2)
  }
  assert.match(svg.textContent!, /Upper limit 9\.8/)
  assert.match(svg.textContent!, /Lower limit 2\.3/)
  assert.match(svg.textContent!, /New limits from April/)
})

test('line names that would touch are moved apart', () => {
  const points = pointsOf([10, 10, 10]).map((point) => ({ ...point, limits: { centre: 10, lower: 9.9, upper: 10.1 } }))
  const svg = wide({ points: [...points, { label: 'x', value: 100 }], targets: [{ value: 10, text: 'Target' }] })
  const heights = [...svg.querySelectorAll('.wm-plot-names text')].map((text) => Number(/,([\d.]+)\)/.exec(text.getAttribute('transform')!)![1])).sort((a, b) => a - b)
  assert.equal(heights.length, 4)
  for (const [index, height] of heights.slice(1).entries()) assert.ok(height - heights[index]! >= 16, `${heights}`)
})

test('a chart of nothing is refused, and a sparkline of nothing is nothing', () => {
  assert.throws(() => controlChart(chart({ points: pointsOf([null, null]) })), RangeError)
  assert.equal(sparkline(pointsOf([null]), { mean: null, lower: null, upper: null }), '')
})

test('charts of one reading, of equal readings and of hundreds hold only finite numbers', () => {
  const many = Array.from({ length: 300 }, (_, index) => index % 17)
  for (const values of [[5], [0], [7, 7, 7], [-3, 4], many]) {
    const bare = values.map((value, index) => ({ label: `${index}`, value, limits: null }))
    const markup = controlChart(chart({ points: bare })) + sparkline(bare, { mean: null, lower: null, upper: null })
    assert.doesNotMatch(markup, /\bNaN\b|undefined|Infinity/)
  }
})
