import { writeDate } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'
import { casePage } from '../../sharing/case-page.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { isPerpetrator, isVictim, nameAndRole, peopleToChoose } from '../contact/case-people.ts'
import type { Subject } from '../index/subject-store.ts'
import { nextYouthReview, standingOn, statesAfter, type UseFinding, type UseState } from './check-use.ts'
import { ladderOn, POWERS, selectPower } from './power.ts'
import type { Breach, PowerUse, RegisteredUse } from './store.ts'
import { ANSWERS, type SupportOffer } from './support-store.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null

const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const inWords = (iso: string | null, otherwise: string) => (iso ? day(iso) : otherwise)

const TAG: Record<UseState | 'expired', string> = { considered: 'grey', 'applied for': 'blue', 'in force': 'green', given: 'green', refused: 'grey', ended: 'grey', expired: 'grey' }
const STATE_IN_WORDS: Record<UseState | 'expired', string> = { considered: 'Considered', 'applied for': 'Applied for', 'in force': 'In force', given: 'Given', refused: 'Refused', ended: 'Ended', expired: 'Expired' }
const tagOf = (state: UseState | 'expired') => ({ word: STATE_IN_WORDS[state], colour: TAG[state] })
const titleOf = (key: string) => selectPower(key)?.title ?? key

/** When a use began and ends, in one line. */
function runs({ decidedOn, starts, ends, endedOn }: PowerUse, today: string): string {
  if (endedOn) return `${day(starts ?? decidedOn)} to ${day(endedOn)}`
  if (!starts) return day(decidedOn)
  if (!ends) return `from ${day(starts)}, with no end`
  return `${day(starts)} to ${day(ends)}${ends >= today ? `, ends ${age(Temporal.PlainDate.from(ends), Temporal.PlainDate.from(today))}` : ''}`
}

const useLine = (use: PowerUse, today: string) => ({
  href: `/cases/${use.caseId}/powers/${use.useId}`, title: titleOf(use.power), tag: tagOf(standingOn(today, use)), runs: runs(use, today), agency: use.agency,
  became: becameNote(use.power), skippedReason: use.skippedReason, breaches: use.breaches === 0 ? null : use.breaches === 1 ? '1 breach' : `${use.breaches} breaches`,
})

const becameNote = (key: string): string | null => {
  const became = selectPower(key)?.became
  return became ? `Today this would be: ${titleOf(became).toLowerCase()}` : null
}

/** The ladder for one person or place: what was tried on each rung, and which rungs below the highest were left out. */
function ladderOf(uses: readonly PowerUse[], today: string, of: 'person' | 'place' | 'either' = 'either') {
  const rungOf = (use: PowerUse) => selectPower(use.power)?.rung ?? null
  const highest = Math.max(0, ...uses.filter(({ state }) => state !== 'considered').map((use) => rungOf(use) ?? 0))
  return {
    // A rung of powers over places is none for a person, nor the other way about, unless something stands on it.
    rungs: ladderOn(today).filter(({ rung, powers }) => of === 'either' || powers.some(({ on }) => on === of || on === 'either') || uses.some((use) => rungOf(use) === rung)).map(({ rung, powers }) => {
      const here = uses.filter((use) => rungOf(use) === rung)
      const wasTried = here.some(({ state }) => state !== 'considered')
      return { number: rung, title: powers.map(({ title }) => title).join(' or '), uses: here.map((use) => useLine(use, today)), nothing: wasTried || here.length > 0 ? null : rung < highest ? 'Left out' : 'Not tried', wasLeftOut: !wasTried && rung < highest }
    }),
    beside: uses.filter((use) => rungOf(use) === null).map((use) => useLine(use, today)),
  }
}

type FilePart = { cover: CaseCover; people: readonly Subject[]; today: string }

/** The ladder of a case: for each person or place something was tried with, and the support offered to victim and perpetrator beside it. */
export function ladderPage({ cover, people, today }: FilePart, uses: readonly PowerUse[], offers: readonly SupportOffer[], failed: Failed = null) {
  const entered = failed?.entered ?? {}
  const groups = people.filter((person) => isPerpetrator(person) || person.role === 'location' || uses.some(({ subjectId }) => subjectId === person.subjectId))
    .map((person) => ({ id: person.subjectId, title: nameAndRole(person), ...ladderOf(uses.filter(({ subjectId }) => subjectId === person.subjectId), today, person.kind === 'place' ? 'place' : 'person') }))
  const loose = uses.filter(({ subjectId }) => !people.some((person) => person.subjectId === subjectId))
  const offersTo = (belongs: (person: Subject) => boolean) => people.filter(belongs).map((person) => ({ name: person.name, offers: offers.filter(({ subjectId }) => subjectId === person.subjectId).map((offer) => offerLine(offer, cover)) }))
  return {
    ...casePage(cover, 'Powers and support'),
    actions: cover.works ? [{ text: 'Record a power', href: `/cases/${cover.caseId}/powers/new`, primary: true }] : [],
    groups: [...groups, ...(loose.length > 0 ? [{ id: 'others', title: 'About nobody in particular', ...ladderOf(loose, today) }] : [])],
    supportFor: [{ title: 'Support offered to victims', people: offersTo(isVictim), nobody: 'The case names no victim.' }, { title: 'Support offered to perpetrators', people: offersTo(isPerpetrator), nobody: 'The case names no perpetrator.' }],
    others: offersTo((person) => !isVictim(person) && !isPerpetrator(person) && offers.some(({ subjectId }) => subjectId === person.subjectId)),
    subjects: [{ value: '', text: 'Choose', selected: !entered.subject }, ...peopleToChoose(people.filter(({ kind }) => kind === 'person'), entered.subject)],
    answers: answerChoices(entered.answer), entered, isFailed: failed !== null, ...errorsForPage(failed?.errors),
  }
}

