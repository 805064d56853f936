import type { DataFinding } from '../../incidents/catalogue/finding.ts'
import { writeFigure } from '../../statistics/figures.ts'
import { accuracy, type Tested } from '../../statistics/space/back-test.ts'
import { monthNumber, monthText, writeMonth, writeMonths } from '../holdings/months.ts'
import { PLACE_WORDS } from '../place-sets.ts'
import { addressOf } from '../question.ts'
import { eraSentences, eventsText, missingSentence, percent, placesText, settingPage } from '../setting-page.ts'
import type { Setting } from '../setting.ts'
import { methodOf } from '../where/methods.ts'
import { comparisonSentence, pooledIn } from '../where/proof.ts'
import { drawLines, runsOf, ticksTo } from '../plot/lines.ts'
import type { Calibrated, Judged } from '../working/predicting.ts'

const AT_FIVE = 0.05
const shareOf = ({ budget }: Tested) => ('share' in budget ? budget.share : null)

/** Every way of choosing places, held against every month that came after. */
export function backTestPage(setting: Setting, judged: Judged, powers: ReadonlySet<string>, notes: readonly DataFinding[]) {
  const { holding, question, month } = setting
  const atFive = judged.tested.filter((each) => shareOf(each) === AT_FIVE)
  const [ours, plain] = [judged.method, 'last12'].map((name) => atFive.find(({ predictor }) => predictor === name)!)
  const tested = ours!.byMonth.length
  return {
    ...settingPage(setting, '/hotspots/back-test', powers, notes, ['places', 'month']),
    title: 'Back-test',
    actions: [{ text: 'CSV', href: addressOf('/hotspots/back-test.csv', question), download: true }, { text: 'Print', print: true }],
    said: eraSentences(setting),
    tooFew: tested === 0 ? `Nothing can be tested yet: a month is predicted only when several months of the same map came before it, and ${holding.months.length === 1 ? 'one month is' : `${holding.months.length} months are`} held.` : null,
    lead: tested === 0 ? [] : [
      `${tested === 1 ? 'One month' : `${tested} months`} of ${eventsText(setting)} ${tested === 1 ? 'was' : 'were'} each predicted from the months before ${tested === 1 ? 'it' : 'them'} alone, in every way below, and held against what came.`,
      comparisonSentence(setting, judged, ours!, plain!),
    ],
    ...(tested > 0 ? testedParts(setting, judged, atFive, ours!, plain!) : {}),
    caption: [
      `Months up to ${writeMonth(monthText(monthNumber(month) - 1))}. Training never crosses a change of map.`,
      missingSentence(setting, 0, setting.target),
    ].filter(Boolean),
  }
}

function testedParts(setting: Setting, judged: Judged, atFive: readonly Tested[], ours: Tested, plain: Tested) {
  const one = judged.tested.filter((each) => shareOf(each) !== AT_FIVE)
  const words = PLACE_WORDS[setting.set.kind]
  return {
    places: { one: placesText(setting, one[0]!.cells), five: placesText(setting, atFive[0]!.cells), word: words.one },
    rows: atFive.toSorted((a, b) => b.hits - a.hits).map((five) => {
      const same = one.find(({ predictor }) => predictor === five.predictor)!
      return {
        name: methodOf(five.predictor).name, does: methodOf(five.predictor, setting.set.places.kind).does, isUsed: five.predictor === judged.method,
        one: written(same), five: written(five),
      }
    }),
    chart: chartOf(setting, ours, plain),
    eras: setting.eras.length < 2 ? [] : setting.eras.flatMap((era) => {
      const [mine, theirs] = [ours, plain].map((tested) => pooledIn(tested, era.from, era.to + 1))
      if (!mine || !theirs) return []
      return [{
        when: writeMonths(setting.holding.months[mine.from]!, setting.holding.months[mine.to]!), months: mine.months,
        ours: percent(mine.hits / mine.crimes), plain: percent(theirs.hits / theirs.crimes),
        best: percent(mine.best / mine.crimes),
      }]
    }),
    calibration: judged.calibration.map((band) => ({
      places: bandText(band, words.many), expected: writeFigure(band.expected, 0), came: writeFigure(band.came, 0),
      per: band.expected > 0 ? writeFigure((100 * band.came) / band.expected, 0) : '',
    })),
    calibrationSentence: calibrationSentence(judged.calibration),
    months: monthRows(setting, ours, plain),
    used: methodOf(judged.method).name,
  }
}

