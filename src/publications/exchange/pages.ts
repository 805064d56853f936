import { periodContaining, periodLabel } from '../../calendar/period.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { onDay } from '../papers/wording.ts'
import { papersNavigation } from '../papers-navigation.ts'
import { LAW } from './sets.ts'
import type { Asked, SourceChoice } from './store.ts'

export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null

export const quarterName = (quarter: string) => periodLabel(periodContaining('quarter', Temporal.PlainDate.from(quarter)))
const days = (count: number) => (count === 1 ? '1 day' : `${count} days`)

function standing({ returned, daysLate, dueOn }: Asked['quarters'][number]) {
  if (returned) return returned.receivedOn ? { word: 'Came', colour: 'green', note: onDay(returned.receivedOn) } : { word: 'Nothing came', colour: 'amber', note: returned.note }
  return daysLate > 0 ? { word: `Late by ${days(daysLate)}`, colour: 'red', note: null } : { word: 'Awaited', colour: 'blue', note: `by ${onDay(dueOn)}` }
}

/** Set by set and quarter by quarter: what came, what is late, and what nothing came of. */
export function exchangePage({ asked, since }: { asked: readonly Asked[]; since: string | null }, powers: ReadonlySet<string>, failed: Failed = null) {
  const late = asked.flatMap(({ quarters }) => quarters.filter(({ daysLate }) => daysLate > 0)).length
  return {
    title: 'Exchange of information', rooms: papersNavigation('Exchange', powers), law: LAW, writes: powers.has('papers.edit'),
    since: since === null ? null : onDay(since), late: late === 0 ? null : late === 1 ? '1 set is late' : `${late} sets are late`,
    quarters: (asked[0]?.quarters ?? []).map(({ quarter }) => quarterName(quarter)),
    rows: asked.map(({ set, organisationId, organisation, quarters }) => ({
      name: set.name, what: set.what, organisation,
      cells: quarters.map((each) => ({ quarter: quarterName(each.quarter), ...standing(each), does: each.returned ? 'Change' : 'Say what came', href: powers.has('papers.edit') ? `/exchange/${organisationId}/${set.key}/${each.quarter}` : null })),
    })),
    entered: failed?.entered ?? { since: since === null ? '' : onDay(since) }, ...errorsForPage(failed?.errors),
  }
}

/** One set of one authority for one quarter. */
export function returnPage({ set, organisation, organisationId }: Asked, each: Asked['quarters'][number], sources: readonly SourceChoice[], failed: Failed = null) {
  const { returned } = each
  const entered = failed?.entered ?? (returned ? { came: returned.receivedOn ? 'yes' : 'no', receivedOn: returned.receivedOn ? onDay(returned.receivedOn) : '', sourceId: String(returned.sourceId ?? ''), note: returned.note ?? '' } : {})
  const here = `/exchange/${organisationId}/${set.key}/${each.quarter}`
  return {
    title: `${set.name}, ${quarterName(each.quarter)}`, context: organisation, back: { href: '/exchange', text: 'Exchange of information' }, what: set.what, standing: standing(each), action: here, withdraw: returned ? `${here}/withdraw` : null,
    sources: [{ value: '', text: 'It is not loaded here' }, ...sources.map(({ sourceId, name, months }) => ({ value: String(sourceId), text: months === 3 ? `${name} (holds all three months)` : months === 0 ? name : `${name} (holds ${months} of the three months)`, selected: entered.sourceId === String(sourceId) }))],
    entered, ...errorsForPage(failed?.errors),
  }
}
