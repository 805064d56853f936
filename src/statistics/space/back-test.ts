import { chooseHighest, mostPossible, squaresIn } from './best-places.ts'
import { addMonth, type CalibrationBand, emptyBands } from './calibration.ts'
import { type Forecaster, openForecaster } from './forecast.ts'
import { type Ground, type MonthCounts, openPast, type Past, sumOf } from './past.ts'
import type { Predictor } from './predictors.ts'

/** How much of the area may be named: a share of its squares, or a number that a team can cover. */
export type Budget = { share: number } | { places: number }

export type Questions = {
  ground: Ground
  /** Per type, its counts month by month, all types over the same months. */
  types: ReadonlyMap<string, readonly MonthCounts[]>
  predictors: readonly Predictor[]
  budgets: readonly Budget[]
  /** Indexes of the months at which the source moved its points: nothing before one is learnt from after it. */
  eras?: readonly number[]
  /** Months of one era that must have gone before a month that is predicted. */
  training: number
  /** First month predicted, by index. */
  from?: number
}

/** What the squares named held, what all squares held, and the most that as many squares could have held, with hindsight. */
export type Held = { hits: number; crimes: number; best: number; expected: number | null }
export type Tested = Held & {
  predictor: string; type: string; budget: Budget; cells: number; of: number
  byMonth: (Held & { month: number })[]
  /** Of a predictor that gives expected numbers, whether they came. */
  bands?: CalibrationBand[]
}

/**
 * Each predictor names squares for each month from the months before it alone, and is held against what came.
 * One result for each type, budget and predictor, in that order, pooled over the months and month by month.
 */
export function backTest(questions: Questions): Tested[] {
  const { ground, types, predictors, budgets, eras = [], training, from = 0 } = questions
  const results = [...types.keys()].map((type) => budgets.map((budget) => predictors.map(({ name }) => untested(name, type, budget, ground))))
  const months = Math.max(0, ...[...types.values()].map((of) => of.length))
  const marker = openMarker(ground)
  let course = openCourse(ground, types)
  for (let month = 0, begun = 0; month < months; month++) {
    if (eras.includes(month)) {
      course = openCourse(ground, types)
      begun = month
    }
    let index = 0
    for (const of of types.values()) {
      const came = of[month] ?? null
      const before = course.types[index]!
      if (came !== null && month - begun >= training && month >= from) marker(came, month, before, predictors, results[index]!)
      before.forecaster.observe(came)
      index++
    }
    course.learn(month)
  }
  return results.flat(2)
}

type Before = { past: Past; forecaster: Forecaster }

/** The pasts of every type and of all together, over one era. */
function openCourse(ground: Ground, types: ReadonlyMap<string, readonly MonthCounts[]>) {
  const all = openPast(ground)
  const series = [...types.values()]
  const befores: Before[] = series.map(() => {
    const past = openPast(ground)
    return { past, forecaster: openForecaster(ground, past, all) }
  })
  const learn = (month: number) => {
    befores.forEach(({ past }, index) => past.add(series[index]![month] ?? null))
    all.add(together(series.map((of) => of[month] ?? null)))
  }
  return { types: befores, learn }
}

/** Sum over types of one month; null when no type has it. */
export function together(months: readonly MonthCounts[]): MonthCounts {
  const held = months.filter((month) => month !== null)
  if (held.length < 2) return held[0] ?? null
  const sum = held[0]!.slice()
  for (const month of held.slice(1)) for (let cell = 0; cell < sum.length; cell++) sum[cell]! += month[cell]!
  return sum
}

function openMarker({ lattice }: Ground) {
  const squares = lattice.x.length
  const [scores, scratch] = [new Float64Array(squares), new Float64Array(squares)]
  const chosen = new Int32Array(squares)
  return (came: Float64Array, month: number, before: Before, predictors: readonly Predictor[], results: readonly Tested[][]) => {
    const crimes = sumOf(came)
    const bests = results.map((of) => mostPossible(came, of[0]!.cells, scratch))
    predictors.forEach(({ score, expected }, index) => {
      score(before.past, before.forecaster, scores)
      if (expected) {
        const bands = results[0]?.[index]?.bands ?? emptyBands()
        addMonth(bands, scores, came, chosen, scratch)
        for (const of of results) of[index]!.bands = bands
      }
      results.forEach((of, budget) => {
        const result = of[index]!
        chooseHighest(scores, result.cells, chosen, scratch)
        const named = chosen.subarray(0, result.cells)
        record(result, { month, crimes, best: bests[budget]!, hits: sumAt(came, named), expected: expected ? sumAt(scores, named) : null })
      })
    })
  }
}

function sumAt(values: Float64Array, places: Int32Array): number {
  let sum = 0
  for (const place of places) sum += values[place]!
  return sum
}

function record(result: Tested, month: Tested['byMonth'][number]) {
  result.byMonth.push(month)
  result.hits += month.hits
  result.crimes += month.crimes
  result.best += month.best
  if (month.expected !== null) result.expected = (result.expected ?? 0) + month.expected
}

function untested(predictor: string, type: string, budget: Budget, { lattice }: Ground): Tested {
  const of = lattice.x.length
  const cells = 'share' in budget ? squaresIn(budget.share, of) : Math.min(budget.places, of)
  return { predictor, type, budget, cells, of, hits: 0, crimes: 0, best: 0, expected: null, byMonth: [] }
}

/**
 * `hitRate`: share of the crime that fell in the squares named. `pai` (prediction accuracy index): that share over their share of the area.
 * `pei` (prediction efficiency index): that share over the best that as many squares could have reached. NaN when nothing happened.
 * Source: Chainey, Tompson and Uhlig 2008; Hunt 2016.
 */
export const accuracy = ({ hits, crimes, best, cells, of }: Pick<Tested, 'hits' | 'crimes' | 'best' | 'cells' | 'of'>) =>
  ({ hitRate: hits / crimes, pai: hits / crimes / (cells / of), pei: hits / best })

/** Months of training for a run of so many months: a year, but less where that would leave under six months to test. */
export const trainingFor = (months: number): number => Math.max(1, Math.min(12, months - 6))
