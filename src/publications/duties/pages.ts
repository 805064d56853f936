import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { onDay, periodOf } from '../papers/wording.ts'
import { papersNavigation } from '../papers-navigation.ts'
import type { Duty, Occurrence } from './duty.ts'
import type { KeptDuty } from './store.ts'

export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null
export type Publication = { address: string; text: string; publishedOn: string | null }

const day = (text: string) => Temporal.PlainDate.from(text)
const days = (count: number) => (count === 1 ? '1 day' : `${count.toLocaleString('en-GB')} days`)

/** How one day on which a duty falls due stands: a word with its colour, and what there is to say. */
function standing({ dueOn, answer, begun, daysLate }: Occurrence, today: Temporal.PlainDate) {
  if (answer) {
    const late = day(dueOn).until(day(answer.answeredOn)).days
    return { word: late > 0 ? `Published ${days(late)} late` : 'Published', colour: late > 0 ? 'amber' : 'green', note: `${onDay(answer.answeredOn)}: `, where: answer.where, href: answer.address }
  }
  const left = today.until(day(dueOn)).days
  const writing = begun ? { where: begun.title, href: `/papers/${begun.paperId}`, note: 'Being written: ' } : { where: null, href: null, note: '' }
  return daysLate > 0 ? { word: `Late by ${days(daysLate)}`, colour: 'red', ...writing } : { word: left === 0 ? 'Due today' : `Due in ${days(left)}`, colour: 'blue', ...writing }
}

const SHOWN_YEARS = 2

/** The calendar of what is to be published: what is late, what comes, what was published within two years, and each duty with its law. */
export function dutiesPage(kept: readonly KeptDuty[], powers: ReadonlySet<string>, today: Temporal.PlainDate) {
  const from = today.subtract({ years: SHOWN_YEARS }).toString()
  const rows = kept.flatMap(({ duty, occurrences }) => occurrences.map((each) => ({ duty, each }))).toSorted((a, b) => a.each.dueOn.localeCompare(b.each.dueOn))
    .map(({ duty, each }) => ({ dueOn: each.dueOn, late: each.daysLate > 0, open: !each.answer, due: onDay(each.dueOn), name: duty.name, covers: periodOf(each), href: powers.has('papers.edit') ? `/duties/${duty.key}/${each.dueOn}` : `/duties/${duty.key}`, standing: standing(each, today) }))
  const late = rows.filter((row) => row.late)
  return {
    title: 'Duties to publish',
    rooms: papersNavigation('Duties', powers),
    late: late.length === 0 ? null : late.length === 1 ? '1 publication is late' : `${late.length} publications are late`,
    groups: [
      { heading: 'Late', rows: late }, { heading: 'Coming', rows: rows.filter((row) => row.open && !row.late) },
      { heading: 'Published in the last two years', rows: rows.filter((row) => !row.open && row.dueOn >= from).toReversed() },
    ].filter(({ rows: some }) => some.length > 0),
    duties: kept.map(({ duty, setting }) => ({ name: duty.name, href: `/duties/${duty.key}`, law: duty.law, setting: settingInWords(duty, setting) })),
    unsaid: kept.some(({ duty, setting }) => duty.everyone && setting === null),
  }
}

const settingInWords = ({ everyone }: Duty, setting: KeptDuty['setting']) =>
  setting === null ? (everyone ? 'Every partnership has it. Nobody has said since when it is kept here' : 'Nobody has said whether it applies') : setting.applies ? `Kept here since ${onDay(setting.since)}` : `Does not apply: ${setting.reason}`

/** One duty: what it asks, by which law, each time it fell due, and whether it applies. */
export function dutyPage({ duty, setting, occurrences }: KeptDuty, powers: ReadonlySet<string>, today: Temporal.PlainDate, failed: Failed = null) {
  const writes = powers.has('papers.edit')
  return {
    title: duty.name, back: { href: '/duties', text: 'Duties to publish' },
    asks: duty.asks, law: duty.law, doubt: duty.doubt, setting: settingInWords(duty, setting), writes, action: `/duties/${duty.key}/setting`,
    rows: occurrences.toReversed().map((each) => ({ due: onDay(each.dueOn), covers: periodOf(each), standing: standing(each, today), href: writes ? `/duties/${duty.key}/${each.dueOn}` : null })),
    entered: failed?.entered ?? (setting ? { applies: setting.applies ? 'yes' : 'no', since: onDay(setting.since), reason: setting.reason ?? '' } : {}),
    ...errorsForPage(failed?.errors),
  }
}

/** One time a duty falls due: the paper that is written for it, or where the answer is found. */
export function occurrencePage({ duty }: KeptDuty, occurrence: Occurrence, publications: readonly Publication[], today: Temporal.PlainDate, failed: Failed = null) {
  const entered = failed?.entered ?? {}
  const here = `/duties/${duty.key}/${occurrence.dueOn}`
  return {
    title: `${duty.name}, due ${onDay(occurrence.dueOn)}`, back: { href: `/duties/${duty.key}`, text: duty.name },
    standing: standing(occurrence, today), covers: periodOf(occurrence), isAnswered: occurrence.answer !== null, isBegun: occurrence.begun !== null,
    write: `/papers/new?duty=${duty.key}&due=${occurrence.dueOn}`, kind: duty.paper === 'other' ? 'a paper' : /^[aeiou]/.test(duty.paper) ? `an ${duty.paper}` : `a ${duty.paper}`, action: here, withdraw: `${here}/withdraw`,
    publications: [{ value: '', text: 'None of these' }, ...publications.map(({ address, text, publishedOn }) => ({ value: address, text: publishedOn === null ? text : `${text}, ${onDay(publishedOn)}`, selected: entered.publication === address }))],
    entered, ...errorsForPage(failed?.errors),
  }
}
