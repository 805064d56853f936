/** How a line is drawn: weight and dashes tell lines apart without colour. */
export type Look = 'strong' | 'plain' | 'dashed' | 'dotted'

export type Axis = { from: number; to: number; ticks: readonly { at: number; text: string }[]; name: string }

export type LinesDrawing = {
  id: string // letters, figures and hyphens, used once on the page
  title: string
  description: string // what the lines show, for those who cannot see them
  x: Axis
  y: Axis
  /** Runs of points; a line is not drawn from one run to the next. */
  lines: readonly { text: string; look: Look; runs: readonly (readonly (readonly [number, number])[])[] }[]
  /** Upright lines with words at their head. */
  marks?: readonly { at: number; text: string }[]
}

const SIZES = { wide: { width: 1000, height: 340 }, narrow: { width: 345, height: 280 } } as const
const [INK, QUIET, LINE] = ['#14213d', '#4a5268', '#d9d4c7']
const LOOKS: Record<Look, string> = {
  strong: 'stroke="#7a1f2b" stroke-width="3"',
  plain: `stroke="${INK}" stroke-width="1.5"`,
  dashed: `stroke="${QUIET}" stroke-width="1.5" stroke-dasharray="7 4"`,
  dotted: `stroke="${QUIET}" stroke-width="2" stroke-dasharray="1.5 4"`,
}

/** Lines against two axes as markup: twice (for wide and narrow screens; the stylesheet shows one), and a key in words. */
export function drawLines(drawing: LinesDrawing): string {
  const key = drawing.lines.map(({ text, look }) => `<li><svg width="34" height="12" viewBox="0 0 34 12" aria-hidden="true" focusable="false"><path d="M1 6H33" fill="none" ${LOOKS[look]}/></svg> ${escaped(text)}</li>`)
  return `<div class="wm-chart">${drawn(drawing, 'wide')}${drawn(drawing, 'narrow')}<ul class="wm-chart__key">${key.join('')}</ul></div>`
}

function drawn({ id, title, description, x, y, lines, marks = [] }: LinesDrawing, size: keyof typeof SIZES): string {
  const { width, height } = SIZES[size]
  const [left, right, top, foot] = [52, 26, 34, 46]
  const [across, up] = [width - left - right, height - top - foot]
  const atX = (value: number) => tenth(left + ((value - x.from) / (x.to - x.from || 1)) * across)
  const atY = (value: number) => tenth(top + up - ((value - y.from) / (y.to - y.from || 1)) * up)
  const name = `${id}-${size}`
  const every = Math.max(1, Math.ceil((x.ticks.length * (Math.max(...x.ticks.map(({ text }) => text.length)) + 2) * 8) / across))
  return [
    `<svg class="wm-plot wm-plot--${size}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${name}-title ${name}-desc" font-size="15" fill="${QUIET}">`,
    `<title id="${name}-title">${escaped(title)}</title><desc id="${name}-desc">${escaped(description)}</desc>`,
    ...y.ticks.map(({ at, text }) => `<path d="M${left} ${atY(at)}H${width - right}" stroke="${LINE}"/><text x="${left - 8}" y="${atY(at) + 5}" text-anchor="end">${escaped(text)}</text>`),
    ...x.ticks.filter((_, index) => index % every === 0).map(({ at, text }) => `<text x="${atX(at)}" y="${height - foot + 19}" text-anchor="middle">${escaped(text)}</text>`),
    `<text x="0" y="16">${escaped(y.name)}</text><text x="${width - right}" y="${height - 5}" text-anchor="end">${escaped(x.name)}</text>`,
    ...marks.map(({ at, text }) => `<path d="M${atX(at)} ${top - 6}V${top + up}" stroke="${INK}" stroke-dasharray="3 3"/><text x="${atX(at) + (at > (x.from + x.to) / 2 ? -5 : 5)}" y="${top - 8}" text-anchor="${at > (x.from + x.to) / 2 ? 'end' : 'start'}" fill="${INK}">${escaped(text)}</text>`),
    ...lines.toReversed().map(({ look, runs }) => `<path d="${runs.map((run) => run.map(([px, py], index) => `${index === 0 ? 'M' : 'L'}${atX(px)} ${atY(py)}`).join('')).join('')}" fill="none" ${LOOKS[look]} stroke-linejoin="round"/>`),
    '</svg>',
  ].join('')
}

/** Ticks from nought that end at or above the highest value, four to six of them. */
export function ticksTo(highest: number, write: (value: number) => string): { to: number; ticks: { at: number; text: string }[] } {
  const power = 10 ** Math.floor(Math.log10(highest || 1))
  const step = [0.1, 0.2, 0.25, 0.5, 1, 2].map((times) => times * power).find((size) => highest / size <= 5)!
  const count = Math.max(1, Math.ceil(highest / step - 1e-9))
  return { to: count * step, ticks: Array.from({ length: count + 1 }, (_, index) => ({ at: index * step, text: write(index * step) })) }
}

/** Values with gaps as runs of points, x being each value's place. A run also ends before each of `breaks`. */
export function runsOf(values: readonly (number | null)[], first = 0, breaks: readonly number[] = []): [number, number][][] {
  const runs: [number, number][][] = [[]]
  values.forEach((value, index) => {
    if (value === null || breaks.includes(first + index)) runs.push([])
    if (value !== null) runs.at(-1)!.push([first + index, value])
  })
  return runs.filter((run) => run.length > 0)
}

const tenth = (value: number) => Math.round(value * 10) / 10
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