const answerChoices = (chosen: unknown) => [{ value: '', text: 'No answer yet', selected: !chosen }, ...ANSWERS.map((answer) => ({ value: answer, text: answer[0]!.toUpperCase() + answer.slice(1), selected: answer === chosen }))]

const offerLine = (offer: SupportOffer, { caseId, works }: CaseCover) => ({
  service: offer.service, offered: `Offered ${day(offer.offeredOn)}${offer.agency ? ` by ${offer.agency}` : ''}`, outcome: offer.outcome,
  answer: offer.answer ? `${offer.answer[0]!.toUpperCase()}${offer.answer.slice(1)}${offer.answeredOn ? ` on ${day(offer.answeredOn)}` : ''}` : 'No answer yet',
  href: works ? `/cases/${caseId}/powers/support/${offer.offerId}` : null,
})

/** One offer of support, to write its answer and outcome on. */
export const supportPage = ({ cover, people }: Omit<FilePart, 'today'>, offer: SupportOffer, failed: Failed = null) => {
  const entered: Record<string, unknown> = failed?.entered ?? { answer: offer.answer, answered_on: inWords(offer.answeredOn, ''), outcome: offer.outcome }
  return {
    ...casePage(cover, 'Powers and support', 'Support offered'), back: { href: `/cases/${cover.caseId}/powers`, text: 'Powers and support' }, action: `/cases/${cover.caseId}/powers/support/${offer.offerId}`,
    service: offer.service, to: people.find(({ subjectId }) => subjectId === offer.subjectId)?.name ?? 'Somebody no longer in the case', offered: day(offer.offeredOn), entered, answers: answerChoices(entered.answer), ...errorsForPage(failed?.errors),
  }
}

const grouped = (chosen: unknown) => [
  { value: '', text: 'Choose', selected: !chosen },
  ...POWERS.map(({ key, title, to }) => ({ value: key, text: to ? `${title} (until ${day(to)})` : title, selected: key === chosen })),
]

const stateChoices = (states: readonly UseState[], chosen: unknown) => states.map((state) => ({ value: state, text: STATE_IN_WORDS[state], checked: state === chosen }))

/** The form to record a power with what the rules said of what was entered. */
export function useFormPage({ cover, people }: Omit<FilePart, 'today'>, findings: readonly UseFinding[] = [], failed: Failed = null) {
  const entered = failed?.entered ?? {}
  return {
    ...casePage(cover, 'Powers and support', 'Record a power'), back: { href: `/cases/${cover.caseId}/powers`, text: 'Powers and support' }, action: `/cases/${cover.caseId}/powers/new`, entered,
    powers: grouped(entered.power), subjects: peopleToChoose(people, entered.subject, 'Nobody in particular'), notes: findings.filter(({ kind }) => kind === 'note').map(({ text, source }) => ({ text, source })),
    states: stateChoices(['considered', 'applied for', 'in force', 'given', 'refused'], entered.state), ...errorsForPage(failed?.errors),
  }
}

/** What differs between what stands and what somebody meant to save, field by field. */
export type Difference = { name: string; theirs: string; yours: string }

