import { type Boundary } from '../../incidents/places/areas.ts'
import { areasOf, drawGround, extentOfGround, middleOf } from './ground-drawing.ts'
import { type Frame, frameOf, MAP_WIDTHS, type MapSize, pathAlong, scaleBarOf } from './frame.ts'
import type { MapGround } from './ground-held.ts'

/** How a place is marked. Darkness, line and hatching carry the meaning; the colour only helps. */
export type Mark = 'chosen' | 'high' | 'raised' | 'cluster' | 'one' | 'other' | 'both'

/** One place on a map: a square or an area, its mark, and a number that the table beside the map gives it. */
export type Shape = { boundary: Boundary; mark: Mark; number: number | null }

export type MapDrawing = {
  id: string // letters, figures and hyphens, used once on the page
  title: string
  description: string // what the map shows, for those who cannot see it
  ground: MapGround
  groundHref: string | null // where the ground alone is; null draws it in, for a file that stands by itself
  shapes: readonly Shape[]
  key: readonly { mark: Mark; text: string }[]
}

const INK = '#14213d'
const HALO = `paint-order="stroke" stroke="#fff" stroke-width="3" stroke-linejoin="round"`

const LOOKS: Record<Mark, (id: string) => string> = {
  chosen: () => 'fill="#7a1f2b" fill-opacity=".82" stroke="#3f0e16" stroke-width="1.5"',
  high: () => 'fill="#c98f3a" fill-opacity=".55"',
  raised: () => 'fill="#e8cf9d" fill-opacity=".6"',
  cluster: (id) => `fill="url(#${id}-lines)" stroke="#123f6d" stroke-width="2"`,
  one: (id) => `fill="url(#${id}-rising)" stroke="#7a1f2b" stroke-width="1.5"`,
  other: (id) => `fill="url(#${id}-falling)" stroke="#123f6d" stroke-width="1.5"`,
  both: () => `fill="${INK}" fill-opacity=".88" stroke="${INK}" stroke-width="1.5"`,
}
/** Whether a number on the mark is written light on dark. */
const IS_DARK: Record<Mark, boolean> = { chosen: true, both: true, high: false, raised: false, cluster: false, one: false, other: false }

const hatch = (id: string, name: string, colour: string, path: string) =>
  `<pattern id="${id}-${name}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#fff" fill-opacity=".55"/><path d="${path}" stroke="${colour}" stroke-width="1.6" fill="none"/></pattern>`
const RISING = 'M-2 2L2 -2M0 8L8 0M6 10L10 6'
const FALLING = 'M-2 6L2 10M0 0L8 8M6 -2L10 2'
const patternsFor = (id: string) =>
  `<defs>${hatch(id, 'lines', '#123f6d', `${RISING}${FALLING}`)}${hatch(id, 'rising', '#7a1f2b', RISING)}${hatch(id, 'falling', '#123f6d', FALLING)}</defs>`

/** A map as markup: the drawing twice (for wide and narrow screens; the stylesheet shows one) and its key in words. */
export const drawMap = (map: MapDrawing): string =>
  `<div class="wm-map">${drawing(map, 'wide')}${drawing(map, 'narrow')}${keyOf(map)}</div>`

/** The wide drawing with its own ground, title, key and credit in it: a file that can be put in a paper. */
export function mapFile(map: MapDrawing, credits: readonly string[]): string {
  const frame = frameOf(extentOfGround(map.ground), MAP_WIDTHS.wide)
  const [head, foot] = [40, 26 * map.key.length + 22 * credits.length + 12]
  const keys = map.key.map(({ mark, text }, index) => `<g transform="translate(12 ${head + frame.height + 14 + index * 26})"><rect width="18" height="18" ${LOOKS[mark](map.id)}/><text x="26" y="14" font-size="15">${escaped(text)}</text></g>`)
  const words = credits.map((text, index) => `<text x="12" y="${head + frame.height + 26 * map.key.length + 24 + index * 22}" font-size="13" fill="#4a5268">${escaped(text)}</text>`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${frame.width} ${head + frame.height + foot}" width="${frame.width}" height="${head + frame.height + foot}" font-family="Atkinson Hyperlegible Next, Arial, sans-serif" fill="${INK}">`,
    `<rect width="100%" height="100%" fill="#fff"/><text x="12" y="27" font-size="19" font-weight="700">${escaped(map.title)}</text>`,
    `<svg y="${head}" width="${frame.width}" height="${frame.height}">${patternsFor(map.id)}${drawGround(map.ground, frame)}${contents(map, frame, 'wide')}</svg>`,
    ...keys, ...words, '</svg>',
  ].join('')
}

