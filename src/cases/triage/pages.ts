import { writeDate } from '../../calendar/dates.ts'
import { caseNavigation } from '../case-navigation.ts'
import { nameAndRole } from '../contact/case-people.ts'
import type { SafeRule } from '../contact/contact-store.ts'
import type { Subject } from '../index/subject-store.ts'
import type { CaseDocument } from '../attachments/document-store.ts'
import { decisionInWords, type KeptDecision } from '../rules/decision-words.ts'
import { factFields, factInWords } from '../rules/fact-form.ts'
import type { RuleVersion, Scheme } from '../rules/rule-store.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { OUTCOMES, type ReferralSeen, type TriageOutcome, type Waiting } from './triage-store.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null
const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))

/** How long something has waited: "since today", "1 day", "12 days". */
export function waitedInWords(from: string, today: string): string {
  const { days } = Temporal.PlainDate.from(from).until(today, { largestUnit: 'days' })
  return days <= 0 ? 'Came today' : days === 1 ? 'Waiting 1 day' : `Waiting ${days} days`
}

/** The referrals that wait, the longest first. */
export const queuePage = (waiting: readonly Waiting[], schemes: readonly Pick<Scheme, 'schemeId' | 'name'>[], { today, page, more }: { today: string; page: number; more: boolean }) => ({
  title: 'Triage', tabs: caseNavigation('Triage'), rules: schemes.map(({ schemeId, name }) => ({ href: `/cases/rules/${schemeId}`, text: name })),
  rows: waiting.map(({ caseId, reference, scheme, about, referredOn, agency, leads }) => ({
    href: `/triage/${caseId}`, reference, scheme, about: about[0]!.toUpperCase() + about.slice(1), agency: agency ?? 'Not known', waited: waitedInWords(referredOn, today), yours: leads ? 'You decide' : 'The coordinator or a chair decides',
  })),
  earlier: page > 1 ? `/triage?page=${page - 1}` : null, later: more ? `/triage?page=${page + 1}` : null,
})

const OUTCOME_IN_WORDS: Record<TriageOutcome, string> = { accepted: 'Accept it: open the case', 'advice given': 'Give advice, and take it no further', 'belongs elsewhere': 'It belongs with another panel or service' }
const DECIDED_IN_WORDS: Record<TriageOutcome, string> = { accepted: 'Accepted', 'advice given': 'Advice given', 'belongs elsewhere': 'Belongs elsewhere' }
const CONSENT_IN_WORDS: Record<ReferralSeen['consent'], string> = { given: 'Given', 'not asked': 'Not asked', refused: 'Refused' }
const CHANNEL_IN_WORDS: Record<string, string> = { form: 'full form', 'short form': 'short form', batch: 'batch', transfer: 'transfer from another area', public: 'public form', phone: 'phone', paper: 'paper' }

export type TriageSeen = {
  cover: CaseCover; referral: ReferralSeen; rules: RuleVersion<'criteria'> | null; decision: KeptDecision | null; people: readonly Subject[]; unsafe: readonly SafeRule[]; documents: readonly CaseDocument[]; incidents: number; reviewWeeks: number; today: string
}

/** One referral: what was said, what the criteria say of it, and the decision. */
export function triagePage(seen: TriageSeen, { failed = null, facts = null, conflict = false }: { failed?: Failed; facts?: Failed; conflict?: boolean } = {}) {
  const { cover, referral, rules, people, unsafe, documents } = seen
  const decision = referral.outcome ? referral.decision : seen.decision
  const entered: Record<string, unknown> = failed?.entered ?? {}
  const mayDecide = cover.leads && cover.stage === 'referred' && referral.outcome === null
  const unasked = typeof referral.facts.worry === 'string' ? [`How worried: ${referral.facts.worry}`] : []
  return {
    title: `Triage: ${cover.reference}`, context: `${cover.schemeName} · ${waitedOrDecided(seen)}`, heading: cover.reference, back: { href: '/triage', text: 'Triage' }, file: `/cases/${cover.caseId}`, peopleHref: `/cases/${cover.caseId}/people`,
    lines: [
      { label: 'Referred', text: `${day(referral.madeOn)} by ${referral.referrer ?? 'somebody without an account'}${referral.agency ? `, ${referral.agency}` : ''} (${CHANNEL_IN_WORDS[referral.channel] ?? referral.channel})` },
      { label: 'About', text: people.map(nameAndRole).join('; ') || 'Nobody is named' },
      { label: 'What was said', text: referral.reasons },
      ...(referral.wanted ? [{ label: 'Wanted', text: referral.wanted }] : []),
      { label: 'Consent', text: `${CONSENT_IN_WORDS[referral.consent]}${referral.consentReason ? `: ${referral.consentReason}` : ''}` },
      { label: 'Incidents', text: seen.incidents === 0 ? 'None in the diary' : seen.incidents === 1 ? '1 in the diary' : `${seen.incidents} in the diary` },
      { label: 'Known', text: [...unasked, ...(rules?.rules.questions ?? []).filter(({ key }) => key in referral.facts).map((question) => factInWords(question, referral.facts[question.key]))].join('; ') || 'Nothing that the criteria ask' },
      { label: 'Must not be reached by', text: [...new Set(unsafe.filter(({ allowed }) => !allowed).map(({ method }) => method))].join(', ') || 'No way was said to be unsafe' },
    ],
    documents: documents.map(({ documentId, name }) => ({ href: `/cases/${cover.caseId}/documents/${documentId}`, name })),
    criteria: decision && { ...decisionInWords(decision), version: `Version ${decision.version}. ${decision.source}` }, judgementRule: rules?.rules.judgement ?? null, rulesHref: `/cases/rules/${cover.schemeId}`,
    decided: referral.outcome && {
      outcome: DECIDED_IN_WORDS[referral.outcome], by: `${referral.decidedBy ?? 'somebody who has left'}${referral.decidedOn ? ` on ${day(referral.decidedOn)}` : ''}`, judgement: referral.judgement, advice: referral.advice,
      sent: referral.adviceSent ? 'It was sent to whoever referred.' : null,
    },
    conflict: conflict && { yours: [entered.outcome && isOutcome(entered.outcome) ? DECIDED_IN_WORDS[entered.outcome] : null, entered.judgement, entered.advice, entered.elsewhere].filter(Boolean).map(String) },
    mayDecide, action: `/triage/${cover.caseId}`, factsAction: `/triage/${cover.caseId}/facts`, version: cover.version, entered,
    outcomes: OUTCOMES.map((outcome) => ({ value: outcome, text: OUTCOME_IN_WORDS[outcome], checked: entered.outcome === outcome })), reviewed: `An accepted case is reviewed in ${seen.reviewWeeks} weeks.`,
    fields: mayDecide && rules ? factFields(rules.rules.questions, referral.facts, facts?.entered ?? null) : [], ...errorsForPage([...(failed?.errors ?? []), ...(facts?.errors ?? [])]),
  }
}

const isOutcome = (value: unknown): value is TriageOutcome => (OUTCOMES as readonly unknown[]).includes(value)
const waitedOrDecided = ({ referral, today }: TriageSeen) => (referral.outcome ? DECIDED_IN_WORDS[referral.outcome] : waitedInWords(referral.madeOn, today))
