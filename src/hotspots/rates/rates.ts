import { isHeldFor } from '../holdings/source-holding.ts'
import { settle, columnsOf, eraBefore, type Setting } from '../setting.ts'
import { countsByMonth, sumOfMonths } from '../working/places.ts'
import { type AreaDenominator, type Denominator, DENOMINATORS, selectDenominators } from './denominators.ts'
import { type Standing, standings } from './funnel.ts'

export type Rated = { name: string; count: number; of: number | null; rate: number | null; standing: Standing | null; countRank: number; rateRank: number | null }

/** Areas with their counts over the year before, what they are divided by, and everything there is to divide by instead. */
export type Rates = { setting: Setting; rated: Rated[]; per: Denominator | null; known: readonly Denominator[]; found: readonly AreaDenominator[] }

/** Asked of squares, which nobody counts premises in, it answers for wards, or for the smallest areas there are. No areas: no rows. */
export async function ratesFor(asked: Setting): Promise<Rates> {
  const kind = (['ward', 'lsoa'] as const).find((each) => asked.kinds.includes(each))
  const settled = asked.set.areas !== null || kind === undefined ? asked : await settle(asked.reader, { ...asked.question, places: kind })
  const setting = settled === null || settled === 'nothing' ? asked : settled
  const { set, holding, category, target, question, reader, month } = setting
  if (set.areas === null) return { setting, rated: [], per: null, known: [], found: [] }
  const { asked: months } = countsByMonth(set.places, await columnsOf(setting), isHeldFor(holding, category), category)
  const counts = sumOfMonths(months, Math.max(eraBefore(setting).from, target - 12), target, set.count)
  const found = await reader.ask((tx) => selectDenominators(tx, set.areas!.map(({ areaId }) => areaId), `${month}-01`))
  const known = DENOMINATORS.filter((each) => found.some(({ counted }) => counted === each))
  const per = known.find((each) => each === question.per) ?? known[0] ?? null
  return { setting, rated: ratedAreas(set.areas, counts, found.filter(({ counted }) => counted === per)), per, known, found }
}

/** Areas in the order given, each with its count, its rate per 1,000 and how both rank. Areas without a denominator have no rate. */
export function ratedAreas(areas: readonly { areaId: number; name: string }[], counts: Float64Array, found: readonly Pick<AreaDenominator, 'areaId' | 'n'>[]): Rated[] {
  const of = new Map(found.map(({ areaId, n }) => [areaId, n]))
  const rated = areas.map(({ areaId, name }, index) => {
    const divisor = of.get(areaId) || null
    return { name, count: counts[index]!, of: divisor, rate: divisor === null ? null : (1000 * counts[index]!) / divisor }
  })
  const divided = rated.filter((area) => area.of !== null)
  const [all, divisors] = [divided.reduce((sum, { count }) => sum + count, 0), divided.reduce((sum, area) => sum + area.of!, 0)]
  const judged = all === 0 ? [] : standings(divided.map(({ count }) => count), divided.map((area) => (all * area.of!) / divisors))
  const rank = (value: number, values: readonly number[]) => 1 + values.filter((other) => other > value).length
  return rated.map((area) => ({
    ...area, countRank: rank(area.count, rated.map(({ count }) => count)), rateRank: area.rate === null ? null : rank(area.rate, divided.map(({ rate }) => rate!)),
    standing: area.of === null ? null : (judged[divided.indexOf(area)]?.standing ?? null),
  }))
}