function written(tested: Tested) {
  const { hitRate, pai, pei } = accuracy(tested)
  const figure = (value: number, decimals: number) => (Number.isFinite(value) ? value.toFixed(decimals) : 'None came')
  return { hitRate: Number.isFinite(hitRate) ? `${(hitRate * 100).toFixed(1)}%` : 'None came', pai: figure(pai, 2), pei: figure(pei, 3) }
}

const bandText = ({ from, to }: Calibrated, many: string) =>
  from === 0 ? `The highest ${percent(to)} of ${many}` : to === 1 ? 'All the rest' : `The next ${percent(to - from)}`

function calibrationSentence(bands: readonly Calibrated[]): string {
  const [expected, came] = [bands.reduce((sum, band) => sum + band.expected, 0), bands.reduce((sum, band) => sum + band.came, 0)]
  if (expected === 0) return 'Nothing was expected and so nothing can be compared.'
  return `For every 100 expected, ${writeFigure((100 * came) / expected, 0)} came.`
}

/** Months newest first; those of which nothing was held, or nothing predicted, are not there. */
function monthRows({ holding }: Setting, ours: Tested, plain: Tested) {
  return ours.byMonth.map(({ month, hits, crimes, best }, index) => ({
    month: writeMonth(holding.months[month]!), crimes: writeFigure(crimes, 0), ours: rate(hits, crimes), plain: rate(plain.byMonth[index]!.hits, crimes), best: rate(best, crimes),
  })).reverse()
}

const rate = (hits: number, crimes: number) => (crimes === 0 ? 'None came' : `${writeFigure((100 * hits) / crimes, 1)}%`)

function chartOf({ holding, eras, set }: Setting, ours: Tested, plain: Tested): string {
  const [first, last] = [ours.byMonth[0]!.month, ours.byMonth.at(-1)!.month]
  const byMonth = (tested: Tested, of: (month: Tested['byMonth'][number]) => number) => {
    const known = new Map(tested.byMonth.map((each) => [each.month, each]))
    return Array.from({ length: last - first + 1 }, (_, step) => {
      const month = known.get(first + step)
      return month && month.crimes > 0 ? of(month) / month.crimes : null
    })
  }
  const best = byMonth(ours, (month) => month.best)
  const breaks = eras.slice(1).map(({ from }) => from)
  const { to, ticks } = ticksTo(Math.max(...best.map((share) => share ?? 0)), (share) => `${Math.round(share * 100)}%`)
  const januaries = holding.months.flatMap((month, at) => (month.endsWith('-01') && at >= first && at <= last ? [{ at, text: month.slice(0, 4) }] : []))
  return drawLines({
    id: 'by-month', title: `Share of each month caught by 5% of ${PLACE_WORDS[set.kind].many}`,
    description: 'The method used and the same places as last year, month by month, under the best that was possible. The table that follows gives the figures.',
    x: {
      from: first, to: Math.max(last, first + 1),
      ticks: januaries.length > 1 ? januaries : [{ at: first, text: writeMonth(holding.months[first]!) }], name: '',
    },
    y: { from: 0, to, ticks, name: 'Share of the month that fell in the places named' },
    lines: [
      { text: methodOf(ours.predictor).name, look: 'strong', runs: runsOf(byMonth(ours, ({ hits }) => hits), first, breaks) },
      ...(plain.predictor === ours.predictor ? [] : [{
        text: methodOf('last12').name, look: 'plain' as const,
        runs: runsOf(byMonth(plain, ({ hits }) => hits), first, breaks),
      }]),
      { text: 'The best possible, with hindsight', look: 'dashed', runs: runsOf(best, first, breaks) },
    ],
    marks: breaks.filter((at) => at >= first && at <= last).map((at) => ({ at, text: `New map, ${writeMonth(holding.months[at]!)}` })),
  })
}
