import { writeDate } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'
import { casePage, STAGE_IN_WORDS } from '../../sharing/case-page.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { isVictim, peopleToChoose } from '../contact/case-people.ts'
import type { Subject } from '../index/subject-store.ts'
import { changeInWords, compareContacts } from './repeat-contacts.ts'
import { type Closure, type HeldReview, OUTCOMES, SATISFACTION, type Satisfaction } from './store.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null
export type Part = 'review' | 'close' | 'reopen' | 'told' | 'satisfaction'
export type File = { cover: CaseCover; people: readonly Subject[]; today: string; closures: readonly Closure[]; reviews: readonly HeldReview[]; happened: readonly string[]; loose: readonly { text: string; path: string }[]; satisfaction: readonly Satisfaction[] }

const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)
export const USUAL_MONTHS = 6

/** Counts before and after, each with its days in words. */
function comparedLines(happened: readonly string[], spans: { referredOn: string; until: string; months: number }) {
  const compared = compareContacts(happened, spans)
  const { before, after, enoughOn } = compared
  const from = (iso: string) => day(Temporal.PlainDate.from(iso).add({ days: 1 }).toString())
  return {
    words: changeInWords(compared),
    lines: [
      { label: `${spans.months} months before`, text: `${before.count} in the diary, ${from(before.from)} to ${day(before.to)}` },
      { label: `${spans.months} months after`, text: after.count === null ? `Not enough time yet: ${spans.months} months after the referral are over on ${day(enoughOn)}` : `${after.count} in the diary, ${from(after.from)} to ${day(after.to)}` },
    ],
  }
}

const closureLines = (closure: Closure) => [
  { label: 'Outcome', text: capital(closure.outcome) }, { label: 'What changed', text: closure.whatChanged },
  { label: `${closure.months} months before`, text: closure.before === null ? 'Not counted' : `${closure.before} in the diary` }, { label: `${closure.months} months up to closing`, text: closure.after === null ? 'Not enough time to say' : `${closure.after} in the diary` },
  { label: 'Closed by', text: closure.closedBy ?? 'Somebody who has left' }, { label: 'Victim told', text: closure.toldOn ? day(closure.toldOn) : 'Not yet' },
  ...(closure.carriedReason ? [{ label: 'Closed with things open', text: closure.carriedReason }] : []), ...(closure.reopenedReason ? [{ label: 'Opened again', text: closure.reopenedReason }] : []),
]

/** Reviews, closing and what follows it. `stale`: the case changed while somebody wrote; what they wrote stands in the form. */
export function closePage({ cover, people, today, closures, reviews, happened, loose, satisfaction }: File, { part = null, failed = null, stale = false }: { part?: Part | null; failed?: Failed; stale?: boolean } = {}) {
  const isClosed = cover.stage === 'closed'
  const enteredOf = (own: Part): Record<string, unknown> => (part === own ? (failed?.entered ?? {}) : {})
  const [review, close, asked] = [enteredOf('review'), { months: String(USUAL_MONTHS), closed_on: day(today), ...enteredOf('close') } as Record<string, unknown>, enteredOf('satisfaction')]
  const months = /^([1-9]|1\d|2[0-4])$/.test(String(close.months)) ? Number(close.months) : USUAL_MONTHS
  const current = closures.find(({ reopenedAt }) => reopenedAt === null)
  const nameOf = (subjectId: string) => people.find((person) => person.subjectId === subjectId)?.name ?? 'Somebody no longer in the case'
  const persons = people.filter(({ kind }) => kind !== 'place')
  const answers = (chosen: unknown) => [{ value: '', text: 'No answer yet', selected: !chosen }, ...SATISFACTION.map((value) => ({ value, text: value === 'neither' ? 'Neither satisfied nor dissatisfied' : capital(value), selected: value === chosen }))]
  return {
    ...casePage(cover, 'Overview', 'Review and close'), isClosed, version: cover.version,
    stale: stale ? { stage: STAGE_IN_WORDS[cover.stage], review: cover.reviewOn ? day(cover.reviewOn) : 'None set', closed: current ? `${capital(current.outcome)}: ${current.whatChanged}` : null, yours: Object.entries(failed?.entered ?? {}).flatMap(([name, value]) => (typeof value === 'string' && value !== '' && name in YOURS ? [{ label: YOURS[name]!, text: value }] : [])) } : null,
    nextReview: cover.stage === 'open' ? (cover.reviewOn ? `${day(cover.reviewOn)}, ${age(Temporal.PlainDate.from(cover.reviewOn), Temporal.PlainDate.from(today))}` : 'None set') : null,
    isLate: cover.stage === 'open' && cover.reviewOn !== null && cover.reviewOn < today,
    reviews: reviews.map(({ heldOn, note, nextOn, by }) => ({ when: day(heldOn), note, next: day(nextOn), by: by ?? 'Somebody who has left' })),
    mayReview: cover.leads && cover.works && cover.stage === 'open', review: { held_on: day(today), ...review },
    compared: comparedLines(happened, { referredOn: cover.referredOn, until: current?.closedOn ?? today, months: current?.months ?? months }),
    mayClose: cover.leads && cover.works, loose: loose.map(({ text, path }) => ({ text, href: path === '' ? '/transfers' : `/cases/${cover.caseId}${path}` })), close,
    outcomes: OUTCOMES.map((value) => ({ value, text: capital(value), checked: value === close.outcome })),
    closures: closures.map((closure) => ({ title: `Closed ${day(closure.closedOn)}`, lines: closureLines(closure) })),
    keepUntil: cover.keepUntil ? day(cover.keepUntil) : null, mayReopen: isClosed && cover.leads, reopen: enteredOf('reopen'),
    mayTell: isClosed && cover.clause === 'takes part' && current?.toldOn === null && people.some(isVictim), told: { told_on: day(today), ...enteredOf('told') },
    satisfaction: satisfaction.map(({ satisfactionId, subjectId, askedOn, answeredOn, answer, said }) => ({
      id: satisfactionId, who: nameOf(subjectId), asked: day(askedOn), answer: answer ? `${capital(answer)}, ${answeredOn ? day(answeredOn) : ''}` : 'No answer yet', said, mayAnswer: answer === null && cover.clause === 'takes part', answers: answers(null),
    })),
    maySurvey: cover.clause === 'takes part' && persons.length > 0, asked, subjects: [{ value: '', text: 'Choose', selected: !asked.subject }, ...peopleToChoose(persons, asked.subject)], answers: answers(asked.answer),
    opens: part, ...errorsForPage(failed?.errors),
  }
}

const YOURS: Record<string, string> = { review_note: 'What the review found', next_on: 'Next review', outcome: 'Outcome', what_changed: 'What changed', closed_on: 'Closed on', carried_reason: 'Why it is closed with things open', reopen_reason: 'Why it is opened again' }
