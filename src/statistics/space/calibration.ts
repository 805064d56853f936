import { chooseHighest, squaresIn } from './best-places.ts'

/**
 * Squares by how much was expected of them: those ranked from one share of all squares to another; what was expected
 * there, and what came, over all months tested.
 */
export type CalibrationBand = { from: number; to: number; expected: number; came: number }

const EDGES = [0, 0.01, 0.05, 0.2, 1]

export const emptyBands = (): CalibrationBand[] => EDGES.slice(1).map((to, band) => ({ from: EDGES[band]!, to, expected: 0, came: 0 }))

/**
 * Adds one month: what was expected of each square, and what came. A forecast is calibrated when both agree in every
 * band, not only in all.
 */
export function addMonth(bands: readonly CalibrationBand[], expected: Float64Array, came: Float64Array, chosen: Int32Array, scratch: Float64Array): void {
  let [expectedAbove, cameAbove] = [0, 0]
  for (const band of bands) {
    const places = squaresIn(band.to, expected.length)
    chooseHighest(expected, places, chosen, scratch)
    let [expectedHere, cameHere] = [0, 0]
    for (let place = 0; place < places; place++) {
      expectedHere += expected[chosen[place]!]!
      cameHere += came[chosen[place]!]!
    }
    band.expected += expectedHere - expectedAbove
    band.came += cameHere - cameAbove
    expectedAbove = expectedHere
    cameAbove = cameHere
  }
}
