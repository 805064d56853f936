import type { Hour } from './hours.ts'
import type { PartOfYear } from './year.ts'

const [INK, QUIET, LINE, PAPER, MARK] = ['#14213d', '#4a5268', '#d9d4c7', '#f6f4ef', '#b84a0b']
const SHADES = ['#eef1f6', '#d3deed', '#b3c6e0', '#8facd2', '#678dbd']
const FEWEST = 5

/** Shade of a weight against the heaviest: five steps. Lighter is less. */
const shadeOf = (weight: number, most: number) => SHADES[Math.min(SHADES.length - 1, Math.floor((weight / most) * SHADES.length))]!

const SIZES = { wide: { width: 1000, left: 110, cell: 36, row: 34, font: 15, each: 1 }, narrow: { width: 345, left: 44, cell: 37, row: 34, font: 14, each: 3 } } as const
type Size = keyof typeof SIZES

/**
 * Hours by weekday as markup, twice: hour by hour for wide screens, three hours together for narrow ones. Cells under 5 are grey and not shaded; hours beyond
 * chance have an edge. `grid`: Monday to Sunday.
 */
export function hourGrid(grid: readonly (readonly Hour[])[], title: string, description: string): string {
  return `<div class="wm-chart">${drawn(grid, 'wide', title, description)}${drawn(grid, 'narrow', title, description)}${key()}</div>`
}

function drawn(grid: readonly (readonly Hour[])[], size: Size, title: string, description: string): string {
  const { width, left, cell, row, font, each } = SIZES[size]
  const cells = grid.map((hours) => Array.from({ length: 24 / each }, (_, at) => hours.slice(at * each, (at + 1) * each)))
  const most = Math.max(1, ...cells.flat().map(weightOf))
  const height = 28 + grid.length * (row + 2) + 4
  const heads = cells[0]!.map((hours, at) => (size === 'wide' && at % 2 === 1 ? '' : `<text x="${left + at * (cell + 1) + (size === 'wide' ? 2 : cell / 2)}" y="16" font-size="${font - 1}" fill="${QUIET}"${size === 'wide' ? '' : ' text-anchor="middle"'}>${String(hours[0]!.hour).padStart(2, '0')}</text>`))
  const rows = cells.map((days, index) => {
    const y = 26 + index * (row + 2)
    const name = days[0]![0]!.day
    return `<text x="0" y="${y + row / 2 + 5}" font-size="${font}" fill="${INK}">${size === 'wide' ? name : name.slice(0, 3)}</text>${days.map((hours, at) => cellOf(hours, left + at * (cell + 1), y, size, most)).join('')}`
  })
  const id = `hours-${size}`
  return `<svg class="wm-plot wm-plot--${size}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc"><title id="${id}-title">${escaped(title)}</title><desc id="${id}-desc">${escaped(description)}</desc>${heads.join('')}${rows.join('')}</svg>`
}

const weightOf = (hours: readonly Hour[]) => hours.reduce((sum, { weight }) => sum + weight, 0)

function cellOf(hours: readonly Hour[], x: number, y: number, size: Size, most: number): string {
  const { cell, row, font } = SIZES[size]
  const weight = weightOf(hours)
  const isFew = weight < FEWEST
  const stands = hours.find(({ finding }) => finding === 'more' || finding === 'fewer')?.finding
  const edge = stands === 'more' ? ` stroke="${MARK}" stroke-width="3"` : stands === 'fewer' ? ` stroke="${MARK}" stroke-width="2" stroke-dasharray="4 3"` : ''
  const inset = stands ? 1.5 : 0
  const box = `<rect x="${x + inset}" y="${y + inset}" width="${cell - 2 * inset}" height="${row - 2 * inset}" fill="${isFew ? PAPER : shadeOf(weight, most)}"${edge}/>`
  const words = isFew ? '·' : Math.round(weight).toLocaleString('en-GB')
  return `${box}<text x="${x + cell / 2}" y="${y + row / 2 + 5}" text-anchor="middle" font-size="${font - (words.length > 3 ? 3 : 1)}" fill="${isFew ? QUIET : INK}">${words}</text>`
}

function key(): string {
  const frame = 'width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false"'
  const entries = [
    [`<rect width="16" height="16" fill="${SHADES[0]}"/><path d="M0 16V0L16 16Z" fill="${SHADES[4]}"/>`, 'Darker: more'],
    [`<rect x="1" y="1" width="14" height="14" fill="#fff" stroke="${MARK}" stroke-width="2"/>`, 'More than that hour and that day give together, beyond chance'],
    [`<rect x="1" y="1" width="14" height="14" fill="#fff" stroke="${MARK}" stroke-width="2" stroke-dasharray="3 2"/>`, 'Fewer'],
    [`<rect width="16" height="16" fill="${PAPER}" stroke="${LINE}"/><text x="8" y="12" text-anchor="middle" font-size="13" fill="${QUIET}">·</text>`, 'Under 5: too few to say'],
  ]
  return `<ul class="wm-chart__key">${entries.map(([shape, words]) => `<li><svg ${frame}>${shape}</svg> ${words}</li>`).join('')}</ul>`
}

/** The twelve months of the year as bars about their mean, as markup: those beyond chance in another colour. */
export function yearBars(months: readonly PartOfYear[], title: string): string {
  const draw = (size: Size) => {
    const [width, left, height] = size === 'wide' ? [1000, 60, 250] : [345, 44, 220]
    const step = (width - left) / 12
    const highest = Math.max(1.2, ...months.map(({ index }) => index ?? 0)) * 1.02
    const y = (index: number) => Math.round((height - 30 - (index / highest) * (height - 60)) * 10) / 10
    const bars = months.map(({ text, index, finding }, at) => {
      const x = left + at * step
      const isMarked = finding === 'more' || finding === 'fewer'
      const bar = index === null ? '' : `<rect x="${Math.round(x + step * 0.12)}" y="${y(index)}" width="${Math.round(step * 0.76)}" height="${Math.round(height - 30 - y(index))}" fill="${isMarked ? MARK : SHADES[3]}"/>`
      return `${bar}<text x="${Math.round(x + step / 2)}" y="${height - 10}" text-anchor="middle" font-size="${size === 'wide' ? 15 : 13}" fill="${QUIET}">${text.slice(0, size === 'wide' ? 3 : 1)}</text>`
    })
    const mean = `<path d="M${left} ${y(1)}H${width}" stroke="${INK}" stroke-dasharray="5 4"/><text x="${left - 6}" y="${y(1) + 5}" text-anchor="end" font-size="14" fill="${QUIET}">Mean</text><text x="0" y="14" font-size="14" fill="${QUIET}">Each day, against the mean of the year</text>`
    return `<svg class="wm-plot wm-plot--${size}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">${bars.join('')}${mean}</svg>`
  }
  return `<div class="wm-chart">${draw('wide')}${draw('narrow')}</div>`
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
