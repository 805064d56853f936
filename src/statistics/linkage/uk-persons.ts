import type { Kind } from './fields.ts'

/**
 * How two records of the same person agree, for people in Britain as councils and police record them: share of pairs at each level of `LEVELS` from 1 up.
 * Judged, not measured: held as `STRENGTH` imagined pairs beside what a file itself shows, so that a file with hundreds of repeats hardly feels them.
 */
export const UK_PERSONS: Record<Kind, readonly number[]> = {
  forename: [0.72, 0.01, 0.08, 0.07, 0.03, 0.03, 0.06],
  surname: [0.82, 0.08, 0.02, 0.02, 0.06],
  names: [0.6, 0.15, 0.15, 0.1],
  birth: [0.86, 0.06, 0.03, 0.02, 0.03],
  postcode: [0.68, 0.06, 0.04, 0.06, 0.16],
  phone: [0.65, 0.05, 0.3],
  email: [0.65, 0.08, 0.07, 0.2],
  identifier: [0.92, 0.05, 0.03],
  text: [0.65, 0.1, 0.1, 0.15],
  number: [0.72, 0.08, 0.2],
  category: [0.93, 0.07],
}

export const STRENGTH = 20
