import { boxOf, type Lattice } from './lattice.ts'

export type Smoother = (values: Float64Array, into: Float64Array) => void

/**
 * Gaussian smoothing over the squares of an area. `sd`: the kernel's standard deviation in squares; it is cut at four of them.
 * `edge` 'shared': each value is divided by the kernel's weight inside the area, so that squares at the edge are not
 * dimmed by the emptiness beyond it. 'open': the plain sum of kernels, as a kernel density estimate.
 */
export function gaussianSmoother(lattice: Lattice, sd: number, edge: 'shared' | 'open'): Smoother {
  if (!(sd > 0)) throw new RangeError('The standard deviation must be above 0')
  const { columns, rows } = lattice
  const box = boxOf(lattice)
  const places = new Int32Array(lattice.x.length)
  for (let place = 0; place < box.length; place++) if (box[place] !== -1) places[box[place]!] = place
  const kernel = halfKernel(sd)
  const [spread, across] = [new Float64Array(box.length), new Float64Array(box.length)]
  const smooth = (values: Float64Array, into: Float64Array) => {
    spread.fill(0)
    for (let cell = 0; cell < places.length; cell++) spread[places[cell]!] = values[cell]!
    convolve(spread, across, kernel, rows, columns, columns, 1)
    convolve(across, spread, kernel, columns, rows, 1, columns)
    for (let cell = 0; cell < places.length; cell++) into[cell] = spread[places[cell]!]!
  }
  if (edge === 'open') return smooth
  const inside = new Float64Array(places.length)
  smooth(new Float64Array(places.length).fill(1), inside)
  return (values, into) => {
    smooth(values, into)
    for (let cell = 0; cell < places.length; cell++) into[cell]! /= inside[cell]!
  }
}

function halfKernel(sd: number): Float64Array {
  const kernel = Float64Array.from({ length: Math.ceil(4 * sd) + 1 }, (_, step) => Math.exp(-0.5 * (step / sd) ** 2))
  const sum = 2 * kernel.reduce((total, weight) => total + weight, 0) - 1
  return kernel.map((weight) => weight / sum)
}

/**
 * One pass along `lines` lines of `length` values, `lineStep` apart, whose values lie `step` apart. Empty values are
 * passed over: most squares are.
 */
function convolve(from: Float64Array, to: Float64Array, kernel: Float64Array, lines: number, length: number, lineStep: number, step: number) {
  to.fill(0)
  for (let line = 0; line < lines; line++) {
    for (let at = 0; at < length; at++) {
      const value = from[line * lineStep + at * step]!
      if (value === 0) continue
      const first = Math.max(0, at - kernel.length + 1)
      const last = Math.min(length - 1, at + kernel.length - 1)
      for (let near = first; near <= last; near++) to[line * lineStep + near * step]! += value * kernel[Math.abs(near - at)]!
    }
  }
}
