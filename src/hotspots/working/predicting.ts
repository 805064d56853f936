import { backTest, type Budget, type Tested, trainingFor } from '../../statistics/space/back-test.ts'
import { forecastNext, openForecaster } from '../../statistics/space/forecast.ts'
import { type Ground, type MonthCounts, openPast, sumOf } from '../../statistics/space/past.ts'
import { type Predictor, predictorNamed, USUAL_PREDICTORS } from '../../statistics/space/predictors.ts'
import { together } from '../../statistics/space/back-test.ts'
import type { CountColumns } from '../holdings/squares-held.ts'
import { countOf, countsByMonth, groundOfPlaces, type Places, sumOfMonths } from './places.ts'

/** What every question about next month begins from. Months are places in the holding's list. */
export type Asked = {
  places: Places
  columns: CountColumns
  isHeld: readonly boolean[]
  /** Place in the holding's categories; null for all of them. */
  category: number | null
  /** Months at which the source moved its points. */
  eras: readonly number[]
  /** The month predicted: everything before it is known, and nothing from it on. */
  target: number
}

const LAST_YEAR = 'last12'
const OUR_OWN = 'decayed'
const JUDGED_AT = 0.05
const SHARES: readonly Budget[] = [{ share: 0.01 }, { share: JUDGED_AT }]
const CALIBRATED_AT = [0.01, 0.05, 0.2, 0.5, 1]

/** Every predictor at 1% and 5% of the places; the one that did best at 5%, and whether that is more than the plain rival's by chance. */
export type Judged = { tested: Tested[]; method: string; isBetterThanLastYear: boolean; calibration: Calibrated[] }

/** The places between two shares when ordered by what was expected of them, month after month: what was expected of them in all, and what came. */
export type Calibrated = { from: number; to: number; expected: number; came: number }

/** Holds each predictor against every month before the target that has enough past in its own era. Nothing is tested where the past is too short. */
export function judge(asked: Asked): Judged {
  const ground = groundOfPlaces(asked.places)
  const predictors = predictorsFor(asked.places)
  const tested = test(asked, ground, predictors, SHARES)
  const atFive = tested.filter(({ budget }) => 'share' in budget && budget.share === JUDGED_AT)
  const method = bestOf(atFive)
  const [best, plain] = [method, LAST_YEAR].map((name) => atFive.find(({ predictor }) => predictor === name)!)
  const own = test(asked, ground, [predictorNamed(OUR_OWN)!], CALIBRATED_AT.map((share) => ({ share })))
  return { tested, method, isBetterThanLastYear: isBeyondChance(best!, plain!), calibration: calibrationOf(own) }
}

/** Two predictors at a number of places that a team can cover: the method used, and the plain rival. */
export const judgePlaces = (asked: Asked, method: string, budget: Budget): Tested[] =>
  test(asked, groundOfPlaces(asked.places), [...new Set([method, LAST_YEAR])].map((name) => predictorNamed(name)!), [budget])

function test({ places, columns, isHeld, category, eras, target }: Asked, ground: Ground, predictors: readonly Predictor[], budgets: readonly Budget[]): Tested[] {
  const { asked, others } = countsByMonth(places, columns, isHeld.slice(0, target), category)
  const types = new Map(category === null ? [['asked', asked]] : [['asked', asked], ['others', others]])
  const months = target - (eras.at(-1) ?? 0)
  return backTest({ ground, types, predictors, budgets, eras, training: trainingFor(months) }).filter(({ type }) => type === 'asked')
}

/** Densities in metres mean nothing where places are areas. */
const predictorsFor = (places: Places): Predictor[] =>
  USUAL_PREDICTORS.filter((name) => places.kind === 'squares' || !name.startsWith('kde')).map((name) => predictorNamed(name)!)

/** Most of the crime caught; the first in order among equals, which is our own. */
function bestOf(tested: readonly Tested[]): string {
  const [first, ...rest] = tested
  return rest.reduce((best, each) => (each.hits > best.hits ? each : best), first!).predictor
}

/** Whether one predictor caught more than another month by month, by more than twice the error of the mean difference. */
export function isBeyondChance(one: Tested, other: Tested): boolean {
  const gains = one.byMonth.map(({ hits }, index) => hits - other.byMonth[index]!.hits)
  if (gains.length < 6) return false
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (gains.length - 1)
  return mean > 2 * Math.sqrt(variance / gains.length)
}

function calibrationOf(tested: readonly Tested[]): Calibrated[] {
  let before = { share: 0, expected: 0, hits: 0 }
  return tested.map(({ expected, hits }, index) => {
    const band = { from: before.share, to: CALIBRATED_AT[index]!, expected: (expected ?? 0) - before.expected, came: hits - before.hits }
    before = { share: band.to, expected: expected ?? 0, hits }
    return band
  })
}

/** Places best first, with what is expected of each, what each held in the year before, and what came if the month is held. */
export type Ranked = { order: Int32Array; expected: Float64Array; lastYear: Float64Array; yearFrom: number; came: Float64Array | null; total: number }

export function rank({ places, columns, isHeld, category, eras, target }: Asked, method: string): Ranked {
  const ground = groundOfPlaces(places)
  const size = countOf(places)
  const { asked, others } = countsByMonth(places, columns, isHeld, category)
  const begun = eras.findLast((era) => era < target) ?? 0
  const before = asked.slice(begun, target)
  const all = category === null ? before : before.map((month, index) => together([month, others[begun + index] ?? null]))
  const forecast = forecastNext(ground, before, all)
  const scores = method === OUR_OWN ? forecast.expected.slice() : scoresOf(ground, method, before, all)
  const scored = sumOf(scores)
  const mayScale = method !== OUR_OWN && method !== 'gistar' && scored > 0
  const expected = mayScale ? scores.map((score) => (score / scored) * forecast.total) : forecast.expected.slice()
  const order = Int32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b)
  const yearFrom = Math.max(begun, target - 12)
  return {
    order, expected, lastYear: sumOfMonths(asked, yearFrom, target, size), yearFrom, came: asked[target] ?? null,
    total: forecast.total,
  }
}

function scoresOf(ground: Ground, method: string, months: readonly MonthCounts[], all: readonly MonthCounts[]): Float64Array {
  const [past, allPast] = [openPast(ground), openPast(ground)]
  const forecaster = openForecaster(ground, past, allPast)
  months.forEach((month, index) => {
    past.add(month)
    allPast.add(all[index] ?? null)
  })
  const scores = new Float64Array(ground.lattice.x.length)
  predictorNamed(method)!.score(past, forecaster, scores)
  return scores
}

