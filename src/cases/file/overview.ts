import { dueInWords, isLate, ownerInWords, type Action } from '../../actions/action.ts'
import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { contributionForLead, contributionForPanel, type Contribution } from '../../sharing/audience.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { casePage, STAGE_IN_WORDS } from '../../sharing/case-page.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { nameAndRole } from '../contact/case-people.ts'
import type { InformationRequest } from '../contributions/request-store.ts'
import type { Subject } from '../index/subject-store.ts'
import { ABOUT_IN_WORDS, reviewInWords } from './caseload.ts'
import type { LatestRisk, Names } from './overview-store.ts'
import { type Happened, timelineInWords } from './timeline.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null
export type Overview = {
  names: Names; subjects: Subject[]; risk: LatestRisk | null; said: Contribution[]; requests: InformationRequest[]; actions: Action[]; panels: { panelId: string; heldOn: string }[]; happened: Happened[]
}

const written = (day: string | null) => (day ? writeDate(Temporal.PlainDate.from(day)) : null)
const RESIDENT = { true: 'Live in the area', false: 'Live elsewhere', null: 'Not known' } as const

function comingUp(cover: CaseCover, { requests, actions, panels }: Overview, today: Temporal.PlainDate) {
  const base = `/cases/${cover.caseId}`
  const review = reviewInWords(cover.reviewOn, cover.stage, today)
  return [
    ...(cover.stage === 'referred' ? [{ text: 'Triage: decide what becomes of the referral', href: `/triage/${cover.caseId}`, when: `Referred ${written(cover.referredOn)}`, late: false, on: '0' }] : []),
    ...(cover.stage === 'open' ? [{ text: 'Review', href: `${base}/close`, when: review.text, late: review.late, on: cover.reviewOn ?? '9' }] : []),
    ...panels.map(({ panelId, heldOn }) => ({ text: 'Panel', href: `/panels/${panelId}`, when: written(heldOn)!, late: false, on: heldOn })),
    ...requests.filter(({ answeredAt, cancelledAt }) => !answeredAt && !cancelledAt).map((each) => ({ text: `${each.agency} to say what it holds`, href: `${base}/information/requests/${each.requestId}`, when: dueInWords(each.dueOn, today), late: isLate(each.dueOn, today), on: each.dueOn })),
    ...actions.map((each) => ({ text: each.statement, note: ownerInWords(each), href: `${base}/actions/${each.actionId}`, when: dueInWords(each.dueOn, today), late: isLate(each.dueOn, today), on: each.dueOn })),
  ].toSorted((a, b) => a.on.localeCompare(b.on))
}

/** What this person may do with the case from here. */
function acts({ caseId, leads, works, stage, clause, closedOn }: CaseCover) {
  const base = `/cases/${caseId}`
  const can = [
    { text: 'Give information', href: `${base}/information/give`, may: works },
    { text: 'Ask an agency what it holds', href: `${base}/information/ask`, may: works },
    { text: 'Add an action', href: `${base}/actions#add`, may: works },
    { text: 'Write down an incident', href: `${base}/diary#add`, may: works },
    { text: 'Assess the risk', href: `${base}/risk`, may: works },
    { text: 'Record contact', href: `${base}/contact`, may: works },
    { text: 'Write a letter', href: `${base}/letters`, may: works },
    { text: 'Change what stands on the cover', href: `${base}/details`, may: leads && works },
    { text: 'Transfer it to another area', href: `/transfers/new?case=${caseId}`, may: leads && stage === 'open' },
    { text: 'Review or close it', href: `${base}/close`, may: leads && clause === 'takes part' },
    { text: 'Decide how long it is kept', href: `${base}/keeping`, may: leads && closedOn !== null },
  ]
  return can.filter(({ may }) => may)
}

