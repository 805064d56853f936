import { writeDate } from '../../calendar/dates.ts'
import { writeFigure } from '../../statistics/figures.ts'
import type { RecordPair } from '../../statistics/linkage/records.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { dataNavigation } from '../data-navigation.ts'
import { groupsToDecide, type Group, pairsBetween } from './groups.ts'
import { type Caller, callersOf, repeatersByChance, repeatsOf, repeatsWithin } from './people.ts'
import { type CallerRecord, nameOf } from './record.ts'
import { ANSWERS, type Decision, groupId, pairId, type WhoAgain } from './store.ts'

export const WINDOWS = [1, 3, 6, 12, 24] as const
const MOST_SHOWN = 100
const counted = (count: number, one: string, many: string) => `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`
const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const monthsWords = (months: number) => (months === 1 ? 'one month' : `${months} months`)

export const tabs = (current: 'People' | 'Matches' | 'Places' | 'Near repeats', mayCall: boolean) =>
  [
    { text: 'Places', href: '/repeats/places' },
    { text: 'Near repeats', href: '/repeats/near' },
    ...(mayCall ? [{ text: 'People', href: '/repeats' }, { text: 'Matches', href: '/repeats/matches' }] : []),
  ].map((tab) => ({ ...tab, current: tab.text === current }))

const STANDINGS: Record<RecordPair['standing'], { word: string; colour: string }> = {
  confirmed: { word: 'Confirmed', colour: 'green' },
  refused: { word: 'Not the same', colour: 'grey' },
  accept: { word: 'Very likely', colour: 'blue' },
  review: { word: 'Possible', colour: 'yellow' },
}

export type PeopleView = { months: number; trusted: 'confirmed' | 'probable'; residents: number | null }

/** Who reported again: people with two reports or more, and each report that came within the window of the one before it. */
export function peoplePage({ records, linkage }: WhoAgain, answers: ReadonlyMap<string, { answer: string; note: string; by: string | null }>, view: PeopleView, failed: { record: string; errors: FieldError[]; entered: Record<string, unknown> } | null = null) {
  const callers = callersOf(records, linkage, view.trusted)
  const said = repeatsOf(callers)
  const repeats = repeatsWithin(callers, view.months)
  const waiting = groupsToDecide(records, linkage).length
  const repeaters = callers.filter(({ reports }) => reports.length > 1)
  const chance = view.residents === null ? null : repeatersByChance(said.reports, view.residents)
  return {
    title: 'Who again',
    rooms: dataNavigation('Repeats', new Set(['callers.read'])),
    tabs: tabs('People', true),
    none: records.length === 0,
    view,
    windows: WINDOWS.map((months) => ({ value: months, text: `Within ${monthsWords(months)}`, selected: months === view.months })),
    trusts: [
      { value: 'confirmed', text: 'Only matches that a person confirmed', selected: view.trusted === 'confirmed' },
      { value: 'probable', text: 'Also matches that are very likely', selected: view.trusted === 'probable' },
    ],
    figures: [
      { number: said.reports.toLocaleString('en-GB'), text: 'Reports that name someone' },
      { number: said.people.toLocaleString('en-GB'), text: view.trusted === 'confirmed' ? 'People, as far as confirmed' : 'People, if likely matches are right' },
      { number: said.repeaters.toLocaleString('en-GB'), text: 'Of them with two reports or more' },
      { number: waiting.toLocaleString('en-GB'), text: 'People whose matches wait for you', href: '/repeats/matches' },
    ],
    share: said.repeaters === 0 ? null : `${writeFigure((said.repeaters / said.people) * 100, 0)}% of these people made ${writeFigure((said.byRepeaters / said.reports) * 100, 0)}% of the reports.`,
    byChance: chance === null ? null : `Had the ${said.reports.toLocaleString('en-GB')} reports fallen by chance on ${view.residents!.toLocaleString('en-GB')} residents, about ${writeFigure(chance, 0)} would have reported twice or more.`,
    repeats: repeats.slice(0, MOST_SHOWN).map(({ report, earlier, which, days }) => {
      const answer = answers.get(report.record)
      return {
        id: pairId(report.record, earlier.record),
        record: report.record,
        name: nameOf(report),
        when: day(report.on),
        what: `${report.category}, ${report.source}`,
        which: ORDINALS[which] ?? `${which}th`,
        after: `${counted(days, 'day', 'days')} after ${earlier.category.toLowerCase()}, ${earlier.source}`,
        answer: answer ? `${answer.answer[0]!.toUpperCase()}${answer.answer.slice(1)}: ${answer.note}${answer.by ? ` (${answer.by})` : ''}` : null,
        mustTell: which === 2 && view.months <= 6 && !answer,
        failed: failed?.record === report.record ? { ...errorsForPage(failed.errors), entered: failed.entered } : null,
      }
    }),
    moreRepeats: Math.max(0, repeats.length - MOST_SHOWN),
    unanswered: repeats.filter(({ report, which }) => which === 2 && !answers.has(report.record)).length,
    answers: ANSWERS.map((value) => ({ value, text: `${value[0]!.toUpperCase()}${value.slice(1)}` })),
    callers: repeaters.slice(0, MOST_SHOWN).map(callerRow),
    moreCallers: Math.max(0, repeaters.length - MOST_SHOWN),
    monthsWords: monthsWords(view.months),
    ...errorsForPage(failed?.errors),
  }
}

