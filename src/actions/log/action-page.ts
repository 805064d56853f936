import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { ownerInWords } from '../action.ts'
import { ageInWords, endedInWords, type GroupAction, type PastOfAction, sourceInWords } from '../group-action.ts'
import type { MeetingOwner, OfferedOwner } from '../owners.ts'
import { rowOf } from './log-page.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null

const day = (text: string) => writeDate(Temporal.PlainDate.from(text))
const ownerValue = ({ agencyId, accountId }: MeetingOwner): string => (accountId ? `${agencyId} ${accountId}` : agencyId)
const typed = (value: unknown) => String(value ?? '')

/** What became of an action, the newest first: each change with what stood before it. */
function historyOf({ history, heldOn, madeOn, group }: GroupAction, names: ReadonlyMap<string, string>) {
  const name = (id: string | null | undefined) => (id ? (names.get(id) ?? 'Somebody who has left') : 'nobody by name')
  const was = (past: PastOfAction): string[] => [
    ...(past.chased ? ['Its owner was reminded'] : []),
    ...(past.state === undefined ? [] : [past.state === 'open' ? 'It was ended' : `It was opened again. It had been ${past.state}: ${past.evidence ?? ''}`]),
    ...(past.due_on ? [`The day changed. It was due ${day(past.due_on)}`] : []),
    ...(past.owner_agency_id ? [`It changed hands. It was ${name(past.owner_agency_id)}’s`] : past.owner_account_id === undefined ? [] : [`The person changed. It was with ${name(past.owner_account_id)}`]),
    ...(past.statement ? [`It was reworded. It said: ${past.statement}`] : []),
    ...(past.restricted === false ? ['It was restricted to the group'] : []),
  ]
  return [
    ...history.toReversed().map((past) => ({ on: writeDate(todayInLondon(Temporal.Instant.from(past.at))), by: past.by ? name(past.by) : null, what: was(past) })).filter(({ what }) => what.length > 0),
    { on: day(heldOn ?? madeOn), by: null, what: [group ? `Agreed by ${group}` : 'Agreed'] },
  ]
}

/** One action: how it stands and what became of it, and, for whom they are, the forms that end it and that change it. With `meanwhile`, what somebody else saved stands beside what was typed. */
export function actionPage(action: GroupAction, owners: readonly OfferedOwner[], names: ReadonlyMap<string, string>, links: { meeting: boolean; learning: boolean }, failed: Failed, meanwhile = false) {
  const today = todayInLondon(Temporal.Now.instant())
  const isOpen = action.state === 'open'
  const stands = { statement: action.statement, owner: ownerValue({ agencyId: action.ownerAgencyId, accountId: action.ownerAccountId }), dueOn: day(action.dueOn) }
  const entered = failed?.entered ?? {}
  const chosen = typed(entered.owner ?? stands.owner)
  const offered = owners.some((owner) => ownerValue(owner) === stands.owner) ? owners : [{ agencyId: action.ownerAgencyId, accountId: action.ownerAccountId, name: ownerInWords(action), organisation: action.ownerAgency }, ...owners]
  const ending = 'evidence' in entered
  const row = rowOf(action, today)
  return {
    title: row.name, context: sourceInWords(action), back: { href: '/meeting-actions', text: 'Actions of meetings' },
    actions: [{ text: 'Print', print: true }],
    action: row, isOpen, href: row.href, version: action.version,
    facts: [
      { key: 'Owner', text: row.owner }, { key: isOpen ? 'When' : 'Was due', text: isOpen ? row.when : stands.dueOn, wrong: row.late },
      ...(isOpen ? [] : [{ key: endedInWords(action) ?? '', text: [action.evidence, action.closedBy && `Said by ${action.closedBy}`].filter(Boolean).join('\n') }]),
      {
        key: action.group ? 'Meeting' : 'Review', text: row.source,
        href: links.meeting && action.meetingId ? `/meetings/${action.meetingId}` : links.learning && action.reviewId ? `/learning/${action.reviewId}` : null,
      },
      { key: 'Age', text: ageInWords(action, today) },
    ],
    fromReview: action.from === 'recommendation',
    mayEnd: isOpen && (action.owns || action.keeps), mayChange: isOpen && action.keeps, mayReopen: !isOpen && action.keeps, mayRestrict: action.seated && !action.restricted,
    values: { ...stands, ...entered, restricted: entered.restricted === 'yes' },
    owners: [{ value: '', text: 'Choose' }, ...offered.map((owner) => ({ value: ownerValue(owner), text: owner.name, selected: ownerValue(owner) === chosen }))],
    history: historyOf(action, names),
    both: meanwhile ? (ending
      ? [{ label: 'The action', theirs: `${action.statement} (${row.owner}; ${row.when})${action.evidence ? ` ${action.evidence}` : ''}`, yours: `${typed(entered.state)}: ${typed(entered.evidence)}` }]
      : [
          { label: 'What is to be done', theirs: action.statement, yours: typed(entered.statement) },
          { label: 'Who will do it', theirs: row.owner, yours: offered.find((owner) => ownerValue(owner) === chosen)?.name ?? '' },
          { label: 'By', theirs: stands.dueOn, yours: typed(entered.dueOn) },
          ...(action.evidence ? [{ label: 'How it ended', theirs: `${row.when}: ${action.evidence}`, yours: '' }] : []),
        ]) : null,
    ...errorsForPage(failed?.errors),
  }
}
