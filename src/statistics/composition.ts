import { writeFigure } from './figures.ts'

export type Composition = {
  total: number // per cent
  unknown: number // per cent not accounted for: 100 less the total, never below 0
  state: 'whole' | 'remainder not explained' | 'more than the whole'
}

/**
 * Whether percentages that ought to make up a whole do. `decimals`: to how many they were rounded; each may be half a
 * last place out, so ten rounded shares may miss 100 by 5 without anything wrong.
 */
export function compose(percentages: readonly number[], decimals = 0): Composition {
  const total = percentages.reduce((sum, percent) => sum + percent, 0)
  const slack = percentages.length * halfPlace(decimals) + 1e-9
  if (total > 100 + slack) return { total, unknown: 0, state: 'more than the whole' }
  if (total < 100 - slack) return { total, unknown: 100 - total, state: 'remainder not explained' }
  return { total, unknown: 0, state: 'whole' }
}

/** The whole of which `part` is the `share`, 0 to 1: £15m that is two thirds implies £22.5m. */
export function wholeFrom(part: number, share: number): number {
  if (!(share > 0)) throw new RangeError('A part of no share implies no whole')
  return part / share
}

/** A count published with its percentage: "6,387 (2.2%)" is 6387, 2.2 and 1 decimal. */
export type CountWithShare = { count: number; percent: number; decimals: number }

export type ImpliedBase = { from: number; to: number }

/**
 * How large a population would give this percentage of this count, as far as rounding lets one say.
 * A percentage that rounds to 0 sets no upper end: `to` is Infinity.
 */
export function impliedBase({ count, percent, decimals }: CountWithShare): ImpliedBase {
  const half = halfPlace(decimals)
  const least = (percent - half) / 100
  return { from: count / ((percent + half) / 100), to: least > 0 ? count / least : Infinity }
}

/**
 * Whether all these percentages can be of one population, with the populations each implies. `agreed` is the range
 * they share, or null; `sentence` says which two are furthest apart.
 */
export function shareOneBase(figures: readonly CountWithShare[]) {
  const bases = figures.map(impliedBase)
  const from = Math.max(...bases.map((base) => base.from))
  const to = Math.min(...bases.map((base) => base.to))
  if (from <= to) return { bases, agreed: { from, to }, sentence: '' }
  const describe = (edge: 'from' | 'to', at: number) => {
    const index = bases.findIndex((base) => base[edge] === at)
    return `${written(figures[index]!)} needs ${writtenBase(bases[index]!)}`
  }
  return { bases, agreed: null, sentence: `${describe('from', from)} people, but ${describe('to', to)}` }
}

const halfPlace = (decimals: number): number => 0.5 / 10 ** decimals

const written = ({ count, percent, decimals }: CountWithShare): string =>
  `${writeFigure(count)} at ${percent.toFixed(decimals)}%`

const writtenBase = ({ from, to }: ImpliedBase): string =>
  to === Infinity ? `${writeFigure(from, 0)} or more` : `${writeFigure(from, 0)} to ${writeFigure(to, 0)}`