const ORDINALS: Record<number, string> = { 2: 'second', 3: 'third', 4: 'fourth', 5: 'fifth', 6: 'sixth', 7: 'seventh', 8: 'eighth', 9: 'ninth', 10: 'tenth' }

const callerRow = ({ reports, waiting, sources }: Caller) => ({
  names: [...new Set(reports.map(nameOf))],
  count: counted(reports.length, 'report', 'reports'),
  span: reports.length > 1 ? `${day(reports.at(-1)!.on)} to ${day(reports[0]!.on)}` : day(reports[0]!.on),
  sources: sources.join(' and '),
  waiting: waiting > 0 ? `${counted(waiting, 'match', 'matches')} among them not yet confirmed` : null,
  reports: reports.map((report) => ({ when: day(report.on), what: report.category, source: report.source, reference: report.reference ?? `line ${report.line} of load ${report.loadId}` })),
})

const SHOWN = 25

/** What waits for a person: groups of reports that are probably one person's, and single matches between groups; or what was decided, newest first. */
export function matchesPage({ records, decisions, linkage }: WhoAgain, show: 'groups' | 'pairs' | 'decided', page: number) {
  const byId = new Map(records.map((record) => [record.record, record]))
  const groups = groupsToDecide(records, linkage)
  const between = pairsBetween(linkage)
  const decided = decisions.flatMap(({ a, b }) => linkage.pairs.find((pair) => pairId(pair.a, pair.b) === pairId(a, b)) ?? [])
  const length = { groups: groups.length, pairs: between.length, decided: decided.length }
  const pages = Math.max(1, Math.ceil(length[show] / SHOWN))
  const at = Math.min(Math.max(1, page), pages)
  const shown = <T>(list: readonly T[]) => list.slice((at - 1) * SHOWN, at * SHOWN)
  const tab = (name: keyof typeof length, text: string) => ({ text: `${text} (${length[name].toLocaleString('en-GB')})`, href: `/repeats/matches?show=${name}`, current: show === name })
  const decidedOf = new Map(decisions.map((decision) => [pairId(decision.a, decision.b), decision]))
  return {
    title: 'Matches',
    rooms: dataNavigation('Repeats', new Set(['callers.read'])),
    tabs: tabs('Matches', true),
    shows: [tab('groups', 'Probably one person'), tab('pairs', 'Possible'), tab('decided', 'Decided')],
    trainedOn: `How much each field counts for was learned from ${linkage.trainedOn}.`,
    groups: show === 'groups' ? shown(groups).map((group) => ({
      href: `/repeats/groups/${groupId(group)}`,
      names: [...new Set(group.records.map(nameOf))].slice(0, 4).join(', '),
      reports: counted(group.records.length, 'report', 'reports'),
      sources: [...new Set(group.records.map(({ source }) => source))].join(' and '),
      weakest: likelihood(group.waiting.at(-1)!),
    })) : [],
    pairs: show === 'groups' ? [] : shown(show === 'pairs' ? between : decided).map((pair) => {
      const decision = decidedOf.get(pairId(pair.a, pair.b))
      const [one, other] = [byId.get(pair.a)!, byId.get(pair.b)!]
      return {
        href: `/repeats/matches/${pairId(pair.a, pair.b)}`,
        text: nameOf(one) === nameOf(other) ? nameOf(one) : `${nameOf(one)} and ${nameOf(other)}`,
        where: one.source === other.source ? one.source : `${one.source} and ${other.source}`,
        standing: STANDINGS[pair.standing],
        likely: likelihood(pair),
        decided: decision ? decidedWords(decision) : null,
      }
    }),
    page: at,
    pages,
    previous: at > 1 ? `?show=${show}&page=${at - 1}` : null,
    next: at < pages ? `?show=${show}&page=${at + 1}` : null,
    none: records.length === 0,
  }
}

