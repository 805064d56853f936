import type { DataFinding } from '../../incidents/catalogue/finding.ts'
import { writeDate } from '../../calendar/dates.ts'
import { writeFigure } from '../../statistics/figures.ts'
import { monthNumber, monthText, writeMonths } from '../holdings/months.ts'
import { PLACE_WORDS } from '../place-sets.ts'
import { addressOf } from '../question.ts'
import { eraSentences, eventsText, settingPage, unmappedSentence } from '../setting-page.ts'
import { eraBefore, type Setting } from '../setting.ts'
import type { Denominator } from './denominators.ts'
import type { Standing } from './funnel.ts'
import type { Rated, Rates } from './rates.ts'

const TAGS: Record<Standing, { word: string; colour: 'red' | 'grey' | 'blue' }> = {
  higher: { word: 'Higher than the rest', colour: 'red' }, similar: { word: 'Similar', colour: 'grey' }, lower: { word: 'Lower than the rest', colour: 'blue' },
}

/** Counts of areas beside their rates, so that a busy place is not mistaken for a dangerous one. */
export function ratesPage({ setting, rated, per, known, found }: Rates, powers: ReadonlySet<string>, notes: readonly DataFinding[]) {
  const { holding, target, month, question, kinds, set } = setting
  const from = Math.max(eraBefore(setting).from, target - 12)
  const period = writeMonths(holding.months[from]!, monthText(monthNumber(month) - 1))
  const page = settingPage(setting, '/hotspots/rates', powers, notes, ['places', 'month'])
  const words = PLACE_WORDS[set.kind]
  return {
    ...page,
    form: { ...page.form, places: page.form.places?.filter(({ value }) => value === 'ward' || value === 'lsoa') ?? null },
    title: 'Counts beside rates',
    actions: [{ text: 'CSV', href: addressOf('/hotspots/rates.csv', question), download: true }, { text: 'Print', print: true }],
    pers: known.map((each) => ({ value: each, text: `1,000 ${each}`, selected: each === per })),
    noAreas: kinds.some((kind) => kind === 'ward' || kind === 'lsoa') ? null : 'Rates need areas whose premises or people have been counted, and no wards or neighbourhoods are held.',
    lead: leadOf(setting, rated, per, period),
    said: eraSentences(setting),
    columns: {
      per: per ? per[0]!.toUpperCase() + per.slice(1) : null, rate: per ? `Each 1,000 ${per}` : null,
      placeHead: words.one[0]!.toUpperCase() + words.one.slice(1),
    },
    tableCaption: `${eventsText(setting)[0]!.toUpperCase()}${eventsText(setting).slice(1)}, ${period}`,
    rows: rated.toSorted((a, b) => (b.rate ?? -1) - (a.rate ?? -1) || b.count - a.count).map((area) => ({
      name: area.name, count: writeFigure(area.count, 0), countRank: ordinal(area.countRank), of: area.of === null ? 'Not known' : writeFigure(area.of, 0),
      rate: area.rate === null ? 'None' : writeFigure(area.rate, 0), rateRank: area.rateRank === null ? '' : ordinal(area.rateRank), tag: area.standing === null ? null : TAGS[area.standing],
    })),
    caption: [
      per ? 'Higher or lower: beyond what 99.8% of areas alike would show, allowing for how much areas differ among themselves.' : null,
      per ? [...new Set(found.filter(({ counted }) => counted === per).map(({ provenance, asAt }) => `${per[0]!.toUpperCase()}${per.slice(1)}: ${provenance}, as at ${writeDate(Temporal.PlainDate.from(asAt))}.`))].join(' ') : null,
      unmappedSentence(setting, from, target),
    ].filter(Boolean),
  }
}

function leadOf(setting: Setting, rated: readonly Rated[], per: Denominator | null, period: string): string[] {
  const words = PLACE_WORDS[setting.set.kind]
  if (per === null) return [`Nobody has entered how many premises, residents or workers the ${words.many} have, so there are counts and no rates. A count alone makes a busy place look like a dangerous one.`]
  const byCount = rated.find(({ countRank }) => countRank === 1)
  const byRate = rated.find(({ rateRank }) => rateRank === 1)
  if (!byCount || byCount.count === 0) return [`There is no ${eventsText(setting)} in the ${words.many} in ${period}.`]
  const same = byCount === byRate
  return [
    `${byCount.name} has the most ${eventsText(setting)} of ${period}: ${writeFigure(byCount.count, 0)}.`,
    same ? `It also has the most for each 1,000 ${per}.` : `For each 1,000 ${per} it is ${byCount.rateRank === null ? 'not known' : ordinal(byCount.rateRank)} of ${rated.filter(({ rate }) => rate !== null).length}; ${byRate ? `${byRate.name} is first` : 'no area has a rate'}.`,
  ]
}

const ordinal = (place: number): string => {
  const ending = place % 100 >= 11 && place % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th')
  return `${place}${ending}`
}
