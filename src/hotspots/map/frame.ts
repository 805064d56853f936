import type { Extent } from './area-shapes.ts'

/** The narrow drawing is a phone's width, so its words are not shrunk there. */
export const MAP_WIDTHS = { wide: 1000, narrow: 345 } as const
export type MapSize = keyof typeof MAP_WIDTHS

/** A piece of ground as drawn: pixels at full size, north up. */
export type Frame = { extent: Extent; width: number; height: number; perMetre: number; x: (easting: number) => number; y: (northing: number) => number }

const TALLEST = 1.1

/** The ground with a little room about it. Ground taller than it is wide is widened, so that it fits a screen. */
export function frameOf(extent: Extent, width: number): Frame {
  const room = 0.02 * Math.max(extent.east - extent.west, extent.north - extent.south, 100)
  const [tall, wide] = [extent.north - extent.south + 2 * room, extent.east - extent.west + 2 * room]
  const across = Math.max(wide, tall / TALLEST)
  const west = (extent.west + extent.east) / 2 - across / 2
  const framed = { west, east: west + across, south: extent.south - room, north: extent.north + room }
  const perMetre = width / across
  return {
    extent: framed, width, height: Math.round(tall * perMetre), perMetre,
    x: (easting) => tenth((easting - framed.west) * perMetre),
    y: (northing) => tenth((framed.north - northing) * perMetre),
  }
}

const tenth = (value: number) => Math.round(value * 10) / 10

/** A path along rings or lines of easting, northing, …; steps are relative, and those too small to be seen are left out. */
export function pathAlong(frame: Frame, lines: Iterable<readonly number[]>, closed: boolean): string {
  let path = ''
  for (const line of lines) {
    let [fromX, fromY] = [frame.x(line[0]!), frame.y(line[1]!)]
    path += `M${fromX} ${fromY}`
    for (let at = 2; at + 1 < line.length; at += 2) {
      const [x, y] = [frame.x(line[at]!), frame.y(line[at + 1]!)]
      const isLast = at + 3 >= line.length
      if (!isLast && Math.abs(x - fromX) + Math.abs(y - fromY) < 1) continue
      if (isLast && closed) break
      path += `l${tenth(x - fromX)} ${tenth(y - fromY)}`
      ;[fromX, fromY] = [x, y]
    }
    if (closed) path += 'z'
  }
  return path
}

/** A round length for a scale bar no longer than a quarter of the map: its metres, its pixels and its words. */
export function scaleBarOf({ width, perMetre }: Frame): { metres: number; pixels: number; text: string } {
  const most = width / 4 / perMetre
  const power = 10 ** Math.floor(Math.log10(most))
  const metres = [5, 2, 1].map((times) => times * power).find((length) => length <= most)!
  return { metres, pixels: tenth(metres * perMetre), text: metres >= 1000 ? `${metres / 1000} km` : `${metres} m` }
}
