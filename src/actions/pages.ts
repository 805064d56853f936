import { todayInLondon, writeDate } from '../calendar/dates.ts'
import type { CaseCover } from '../sharing/case-store.ts'
import { casePage } from '../sharing/case-page.ts'
import { errorsForPage, type FieldError } from '../web/forms.ts'
import { type Action, dueInWords, isLate, ownerInWords } from './action.ts'
import type { Owner } from './store.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null
type Owners = readonly (Owner & { name: string })[]

const ownerValue = ({ agencyId, accountId }: Owner): string => (accountId ? `${agencyId} ${accountId}` : agencyId)
const ownerItems = (owners: Owners, chosen: unknown) => [
  { value: '', text: 'Choose' }, ...owners.map((owner) => ({ value: ownerValue(owner), text: owner.name, selected: ownerValue(owner) === chosen })),
]

const rowOf = (action: Action, today: Temporal.PlainDate) => {
  const { actionId, caseId, statement, state, dueOn, closedOn, evidence } = action
  return {
    href: `/cases/${caseId}/actions/${actionId}`, statement, owner: ownerInWords(action), evidence,
    due: dueInWords(dueOn, today), late: state === 'open' && isLate(dueOn, today),
    ended: closedOn && `${state === 'done' ? 'Done' : 'Dropped'} ${writeDate(Temporal.PlainDate.from(closedOn))}`,
  }
}

/** The actions of a case, those open first, and the form for another. */
export function actionsPage(cover: CaseCover, actions: readonly Action[], owners: Owners, failed: Failed) {
  const today = todayInLondon(Temporal.Now.instant())
  const entered = failed?.entered ?? {}
  return {
    ...casePage(cover, 'Actions'),
    open: actions.filter(({ state }) => state === 'open').map((action) => rowOf(action, today)),
    ended: actions.filter(({ state }) => state !== 'open').map((action) => rowOf(action, today)),
    owners: ownerItems(owners, entered.owner), entered, ...errorsForPage(failed?.errors),
  }
}

const typed = (value: unknown) => String(value ?? '')

/** One action: what it is, the form that changes it, and the form that ends it. With `meanwhile`, what somebody else saved stands beside what was typed. */
export function actionPage(cover: CaseCover, action: Action, owners: Owners, failed: Failed, meanwhile = false) {
  const today = todayInLondon(Temporal.Now.instant())
  const stands = { statement: action.statement, owner: ownerValue({ agencyId: action.ownerAgencyId, accountId: action.ownerAccountId }), dueOn: writeDate(Temporal.PlainDate.from(action.dueOn)) }
  const entered = failed?.entered ?? {}
  const chosen = owners.find((owner) => ownerValue(owner) === entered.owner)?.name ?? ''
  const ending = 'evidence' in entered
  return {
    ...casePage(cover, 'Actions', 'Action'),
    back: { href: `/cases/${cover.caseId}/actions`, text: 'Actions' },
    action: rowOf(action, today), isOpen: action.state === 'open', mayChange: action.state === 'open' && cover.clause === 'takes part',
    href: `/cases/${cover.caseId}/actions/${action.actionId}`,
    version: action.version, values: { ...stands, ...entered }, owners: ownerItems(owners, entered.owner ?? stands.owner),
    both: meanwhile ? (ending
      ? [{ label: 'The action', theirs: `${action.statement} (${ownerInWords(action)}; ${rowOf(action, today).ended ?? dueInWords(action.dueOn, today)})`, yours: `${typed(entered.state)}: ${typed(entered.evidence)}` }]
      : [
          { label: 'What is to be done', theirs: action.statement, yours: typed(entered.statement) },
          { label: 'Who will do it', theirs: ownerInWords(action), yours: chosen },
          { label: 'By', theirs: stands.dueOn, yours: typed(entered.dueOn) },
          ...(action.evidence ? [{ label: 'How it ended', theirs: `${rowOf(action, today).ended}: ${action.evidence}`, yours: '' }] : []),
        ]) : null,
    ...errorsForPage(failed?.errors),
  }
}