function drawing(map: MapDrawing, size: MapSize): string {
  const frame = frameOf(extentOfGround(map.ground), MAP_WIDTHS[size])
  const id = `${map.id}-${size}`
  return [
    `<svg class="wm-plot wm-plot--${size}" viewBox="0 0 ${frame.width} ${frame.height}" width="${frame.width}" height="${frame.height}" role="img" aria-labelledby="${id}-title ${id}-desc" fill="${INK}">`,
    `<title id="${id}-title">${escaped(map.title)}</title><desc id="${id}-desc">${escaped(map.description)}</desc>`,
    patternsFor(id),
    map.groundHref === null ? drawGround(map.ground, frame) : `<image href="${escaped(map.groundHref)}" width="${frame.width}" height="${frame.height}"/>`,
    contents({ ...map, id }, frame, size),
    '</svg>',
  ].join('')
}

function contents({ id, ground, shapes }: MapDrawing, frame: Frame, size: MapSize): string {
  const byMark = Map.groupBy(shapes, ({ mark }) => mark)
  const order: Mark[] = ['raised', 'high', 'one', 'other', 'cluster', 'both', 'chosen']
  const drawn = order.filter((mark) => byMark.has(mark)).map((mark) =>
    `<path d="${pathAlong(frame, byMark.get(mark)!.flatMap(({ boundary }) => boundary.flat()), true)}" fill-rule="evenodd" ${LOOKS[mark](id)}/>`)
  return [...drawn, size === 'wide' ? namesOf(ground, frame, shapes) : '', numbersOf(shapes, frame), furniture(frame)].join('')
}

const MOST_NAMES = 40

/** Names of wards, where they would not be a thicket and no number is written in their place. */
function namesOf(ground: MapGround, frame: Frame, shapes: readonly Shape[]): string {
  const wards = areasOf(ground, 'ward')
  if (wards.length === 0 || wards.length > MOST_NAMES || shapes.some(({ boundary, number }) => number !== null && boundary.flat().some((ring) => ring.length > 10))) return ''
  const numbered = shapes.filter(({ number }) => number !== null).map(({ boundary }) => middleOf({ boundary }))
  const names = wards.map((ward) => {
    const { x, y } = middleOf(ward)
    const reach = ward.name.length * 3.2 + 14
    const isCovered = numbered.some((at) => Math.abs(at.x - x) * frame.perMetre < reach && Math.abs(at.y - y) * frame.perMetre < 26)
    return isCovered ? '' : `<text x="${frame.x(x)}" y="${frame.y(y)}">${escaped(ward.name)}</text>`
  })
  return `<g font-size="12" font-style="italic" text-anchor="middle" fill="#4a5268" ${HALO}>${names.join('')}</g>`
}

function numbersOf(shapes: readonly Shape[], frame: Frame): string {
  const numbered = shapes.filter(({ number }) => number !== null).map(({ boundary, mark, number }) => {
    const { x, y } = middleOf({ boundary })
    const ring = boundary[0]![0]!
    const across = Math.abs(Math.max(...ring.filter((_, at) => at % 2 === 0)) - Math.min(...ring.filter((_, at) => at % 2 === 0))) * frame.perMetre
    return { x: frame.x(x), y: frame.y(y), mark, number, size: Math.min(17, across * 0.55) }
  })
  const legible = numbered.filter(({ size }) => size >= 9)
  return legible.map(({ x, y, mark, number, size }) =>
    `${IS_DARK[mark] ? '' : `<circle cx="${x}" cy="${y}" r="${Math.round(size * 0.8)}" fill="#fff"/>`}<text x="${x}" y="${Math.round((y + size * 0.36) * 10) / 10}" font-size="${Math.round(size)}" font-weight="700" text-anchor="middle" fill="${IS_DARK[mark] ? '#fff' : INK}">${number}</text>`).join('')
}

/** Scale bar and north. */
function furniture(frame: Frame): string {
  const { pixels, text } = scaleBarOf(frame)
  const [left, foot, right] = [10, frame.height - 12, frame.width - 18]
  return [
    `<path d="M${left} ${foot - 5}v5h${pixels}v-5" fill="none" stroke="${INK}" stroke-width="2"/>`,
    `<text x="${left + pixels / 2}" y="${foot - 7}" font-size="14" text-anchor="middle" ${HALO}>${text}</text>`,
    `<path d="M${right} 30V10M${right - 5} 17L${right} 9L${right + 5} 17" fill="none" stroke="${INK}" stroke-width="2"/>`,
    `<text x="${right}" y="44" font-size="14" text-anchor="middle" ${HALO}>N</text>`,
  ].join('')
}

function keyOf({ id, key }: MapDrawing): string {
  const entries = key.map(({ mark, text }, index) =>
    `<li><svg width="22" height="22" viewBox="-2 -2 22 22" aria-hidden="true" focusable="false">${patternsFor(`${id}-key${index}`)}<rect width="18" height="18" ${LOOKS[mark](`${id}-key${index}`)}/></svg> ${escaped(text)}</li>`)
  return entries.length > 0 ? `<ul class="wm-chart__key">${entries.join('')}</ul>` : ''
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
