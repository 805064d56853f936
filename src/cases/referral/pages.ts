import { writeDate } from '../../calendar/dates.ts'
import { ABOUT, type About } from '../../sharing/case-store.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { SAFE_METHODS } from '../contact/contact-store.ts'
import { PROTECTED_KINDS } from '../index/protected-store.ts'
import type { Scheme } from '../rules/rule-store.ts'
import type { Draft } from './draft-store.ts'
import { WORRIES } from './forms.ts'
import { WHAT_IT_IS_FOR } from './scheme-words.ts'
import { CONSENTS, type Consent, type OwnReferral } from './store.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null
export const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
export const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)

const TABS = [{ text: 'Refer', href: '/refer' }, { text: 'My referrals', href: '/referrals' }, { text: 'Several at once', href: '/refer/batch' }] as const
export const referNavigation = (current: (typeof TABS)[number]['text']) => TABS.map((tab) => ({ ...tab, current: tab.text === current }))

/** Schemes to refer to, with what each is for, and signs that help whoever is not sure. */
export function choosePage(schemes: readonly Scheme[]) {
  const open = schemes.flatMap((scheme) => {
    const words = WHAT_IT_IS_FOR[scheme.kind]
    return words ? [{ name: scheme.name, for: words.for, signs: words.signs, short: `/refer/${scheme.schemeId}/short`, full: `/refer/${scheme.schemeId}/full` }] : []
  })
  return { title: 'Refer somebody or some place', tabs: referNavigation('Refer'), schemes: open, hasReview: schemes.some(({ kind }) => kind === 'asb case review') }
}

export const ABOUT_IN_WORDS: Record<About, string> = { victim: 'Somebody who is being harmed or is at risk', perpetrator: 'Somebody whose behaviour harms others', location: 'A place', 'emerging issue': 'A problem that is only beginning to show' }
export const CONSENT_IN_WORDS: Record<Consent, string> = { given: 'Yes, they agreed', 'not asked': 'They were not asked', refused: 'They refused' }
export const WORRY_IN_WORDS: Record<(typeof WORRIES)[number], string> = { 'a little': 'A little worried', worried: 'Worried', 'very worried': 'Very worried', 'somebody is in danger': 'Somebody is in danger now: I have called 999, or will before I send this' }

const chosen = (entered: unknown, value: string) => [entered ?? []].flat().includes(value)

/** The choices of the fields about a person, with what was entered. */
export const personChoices = (entered: Record<string, unknown>) => ({
  resident: [['yes', 'Yes'], ['no', 'No'], ['unknown', 'Not known']].map(([value, text]) => ({ value: value!, text: text!, checked: entered.resident === value })),
  guards: [['yes', 'Yes'], ['no', 'No']].map(([value, text]) => ({ value: value!, text: text!, checked: entered.guards === value })),
  guardedKinds: [{ value: '', text: 'Choose', selected: !entered.guarded_kind }, ...PROTECTED_KINDS.map((kind) => ({ value: kind, text: capital(kind), selected: entered.guarded_kind === kind }))],
  unsafe: SAFE_METHODS.map((method) => ({ value: method, text: capital(method), checked: chosen(entered.unsafe, method) })),
})
export const aboutChoices = (entered: unknown) => ABOUT.map((about) => ({ value: about, text: ABOUT_IN_WORDS[about], checked: entered === about }))
export const worryChoices = (entered: unknown) => WORRIES.map((worry) => ({ value: worry, text: WORRY_IN_WORDS[worry], checked: entered === worry }))
export const consentChoices = (entered: unknown) => CONSENTS.map((consent) => ({ value: consent, text: CONSENT_IN_WORDS[consent], checked: entered === consent }))

export function shortPage(scheme: Scheme, failed: Failed = null) {
  const entered: Record<string, unknown> = failed?.entered ?? {}
  return {
    title: 'Refer: short form', context: scheme.name, back: { href: '/refer', text: 'Refer' }, action: `/refer/${scheme.schemeId}/short`, entered,
    choices: { ...personChoices(entered), about: aboutChoices(entered.about), consent: consentChoices(entered.consent), worry: worryChoices(entered.worry) },
    ...errorsForPage(failed?.errors),
  }
}

const STANDS: Record<NonNullable<OwnReferral['outcome']> | 'waiting', string> = { waiting: 'Waiting to be looked at', accepted: 'Taken on', 'advice given': 'Advice given', 'belongs elsewhere': 'Belongs with another panel' }
export const standsInWords = ({ outcome }: Pick<OwnReferral, 'outcome'>) => STANDS[outcome ?? 'waiting']

/** Days after which a draft that nobody has touched is listed as old. */
export const OLD_AFTER_DAYS = 30
const draftLine = ({ draftId, scheme, savedOn }: Draft) => ({ href: `/refer/drafts/${draftId}`, discard: `/refer/drafts/${draftId}/discard`, scheme, saved: day(savedOn) })

/** What somebody has referred, and what they have begun: that which waits too long by itself. */
export function minePage(referrals: readonly OwnReferral[], drafts: readonly Draft[], { page, more, today }: { page: number; more: boolean; today: string }) {
  const oldest = Temporal.PlainDate.from(today).subtract({ days: OLD_AFTER_DAYS }).toString()
  return {
    title: 'My referrals', tabs: referNavigation('My referrals'),
    rows: referrals.map((referral) => ({ href: `/referrals/${referral.caseId}`, reference: referral.reference, scheme: referral.scheme, date: day(referral.madeOn), stands: standsInWords(referral) })),
    drafts: drafts.filter(({ savedOn }) => savedOn > oldest).map(draftLine), old: drafts.filter(({ savedOn }) => savedOn <= oldest).map(draftLine), oldAfter: OLD_AFTER_DAYS,
    earlier: page > 1 ? `/referrals?page=${page - 1}` : null, later: more ? `/referrals?page=${page + 1}` : null,
  }
}

/** One referral as whoever made it follows it. What was said in it is not shown again. */
export const followPage = (referral: OwnReferral, scheme: Pick<Scheme, 'kind'> | null) => ({
  title: `Referral ${referral.reference}`, back: { href: '/referrals', text: 'My referrals' }, reference: referral.reference,
  lines: [
    { label: 'Scheme', text: referral.scheme }, { label: 'Referred', text: day(referral.madeOn) }, { label: 'Where it stands', text: standsInWords(referral) },
    ...(referral.decidedOn ? [{ label: 'Decided', text: day(referral.decidedOn) }] : []),
  ],
  advice: referral.advice, next: referral.outcome === null ? ((scheme && WHAT_IT_IS_FOR[scheme.kind]?.next) ?? 'The scheme’s coordinator looks at it.') : null,
})
