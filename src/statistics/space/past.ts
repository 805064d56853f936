import { getisOrdStar } from './getis-ord.ts'
import { type Lattice, type Neighbours, queenNeighbours } from './lattice.ts'
import { gaussianSmoother, type Smoother } from './smoothing.ts'

/** The squares, their side in metres, and what is worked out from them once. */
export type Ground = { lattice: Lattice; side: number; neighbours: () => Neighbours; smoother: (sdMetres: number, edge: 'shared' | 'open') => Smoother }

export function groundOf(lattice: Lattice, side: number): Ground {
  let neighbours: Neighbours | undefined
  const smoothers = new Map<string, Smoother>()
  const smoother = (sdMetres: number, edge: 'shared' | 'open') => {
    const key = `${sdMetres} ${edge}`
    if (!smoothers.has(key)) smoothers.set(key, gaussianSmoother(lattice, sdMetres / side, edge))
    return smoothers.get(key)!
  }
  return { lattice, side, neighbours: () => (neighbours ??= queenNeighbours(lattice)), smoother }
}

/** Counts per square of one month; null for a month the source does not have, which is not a month of nothing. */
export type MonthCounts = Float64Array | null

/**
 * What is known of one type of crime before a month: worked out when first asked for, brought forward by one month at a time.
 * The arrays it gives are its own and hold until the next `add`.
 */
export type Past = {
  /** Months held, the missing ones among them. */
  length: () => number
  add: (month: MonthCounts) => void
  /** Sum of the last `months` months. */
  window: (months: number) => Float64Array
  /** Sum of counts × 0.5^(age ÷ halfLife), age in months, the latest month being 0. */
  decayed: (halfLife: number) => Float64Array
  /** Weighted mean count of a month over the area, with the same weights. */
  monthlyTotal: (halfLife: number) => number
  smoothed: (key: string, values: Float64Array, sdMetres: number, edge: 'shared' | 'open') => Float64Array
  /** Gi* of the last 12 months. */
  hot: () => Float64Array
}

type Running = { values: Float64Array<ArrayBuffer>; upTo: number }

export function openPast({ lattice, neighbours, smoother }: Ground): Past {
  const cells = lattice.x.length
  const months: MonthCounts[] = []
  const windows = new Map<number, Running>()
  const decays = new Map<number, Running & { total: number; weight: number }>()
  const smooths = new Map<string, Running>()
  const hotScores: Running = { values: new Float64Array(cells), upTo: -1 }

  const window = (length: number) => {
    const running = kept(windows, length, () => ({ values: new Float64Array(cells), upTo: 0 }))
    for (; running.upTo < months.length; running.upTo++) {
      addTo(running.values, months[running.upTo] ?? null, 1)
      addTo(running.values, months[running.upTo - length] ?? null, -1)
    }
    return running.values
  }
  const decay = (halfLife: number) => {
    const running = kept(decays, halfLife, () => ({ values: new Float64Array(cells), upTo: 0, total: 0, weight: 0 }))
    const kept1 = 0.5 ** (1 / halfLife)
    for (; running.upTo < months.length; running.upTo++) {
      for (let cell = 0; cell < cells; cell++) running.values[cell]! *= kept1
      running.total *= kept1
      running.weight *= kept1
      const month = months[running.upTo]!
      if (month === null) continue
      addTo(running.values, month, 1)
      running.total += sumOf(month)
      running.weight += 1
    }
    return running
  }
  const smoothed = (key: string, values: Float64Array, sdMetres: number, edge: 'shared' | 'open') => {
    const running = kept(smooths, `${key} ${sdMetres} ${edge}`, () => ({ values: new Float64Array(cells), upTo: -1 }))
    if (running.upTo !== months.length) smoother(sdMetres, edge)(values, running.values)
    running.upTo = months.length
    return running.values
  }
  const hot = () => {
    if (hotScores.upTo !== months.length) getisOrdStar(window(12), neighbours(), hotScores.values)
    hotScores.upTo = months.length
    return hotScores.values
  }
  const monthlyTotal = (halfLife: number) => {
    const { total, weight } = decay(halfLife)
    return weight > 0 ? total / weight : 0
  }
  return {
    length: () => months.length, add: (month) => void months.push(month), window,
    decayed: (halfLife) => decay(halfLife).values, monthlyTotal, smoothed, hot,
  }
}

function kept<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  if (!map.has(key)) map.set(key, make())
  return map.get(key)!
}

function addTo(sum: Float64Array, month: MonthCounts, times: 1 | -1) {
  if (month !== null) for (let cell = 0; cell < sum.length; cell++) sum[cell]! += times * month[cell]!
}

export function sumOf(values: Float64Array): number {
  let sum = 0
  for (let cell = 0; cell < values.length; cell++) sum += values[cell]!
  return sum
}
