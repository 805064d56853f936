import { writeDate } from '../../calendar/dates.ts'
import type { CaseAccount, CaseCover } from '../../sharing/case-store.ts'
import { casePage } from '../../sharing/case-page.ts'
import { caseNavigation } from '../case-navigation.ts'
import { errorsForPage } from '../../web/forms.ts'
import { type Clock, clocksOf, DECISIONS, DISCRETION, type ReviewDecision, type ReviewRules, standing } from './application.ts'
import { STEPS, type Step } from './forms.ts'
import { applicationFields, type Failed } from './public-pages.ts'
import type { DueNotice, KeptComplaint, ListedApplication, Recommendation, ReviewApplication } from './store.ts'
import type { Computed } from './threshold.ts'

const written = (date: string | null) => (date ? writeDate(Temporal.PlainDate.from(date)) : '')
const typed = (date: string | null) => (date ? Temporal.PlainDate.from(date).toLocaleString('en-GB') : '')
const doneOf = ({ done, due, isLate }: Clock) => (done ? `${written(done)}${isLate ? ', late' : ''}` : isLate ? `Not yet: late since ${written(due)}` : 'Not yet')

const nextOf = (application: ListedApplication, rules: ReviewRules, today: string) => {
  const next = clocksOf(application, rules.clocks, today).find(({ done }) => done === null)
  return next ? `${next.step} by ${written(next.due)}${next.isLate ? ': late' : ''}` : 'Nothing is due'
}

export const reviewsPage = (applications: readonly ListedApplication[], due: readonly DueNotice[], rules: ReviewRules, partnershipId: string, { mayEnter, waiting }: { mayEnter: boolean; waiting: number }, today: string) => ({
  title: 'Case reviews',
  tabs: caseNavigation('Case reviews'),
  actions: mayEnter ? [{ text: 'Enter an application', href: '/case-reviews/new', primary: true }] : [],
  rows: applications.map((each) => ({ reference: each.reference, href: `/cases/${each.caseId}/application`, received: written(each.receivedOn), stands: standing(each), next: nextOf(each, rules, today) })),
  due: due.map(({ noticeId, caseId, reference, secondReportOn, name }) => ({ href: `/cases/${caseId}`, reference, name, on: written(secondReportOn), action: `/case-reviews/notices/${noticeId}/told` })),
  figures: `/case-review/${partnershipId}/figures`,
  held: mayEnter ? { href: '/case-reviews/held', text: waiting === 0 ? 'Applications held back: none is waiting' : waiting === 1 ? 'Applications held back: 1 is waiting' : `Applications held back: ${waiting} are waiting` } : null,
})

export const typedInPage = (schemeId: string, ticket: string, failed: Failed, room: number) =>
  ({ title: 'Enter an application for a case review', back: { href: '/case-reviews', text: 'Case reviews' }, schemeId, ticket, ...applicationFields(failed, room) })

const DECISION_IN_WORDS: Record<ReviewDecision, string> = { 'met automatically': 'met automatically', 'met by discretion': 'met, by discretion', 'not met': 'not met' }
const INVOLVEMENT = { 'in person': 'To come to the meeting', online: 'To join online', 'by a representative': 'To be spoken for', 'in writing': 'To send something in writing', 'not at all': 'Not to take part' }
const STEP_IN_WORDS: Record<Step, string> = {
  acknowledge: 'Application acknowledged', told: 'Applicant told what was decided', invited: 'Victim invited to take part', met: 'Review held', consulted: 'Victim consulted on the action plan before it was final', 'outcome-told': 'Applicant told the outcome',
}

export type ApplicationModel = {
  cover: CaseCover; application: ReviewApplication; complaints: readonly KeptComplaint[]; computed: Computed; rules: ReviewRules; recommendations: readonly Recommendation[]; accounts: readonly CaseAccount[]
  today: string; opened?: string; failed?: Failed; changedMeanwhile?: string
}

