/** The squares of a study area: column x and row y of each, in the order given. The other four describe the box around them. */
export type Lattice = { x: Int32Array; y: Int32Array; left: number; bottom: number; columns: number; rows: number }

/** `of[starts[i]]` up to, not including, `of[starts[i + 1]]` are the neighbours of area i, by index, itself among them. */
export type Neighbours = { starts: Int32Array; of: Int32Array }

// More squares than this in the box around an area means that a stray square lies far from the others.
const LARGEST_BOX = 20_000_000

/**
 * A lattice of whole-numbered columns and rows. Throws RangeError when a square comes twice or the box around them is
 * beyond reason.
 */
export function latticeOf(x: Int32Array, y: Int32Array): Lattice {
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let cell = 0; cell < x.length; cell++) {
    left = Math.min(left, x[cell]!)
    right = Math.max(right, x[cell]!)
    bottom = Math.min(bottom, y[cell]!)
    top = Math.max(top, y[cell]!)
  }
  if (x.length === 0) return { x, y, left: 0, bottom: 0, columns: 0, rows: 0 }
  const [columns, rows] = [right - left + 1, top - bottom + 1]
  if (columns * rows > LARGEST_BOX) throw new RangeError(`The squares lie in a box of ${columns} by ${rows}: one of them is far from the others`)
  return { x, y, left, bottom, columns, rows }
}

/**
 * For each place of the box, row by row from the bottom left, the index of its square, or −1. Throws RangeError when
 * a square comes twice.
 */
export function boxOf({ x, y, left, bottom, columns, rows }: Lattice): Int32Array {
  const box = new Int32Array(columns * rows).fill(-1)
  for (let cell = 0; cell < x.length; cell++) {
    const place = (y[cell]! - bottom) * columns + x[cell]! - left
    if (box[place] !== -1) throw new RangeError(`The square ${x[cell]}, ${y[cell]} comes twice`)
    box[place] = cell
  }
  return box
}

/** Gives the index of the square at a column and row, or −1 where there is none. */
export function squareFinder(lattice: Lattice): (x: number, y: number) => number {
  const box = boxOf(lattice)
  const { left, bottom, columns, rows } = lattice
  return (x, y) => (x < left || y < bottom || x >= left + columns || y >= bottom + rows ? -1 : (box[(y - bottom) * columns + x - left] ?? -1))
}

/** Each square with the up to eight that touch it, by row and column and never by distance. */
export function queenNeighbours(lattice: Lattice): Neighbours {
  const { x, y, left, bottom, columns, rows } = lattice
  const box = boxOf(lattice)
  const starts = new Int32Array(x.length + 1)
  const of = new Int32Array(x.length * 9)
  let end = 0
  for (let cell = 0; cell < x.length; cell++) {
    const column = x[cell]! - left
    const row = y[cell]! - bottom
    const last = Math.min(columns - 1, column + 1)
    for (let near = Math.max(0, row - 1); near <= Math.min(rows - 1, row + 1); near++) {
      for (let beside = Math.max(0, column - 1); beside <= last; beside++) {
        const other = box[near * columns + beside]!
        if (other !== -1) of[end++] = other
      }
    }
    starts[cell + 1] = end
  }
  return { starts, of: of.subarray(0, end) }
}

/**
 * Neighbours from pairs of indexes, read as they stand (i has j); every area is made its own neighbour, and a pair
 * given twice counts once.
 */
export function listedNeighbours(areas: number, pairs: Iterable<readonly [number, number]>): Neighbours {
  const lists = Array.from({ length: areas }, (_, area) => new Set([area]))
  for (const [area, neighbour] of pairs) lists[area]!.add(neighbour)
  const starts = new Int32Array(areas + 1)
  for (let area = 0; area < areas; area++) starts[area + 1] = starts[area]! + lists[area]!.size
  return { starts, of: Int32Array.from(lists.flatMap((list) => [...list])) }
}