/** One group: every report in it as it was sent, and the matches that hold it together, the weakest first. */
export function groupPage(group: Group) {
  const byId = new Map(group.records.map((record) => [record.record, record]))
  return {
    title: 'Are these all one person?',
    back: { href: '/repeats/matches', text: 'Matches' },
    href: `/repeats/groups/${groupId(group)}`,
    records: group.records.toSorted((one, other) => one.source.localeCompare(other.source) || other.on.localeCompare(one.on)).map((record) => ({
      name: nameOf(record), born: record.born ? day(record.born) : 'Not given', address: [record.address, record.postcode].filter(Boolean).join(', ') || 'Not given',
      contact: [record.phone, record.email].filter(Boolean).join(', ') || 'Not given', report: `${day(record.on)}: ${record.category}`, source: [record.source, record.reference].filter(Boolean).join(', '),
    })),
    links: group.waiting.toReversed().map((pair) => {
      const [one, other] = [byId.get(pair.a)!, byId.get(pair.b)!]
      return { href: `/repeats/matches/${pairId(pair.a, pair.b)}`, text: `${nameOf(one)}, ${day(one.on)}, and ${nameOf(other)}, ${day(other.on)}`, standing: STANDINGS[pair.standing], likely: likelihood(pair) }
    }),
  }
}

const decidedWords = ({ by, at, reason }: Decision) => `${by ?? 'Someone'}, ${writeDate(at.toZonedDateTimeISO('Europe/London').toPlainDate())}${reason ? `: ${reason}` : ''}`

/** A probability as people say it, never as certain. */
function likelihood({ weight, probability }: RecordPair): string {
  if (weight >= 10) return 'More than 99.9% likely to be one person'
  if (probability >= 0.995) return 'More than 99% likely to be one person'
  return `${writeFigure(probability * 100, 0)}% likely to be one person`
}

const SHOWN_FIELDS = [
  ['Name', (record: CallerRecord) => nameOf(record)], ['Date of birth', ({ born }: CallerRecord) => born && day(born)], ['Address', ({ address }: CallerRecord) => address],
  ['Postcode', ({ postcode }: CallerRecord) => postcode], ['Telephone', ({ phone }: CallerRecord) => phone], ['E-mail', ({ email }: CallerRecord) => email],
  ['Reported', ({ on, category }: CallerRecord) => `${day(on)}: ${category}`], ['Source', ({ source, reference }: CallerRecord) => [source, reference].filter(Boolean).join(', ')],
] as const

/** Two records side by side, what each field says for or against one person, and the decision. */
export function pairPage({ records, decisions }: Pick<WhoAgain, 'records' | 'decisions'>, pair: RecordPair, failed: { errors: FieldError[]; entered: Record<string, unknown> } | null = null) {
  const [one, other] = [pair.a, pair.b].map((id) => records.find(({ record }) => record === id)!) as [CallerRecord, CallerRecord]
  const decision = decisions.find(({ a, b }) => pairId(a, b) === pairId(pair.a, pair.b))
  return {
    title: 'Are these one person?',
    back: { href: '/repeats/matches', text: 'Matches' },
    href: `/repeats/matches/${pairId(pair.a, pair.b)}`,
    standing: STANDINGS[pair.standing],
    likely: likelihood(pair),
    rows: SHOWN_FIELDS.map(([name, of]) => ({ name, one: of(one) || 'Not given', other: of(other) || 'Not given', same: Boolean(of(one)) && of(one) === of(other) })),
    steps: pair.fields.map(({ field, words, bits }) => ({
      field,
      words,
      speaks: Math.abs(bits) < 0.05 ? 'Neither way' : bits > 0 ? 'For one person' : 'Against',
    })),
    weight: `${writeFigure(pair.weight)} bits in all`,
    decision: decision ? { words: decidedWords(decision), verdict: decision.verdict === 'confirmed' ? 'One person' : 'Two people' } : null,
    entered: failed?.entered ?? {},
    ...errorsForPage(failed?.errors),
  }
}
