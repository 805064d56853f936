/**
 * The chance that a standard normal variable lies farther from 0 than z, either way, to about 14 digits even far out.
 * Source: the error function's series (NIST DLMF 7.6.2) near 0 and its continued fraction (7.9.2) beyond.
 */
export function twoSidedNormal(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  if (Number.isNaN(x)) return NaN
  return x < 2 ? 1 - seriesOf(x) : fractionOf(x)
}

function seriesOf(x: number): number {
  let term = x
  let sum = x
  for (let step = 1; term > sum * 1e-17; step++) {
    term *= (2 * x * x) / (2 * step + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

function fractionOf(x: number): number {
  let tail = 0
  for (let step = 60; step >= 1; step--) tail = step / 2 / (x + tail)
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + tail)
}