/** The officer's page of one application: its clocks, what was said, the threshold explained, and every step to its end. */
export function applicationPage({ cover, application, complaints, computed, rules, recommendations, accounts, today, opened, failed, changedMeanwhile }: ApplicationModel) {
  const { decision, decidedOn, decisionReasons, metOn } = application
  const base = `/cases/${cover.caseId}/application`
  const entered: Record<string, unknown> = failed?.entered ?? {}
  const { errorFor, errorList } = errorsForPage(failed?.errors)
  const isMet = decision !== null && decision !== 'not met'
  const done: Record<Step, string | null> = { acknowledge: application.acknowledgedOn, told: application.toldOn, invited: application.invitedOn, met: metOn, consulted: application.consultedOn, 'outcome-told': application.outcomeToldOn }
  const order: Step[] = ['acknowledge', ...(decision ? ['told' as const] : []), ...(isMet ? (['invited', 'met', 'consulted', 'outcome-told'] as const) : [])]
  const belongs = cover.clause === 'takes part'
  return {
    ...casePage(cover, 'Application'),
    base, version: application.version, today: typed(today), errorFor, errorList, entered, opened: opened ?? null, changedMeanwhile: changedMeanwhile ?? null, belongs,
    standing: standing(application),
    clocks: clocksOf(application, rules.clocks, today).map((clock) => ({ step: clock.step, due: written(clock.due), done: doneOf(clock) })),
    said: [
      { what: 'Received', text: `${written(application.receivedOn)}, ${application.channel}` },
      { what: 'Applied for by', text: application.applicant === 'victim' ? 'The victim' : 'Somebody for the victim' },
      { what: 'Harm', text: application.harm ?? 'Not said' }, { what: 'What is wanted', text: application.wanted ?? 'Not said' },
      { what: 'Taking part', text: application.involvement ? INVOLVEMENT[application.involvement] : 'Not said: to be asked' },
    ],
    computed: {
      explanation: computed.explanation, source: computed.source,
      each: computed.each.map(({ qualifies, because }, at) => ({
        what: complaints[at]!.what, happened: written(complaints[at]!.happenedFrom.toString()), counts: qualifies ? 'Yes.' : 'No.', because,
        complained: complaints[at]!.complainedOn ? `${written(complaints[at]!.complainedOn!.toString())}, to ${complaints[at]!.complainedTo ?? 'somebody'}` : 'Not complained of',
      })),
    },
    diaryHref: `/cases/${cover.caseId}/diary`,
    decision: decision && { on: written(decidedOn), words: DECISION_IN_WORDS[decision], reasons: reasonsOf(decisionReasons) },
    mayDecide: cover.leads && !metOn,
    // The automatic test cannot be decided away.
    decisions: DECISIONS.filter((each) => (computed.isMet ? each === 'met automatically' : each !== 'met automatically')).map((value) => ({ value, text: value === 'not met' ? 'No: not met' : `Yes: ${DECISION_IN_WORDS[value]}`, checked: (entered.decision ?? (computed.isMet ? 'met automatically' : '')) === value })),
    discretion: computed.isMet ? [] : (Object.keys(DISCRETION) as (keyof typeof DISCRETION)[]).map((name) => ({ name, question: DISCRETION[name], value: String(entered[name] ?? decisionReasons?.[name] ?? ''), error: errorFor[name] })),
    contacts: [{ value: '', text: 'Choose a person' }, ...accounts.map(({ accountId, name }) => ({ value: accountId, text: name, selected: accountId === application.pointOfContact }))],
    consentSeenOn: typed(application.consentSeenOn),
    steps: order.map((name) => ({ name, words: STEP_IN_WORDS[name], done: written(done[name]), action: `${base}/steps/${name}` })),
    showReview: isMet, outcome: application.outcome,
    recommendations: recommendations.map((each, at) => ({
      to: each.to, statement: each.statement, action: `${base}/recommendations/${each.recommendationId}`, reason: each.reason, carriedOutOn: typed(each.carriedOutOn), evidence: each.evidence,
      ids: { response: `response-${at}`, reason: `reason-${at}`, done: `carried-${at}`, evidence: `evidence-${at}` },
      responses: [{ value: '', text: 'None yet' }, { value: 'accepted', text: 'Accepted', selected: each.response === 'accepted' }, { value: 'not accepted', text: 'Not accepted', selected: each.response === 'not accepted' }],
      note: [`Made ${written(each.madeOn)}`, each.dueOn && `to be done by ${written(each.dueOn)}`, each.response ?? 'not answered yet', each.carriedOutOn && `carried out ${written(each.carriedOutOn)}`].filter(Boolean).join(' · '),
    })),
    showAppeal: decision !== null,
    appeal: application.appealOn && `Asked for on ${written(application.appealOn)} by ${application.appealBy}. ${application.appealDecidedOn ? `Decided ${written(application.appealDecidedOn)}: ${application.appealOutcome ?? ''}` : 'Not decided yet.'}`,
    appealEntered: opened === 'appeal' ? entered : { on: typed(application.appealOn), by: application.appealBy, decidedOn: typed(application.appealDecidedOn), outcome: application.appealOutcome },
  }
}

const reasonsOf = (reasons: ReviewApplication['decisionReasons']) =>
  (Object.keys(DISCRETION) as (keyof typeof DISCRETION)[]).flatMap((name) => (reasons?.[name] ? [{ question: DISCRETION[name], text: reasons[name] }] : []))

export const STEP_NAMES = Object.keys(STEPS) as Step[]