/** The first page of a case: what it is about, where it stands, what comes next, and what has happened. */
export function overviewPage(cover: CaseCover, found: Overview) {
  const today = todayInLondon(Temporal.Now.instant())
  const { names, subjects, risk, said, happened } = found
  const review = reviewInWords(cover.reviewOn, cover.stage, today)
  const byId = new Map(subjects.map((subject) => [subject.subjectId, subject]))
  return {
    ...casePage(cover, 'Overview'),
    actions: [{ text: 'Print', print: true }],
    facts: [
      { key: { text: 'About' }, value: { text: ABOUT_IN_WORDS[cover.about] } },
      { key: { text: 'Stage' }, value: { text: STAGE_IN_WORDS[cover.stage] } },
      { key: { text: 'Lead agency' }, value: { text: names.get(cover.leadAgencyId) ?? '' } },
      { key: { text: 'Taking part' }, value: { text: cover.parties.map((id) => names.get(id) ?? '').filter(Boolean).toSorted().join(', ') } },
      { key: { text: 'Referred' }, value: { text: written(cover.referredOn) ?? '' } },
      ...(cover.openedOn ? [{ key: { text: 'Opened' }, value: { text: written(cover.openedOn) ?? '' } }] : []),
      ...(cover.closedOn ? [{ key: { text: 'Ended' }, value: { text: written(cover.closedOn) ?? '' } }] : []),
      ...(cover.stage === 'open' ? [{ key: { text: 'Next review' }, value: { text: review.text } }] : []),
      ...(cover.keepUntil ? [{ key: { text: 'Kept until' }, value: { text: written(cover.keepUntil) ?? '' } }] : []),
      { key: { text: 'Where they live' }, value: { text: RESIDENT[String(cover.resident) as keyof typeof RESIDENT] } },
      { key: { text: 'Risk' }, value: { text: risk ? `${risk.band}, assessed ${written(risk.assessedOn)}${risk.judged ? ', by judgement' : ''}` : 'Not assessed yet' } },
    ],
    subjects: subjects.map((subject) => ({ text: nameAndRole(subject), note: [subject.age === null ? null : `aged ${subject.age}`, subject.homeArea].filter(Boolean).join(', ') })),
    next: comingUp(cover, found, today),
    said: said.map((each) => (cover.leads ? contributionForLead(each) : contributionForPanel(each))).map((each) => ({
      href: `/cases/${cover.caseId}/information/${each.contributionId}`, agency: each.agency, on: writeDate(todayInLondon(each.writtenAt)), nature: each.nature === 'fact' ? 'As fact' : 'As opinion',
      of: each.subjectId ? (byId.get(each.subjectId)?.name ?? null) : null, statement: each.statement.length > 280 ? `${each.statement.slice(0, 280)}…` : each.statement,
    })),
    timeline: timelineInWords(happened, today),
    acts: acts(cover),
    mayDeclare: true,
  }
}

/** The page on which somebody shuts themselves out. */
export const conflictPage = (cover: CaseCover, failed: Failed) => ({
  ...casePage(cover, 'Overview', 'Declare a conflict of interest'),
  back: { href: `/cases/${cover.caseId}`, text: 'Back to the case' }, entered: failed?.entered ?? {}, ...errorsForPage(failed?.errors),
})

const residentOf = (resident: boolean | null) => (resident === null ? 'unknown' : resident ? 'yes' : 'no')
const RESIDENT_CHOICES = [['yes', 'Yes'], ['no', 'No'], ['unknown', 'Not known']] as const

/** The cover's own fields, to change; with `meanwhile`, what somebody else saved stands beside what was typed. */
export function detailsPage(cover: CaseCover, failed: Failed, meanwhile = false) {
  const stands = { about: cover.about, resident: residentOf(cover.resident), reviewOn: written(cover.reviewOn) ?? '' }
  const entered: Record<string, unknown> = { ...stands, ...failed?.entered }
  const word = (choices: readonly (readonly [string, string])[], value: unknown) => choices.find(([key]) => key === value)?.[1] ?? ''
  const about = Object.entries(ABOUT_IN_WORDS)
  return {
    ...casePage(cover, 'Overview', 'Change the cover'),
    back: { href: `/cases/${cover.caseId}`, text: 'Back to the case' }, version: cover.version, entered,
    about: about.map(([value, text]) => ({ value, text, checked: value === entered.about })),
    resident: RESIDENT_CHOICES.map(([value, text]) => ({ value, text, checked: value === entered.resident })),
    both: meanwhile ? [
      { label: 'About', theirs: word(about, stands.about), yours: word(about, entered.about) },
      { label: 'Live in the area', theirs: word(RESIDENT_CHOICES, stands.resident), yours: word(RESIDENT_CHOICES, entered.resident) },
      { label: 'Next review', theirs: stands.reviewOn || 'None', yours: String(entered.reviewOn ?? '') || 'None' },
    ] : null,
    ...errorsForPage(failed?.errors),
  }
}
