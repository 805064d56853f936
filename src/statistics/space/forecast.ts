import { type Ground, type MonthCounts, openPast, type Past, sumOf } from './past.ts'

/**
 * How next month is drawn from the months before. `halfLife`: months in which a crime comes to count half.
 * `smoothed`: share of the pattern that is smoothed.
 */
export type Recipe = { halfLife: number; smoothed: number }

/** Counts expected next month in each square, what they were made with, and their sum. */
export type Forecast = { expected: Float64Array; recipe: Recipe; total: number }

export type Forecaster = {
  /** What is expected of the month after those held; its array holds until the next call. */
  forecast: () => Forecast
  /** Judges each recipe by a month that has come, before that month is added to the past. */
  observe: (month: MonthCounts) => void
}

export const SMOOTHING_METRES = 300
export const SMOOTHED_SHARE = 0.3
const HALF_LIVES = [3, 6, 9, 12, 24]
// The pattern of all crime steadies each type: in the City of London it lifted public order from a PEI of 0.64 to
// 0.66, and few others fell.
const ALL_CRIME_SHARE = 0.1
const ALL_CRIME_SHARE_WHEN_RARE = 0.2
const RARE_A_MONTH = 5
const MONTHS_JUDGED = 12
const LEAST_JUDGED = 6
const LEAST_PAST = 3

/** Where the choice begins, and what it may move to. */
export const RECIPES: readonly Recipe[] = [
  { halfLife: 9, smoothed: SMOOTHED_SHARE },
  ...HALF_LIVES.flatMap((halfLife) => [0.02, 0.05, 0.1, 0.2, SMOOTHED_SHARE, 0.45].map((smoothed) => ({ halfLife, smoothed }))),
]

/**
 * Decayed counts, partly smoothed by a Gaussian of 300 m whose weight is kept inside the area, mixed with the pattern
 * of all crime, and scaled to the type's expected monthly total. The recipe, 9 months and 0.3 at first, moves when
 * another gave the crimes of the last year a likelihood higher by more than its own month-to-month error, so that
 * expected numbers are as sharp as the data bear out. Source: Lee, O and Eck (NIJ forecasting challenge, 2017) for
 * long-run risk with a recent boost; parameters by back-test on police.uk data.
 */
export function openForecaster({ lattice }: Ground, past: Past, all: Past): Forecaster {
  const expected = new Float64Array(lattice.x.length)
  const judged: Float64Array[] = []
  return {
    forecast: () => {
      const recipe = RECIPES[chooseBest(judged)]!
      const total = past.monthlyTotal(recipe.halfLife)
      const share = sharesOf(past, all, recipe.halfLife)
      for (let cell = 0; cell < expected.length; cell++) expected[cell] = total * share(cell, recipe)
      return { expected, recipe, total }
    },
    observe: (month) => {
      if (month === null || past.length() < LEAST_PAST) return
      judged.push(likelihoods(month, past, all))
      if (judged.length > MONTHS_JUDGED) judged.shift()
    },
  }
}

/** Gives the share of next month's crime in a square under a recipe; shares sum to 1, evenly spread where nothing is known. */
function sharesOf(past: Past, all: Past, halfLife: number) {
  const own = past.decayed(halfLife)
  const smooth = past.smoothed(`decayed ${halfLife}`, own, SMOOTHING_METRES, 'shared')
  const every = all.decayed(12)
  const [ownSum, smoothSum, everySum] = [sumOf(own), sumOf(smooth), sumOf(every)]
  const even = 1 / own.length
  const general = past.monthlyTotal(halfLife) < RARE_A_MONTH ? ALL_CRIME_SHARE_WHEN_RARE : ALL_CRIME_SHARE
  return (cell: number, { smoothed }: Recipe): number => {
    const elsewhere = everySum > 0 ? every[cell]! / everySum : even
    if (!(ownSum > 0)) return elsewhere
    return (1 - general) * (((1 - smoothed) * own[cell]!) / ownSum + (smoothed * smooth[cell]!) / smoothSum) + general * elsewhere
  }
}

/**
 * The log-likelihood of where the month's crimes fell under each recipe, a hundredth of each spread evenly so that no
 * surprise is impossible.
 */
function likelihoods(month: Float64Array, past: Past, all: Past): Float64Array {
  const busy = Int32Array.from(month.keys()).filter((cell) => month[cell]! > 0)
  const shares = new Map(HALF_LIVES.map((halfLife) => [halfLife, sharesOf(past, all, halfLife)]))
  return Float64Array.from(RECIPES, (recipe) => {
    const share = shares.get(recipe.halfLife)!
    return busy.reduce((sum, cell) => sum + month[cell]! * Math.log(0.99 * share(cell, recipe) + 0.01 / month.length), 0)
  })
}

/**
 * `judged`: per month, the log-likelihood under each of so many choices. Gives the best, but the first unless the
 * gain is beyond its error.
 */
export function chooseBest(judged: readonly Float64Array[]): number {
  if (judged.length < LEAST_JUDGED) return 0
  let [best, most] = [0, 0]
  for (let rival = 1; rival < judged[0]!.length; rival++) {
    const gains = judged.map((month) => month[rival]! - month[0]!)
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length
    const error = Math.sqrt(gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (gains.length - 1) / gains.length)
    if (mean > error && mean > most) [best, most] = [rival, mean]
  }
  return best
}

/** The month after the last given. `all`: every type together, over the same months. */
export function forecastNext(ground: Ground, months: readonly MonthCounts[], all: readonly MonthCounts[]): Forecast {
  const [past, allPast] = [openPast(ground), openPast(ground)]
  const forecaster = openForecaster(ground, past, allPast)
  months.forEach((month, index) => {
    if (index >= months.length - MONTHS_JUDGED) forecaster.observe(month)
    past.add(month)
    allPast.add(all[index] ?? null)
  })
  return forecaster.forecast()
}