/** One use of a power: its terms, its limits, its breaches, and what may become of it. */
export function usePage({ cover, people, today }: FilePart, use: PowerUse, breaches: readonly Breach[], birth: string | null, { failed = null, breach = null, stale = [] }: { failed?: Failed; breach?: Failed; stale?: readonly Difference[] } = {}) {
  const power = selectPower(use.power)
  const standing = standingOn(today, use)
  const review = power?.yearlyYouthReview && birth && use.starts && use.state === 'in force' ? nextYouthReview({ birth, starts: use.starts, ends: use.ends, reviewedOn: use.reviewedOn }) : null
  const entered: Record<string, unknown> = failed?.entered ?? {
    state: use.state, starts: inWords(use.starts, ''), ends: inWords(use.ends, ''), conditions: use.conditions, positive_requirements: use.positiveRequirements, skipped_reason: use.skippedReason, reviewed_on: inWords(use.reviewedOn, ''),
  }
  const to = people.find(({ subjectId }) => subjectId === use.subjectId)
  const next = [use.state, ...statesAfter(use.state, power?.formal ?? false)]
  const own = `/cases/${cover.caseId}/powers/${use.useId}`
  return {
    ...casePage(cover, 'Powers and support', titleOf(use.power)), back: { href: `/cases/${cover.caseId}/powers`, text: 'Powers and support' }, tag: tagOf(standing), became: becameNote(use.power),
    lines: [
      { label: 'About', text: to ? nameAndRole(to) : 'Nobody in particular' },
      { label: 'Decided', text: `${day(use.decidedOn)}, recorded by ${use.recordedBy ?? 'somebody who has left'} of ${use.agency}` },
      { label: 'By', text: use.authority ?? 'Not said' },
      { label: 'Runs', text: runs(use, today) },
      { label: 'Must not', text: use.conditions ?? 'No conditions recorded' },
      { label: 'Must', text: use.positiveRequirements ?? 'No positive requirements recorded' },
      { label: 'Why it is needed', text: use.proportionality },
      { label: 'Vulnerability and homelessness', text: use.vulnerability ?? 'Nothing recorded' },
      ...(use.skippedReason ? [{ label: 'Why steps were left out', text: use.skippedReason }] : []),
      ...(use.endedOn ? [{ label: 'Ended', text: `${day(use.endedOn)}: ${use.endedReason ?? ''}` }] : []),
      ...(review ? [{ label: 'Yearly review', text: `Due ${day(review)}, because the person is then under 18` }] : []),
    ],
    law: power ? [{ label: 'Where it is written', text: power.source }, { label: 'Who may', text: power.authority.join('; ') }, { label: 'If it is breached', text: power.breach }] : [],
    breaches: breaches.map(({ breachedOn, what, response, recordedBy }) => ({ when: day(breachedOn), what, response, by: recordedBy ?? 'Somebody who has left' })),
    mayBeBreached: cover.works && power?.formal === true && ['in force', 'ended'].includes(use.state),
    mayChange: cover.works && (next.length > 1 || use.state === 'in force'), wasStale: stale.length > 0, stale,
    action: own, breachAction: `${own}/breaches`, version: use.version, entered, states: stateChoices(next, entered.state), isFormal: power?.formal ?? false, youth: power?.yearlyYouthReview === true && birth !== null,
    breach: breach?.entered ?? {}, ...errorsForPage([...(failed?.errors ?? []), ...(breach?.errors ?? [])]),
  }
}

/** The differences between what stands of a use and what somebody meant to save. */
export function differences(use: PowerUse, yours: Pick<PowerUse, 'state' | 'starts' | 'ends' | 'conditions' | 'positiveRequirements' | 'endedOn' | 'endedReason'>): Difference[] {
  const say = (name: string, theirs: string | null, own: string | null): Difference[] => (theirs === own ? [] : [{ name, theirs: theirs ?? 'Nothing', yours: own ?? 'Nothing' }])
  const date = (iso: string | null) => iso && day(iso)
  return [
    ...say('How it stands', STATE_IN_WORDS[use.state], STATE_IN_WORDS[yours.state]), ...say('Begins', date(use.starts), date(yours.starts)), ...say('Ends', date(use.ends), date(yours.ends)),
    ...say('Conditions', use.conditions, yours.conditions), ...say('Positive requirements', use.positiveRequirements, yours.positiveRequirements), ...say('Ended on', date(use.endedOn), date(yours.endedOn)), ...say('Why it ended', use.endedReason, yours.endedReason),
  ]
}

/** How far ahead an order that ends is called to mind. */
export const EXPIRING_DAYS = 28

/** The register of orders and notices in all the cases one sees. */
export function registerPage(uses: readonly RegisteredUse[], { over, today, page, more }: { over: boolean; today: string; page: number; more: boolean }) {
  const soon = Temporal.PlainDate.from(today).add({ days: EXPIRING_DAYS }).toString()
  const address = (number: number) => `/cases/powers?${over ? 'over=yes&' : ''}page=${number}`
  return {
    title: 'Orders and notices', context: 'In the cases that you see', over,
    tabs: [{ text: 'In force', href: '/cases/powers', current: !over }, { text: 'Over', href: '/cases/powers?over=yes', current: over }],
    rows: uses.map((use) => ({
      href: `/cases/${use.caseId}/powers/${use.useId}`, title: titleOf(use.power), reference: use.reference, caseHref: `/cases/${use.caseId}`, subject: use.subject ?? 'Nobody in particular', runs: runs(use, today), tag: tagOf(standingOn(today, use)),
      expiring: !over && use.ends !== null && use.ends <= soon, breaches: use.breaches === 0 ? 'None' : String(use.breaches),
    })),
    earlier: page > 1 ? address(page - 1) : null, later: more ? address(page + 1) : null,
  }
}
