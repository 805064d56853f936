import { type Forecaster, SMOOTHED_SHARE, SMOOTHING_METRES } from './forecast.ts'
import type { Past } from './past.ts'

/** Scores every square before a month; the highest are predicted. `expected` says that the scores are counts expected. */
export type Predictor = { name: string; expected: boolean; score: (past: Past, forecaster: Forecaster, into: Float64Array) => void }

/** Our own, the plain rival, the famous methods, and each half-life on its own. */
export const USUAL_PREDICTORS = [
  'decayed', 'last12', 'gistar', 'kde300', 'kde150', 'kde100', 'decayed3', 'decayed6', 'decayed9', 'decayed12', 'decayed24',
] as const

const KINDS: readonly [RegExp, (size: number) => Predictor['score']][] = [
  [/^last(\d+)$/, (months) => (past, _, into) => into.set(past.window(months))],
  [/^kde(\d+)$/, (metres) => (past, _, into) => into.set(past.smoothed('window 12', past.window(12), metres, 'open'))],
  [/^decayed(\d+)$/, (halfLife) => (past, _, into) => smoothedDecay(past, halfLife, into)],
  [/^unsmoothed(\d+)$/, (halfLife) => (past, _, into) => into.set(past.decayed(halfLife))],
]

/**
 * A predictor by its name, or null where there is none of that name: decayed (the forecast, half-life chosen as it
 * goes), last12 (same places as last year), gistar (of the last 12 months), kde300 (kernel density of 300 m of the
 * last 12 months), decayed9 (half-life of 9 months, smoothed), unsmoothed9; with any other whole number.
 */
export function predictorNamed(name: string): Predictor | null {
  if (name === 'decayed') return { name, expected: true, score: (_, forecaster, into) => into.set(forecaster.forecast().expected) }
  if (name === 'gistar') return { name, expected: false, score: (past, _, into) => into.set(past.hot().map((z) => (Number.isNaN(z) ? 0 : z))) }
  for (const [pattern, make] of KINDS) {
    const size = Number(pattern.exec(name)?.[1] ?? 0)
    if (size > 0) return { name, expected: false, score: make(size) }
  }
  return null
}

/** Decayed counts, lightly smoothed. */
function smoothedDecay(past: Past, halfLife: number, into: Float64Array): void {
  const decayed = past.decayed(halfLife)
  const smooth = past.smoothed(`decayed ${halfLife}`, decayed, SMOOTHING_METRES, 'shared')
  for (let cell = 0; cell < into.length; cell++) into[cell] = (1 - SMOOTHED_SHARE) * decayed[cell]! + SMOOTHED_SHARE * smooth[cell]!
}
