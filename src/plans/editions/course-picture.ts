import { crc32, deflateSync } from 'node:zlib'
import type { ShownItem } from './shown.ts'

// The sparkline of src/web/charts.ts as a PNG, for papers: LibreOffice, and Word before 2016, show no SVG.

type Course = Pick<ShownItem['measures'][number], 'points' | 'mean' | 'lower' | 'upper'>
type Point = readonly [x: number, y: number]
type Shape = { inside: (x: number, y: number) => boolean; from: Point; to: Point; colour: Colour }
type Colour = readonly [red: number, green: number, blue: number]

const SCALE = 4
/** Pixels. */
export const COURSE = { width: 108 * SCALE, height: 26 * SCALE }
const EDGE = 5 * SCALE
const INK: Colour = [0x14, 0x21, 0x3d]
const USUAL: Colour = [0xe4, 0xe0, 0xd5]
const MEAN: Colour = [0x8a, 0x85, 0x74]

/** The last reading's mark, each kind of signal by its shape and colour: triangle, square, diamond; a dot when it is none. */
const MARKS: Record<'improvement' | 'concern' | 'neutral', { colour: Colour; inside: (x: number, y: number) => boolean }> = {
  improvement: { colour: [0x0b, 0x67, 0x70], inside: (x, y) => y <= 14 && y >= -16 && Math.abs(x) <= (y + 16) / 2 },
  concern: { colour: [0xb8, 0x4a, 0x0b], inside: (x, y) => Math.abs(x) <= 13 && Math.abs(y) <= 13 },
  neutral: { colour: [0x5b, 0x3a, 0x8c], inside: (x, y) => Math.abs(x) + Math.abs(y) <= 17 },
}

/** The course of a measure as a picture: its usual range, mean and readings, the last one marked. Null when nothing was read. */
export function coursePicture({ points, mean, lower, upper }: Course): Uint8Array | null {
  const last = points.findLastIndex(({ value }) => value !== null)
  if (last === -1) return null
  const drawn = [...points.map(({ value }) => value), mean, lower, upper].filter((value) => value !== null)
  const [least, most] = [Math.min(...drawn), Math.max(...drawn)]
  const x = (index: number) => (points.length === 1 ? COURSE.width / 2 : EDGE + (index / (points.length - 1)) * (COURSE.width - 2 * EDGE))
  const y = (value: number) => (most === least ? COURSE.height / 2 : COURSE.height - EDGE - ((value - least) / (most - least)) * (COURSE.height - 2 * EDGE))
  const lines = points.flatMap(({ value }, index) => {
    const next = points[index + 1]?.value ?? null
    return value === null || next === null ? [] : [line([x(index), y(value)], [x(index + 1), y(next)], 5, INK)]
  })
  return png([
    ...(lower !== null && upper !== null ? [box([0, y(upper)], [COURSE.width, y(lower)], USUAL)] : []),
    ...(mean !== null ? [line([0, y(mean)], [COURSE.width, y(mean)], 3, MEAN)] : []),
    ...lines,
    mark([x(last), y(points[last]!.value!)], points[last]!.signal),
  ])
}

const box = (from: Point, to: Point, colour: Colour): Shape => ({ from, to, colour, inside: (x, y) => x >= from[0] && x <= to[0] && y >= from[1] && y <= to[1] })

function line([x1, y1]: Point, [x2, y2]: Point, thick: number, colour: Colour): Shape {
  const [dx, dy] = [x2 - x1, y2 - y1]
  const long = dx * dx + dy * dy || 1
  const inside = (x: number, y: number) => {
    const along = Math.min(1, Math.max(0, ((x - x1) * dx + (y - y1) * dy) / long))
    return Math.hypot(x - x1 - along * dx, y - y1 - along * dy) <= thick / 2
  }
  return { inside, colour, from: [Math.min(x1, x2) - thick, Math.min(y1, y2) - thick], to: [Math.max(x1, x2) + thick, Math.max(y1, y2) + thick] }
}

function mark([cx, cy]: Point, signal: Course['points'][number]['signal']): Shape {
  const { colour, inside } = signal ? MARKS[signal] : { colour: INK, inside: (x: number, y: number) => Math.hypot(x, y) <= 10 }
  return { colour, inside: (x, y) => inside(x - cx, y - cy), from: [cx - 18, cy - 18], to: [cx + 18, cy + 18] }
}

const SAMPLES = [1 / 6, 3 / 6, 5 / 6]

/** Paints shapes over white, each pixel by the share of it that nine samples find inside. */
function png(shapes: readonly Shape[]): Uint8Array {
  const { width, height } = COURSE
  const row = width * 3 + 1 // each row begins with its filter: none
  const pixels = Buffer.alloc(row * height, 255)
  for (let y = 0; y < height; y++) pixels[y * row] = 0
  for (const { inside, from, to, colour } of shapes)
    for (let y = Math.max(0, Math.floor(from[1])); y < Math.min(height, Math.ceil(to[1])); y++)
      for (let x = Math.max(0, Math.floor(from[0])); x < Math.min(width, Math.ceil(to[0])); x++) {
        let found = 0
        for (const up of SAMPLES) for (const across of SAMPLES) if (inside(x + across, y + up)) found++
        for (let part = 0; found > 0 && part < 3; part++) {
          const at = y * row + 1 + x * 3 + part
          pixels[at] = Math.round(pixels[at]! + ((colour[part]! - pixels[at]!) * found) / 9)
        }
      }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8) // eight bits each of red, green and blue
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header), chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))])
}

/** Source: Portable Network Graphics, W3C, 5.3: length, name, data, and the checksum of name and data. */
function chunk(name: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)])
}
