import { age } from '../../calendar/freshness.ts'
import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { writeMoment } from '../../people/moments.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { sharingNavigation } from '../sharing-navigation.ts'
import { endOf, FINDINGS, GROUND_IN_WORDS, GROUNDS, isOpenAt, isOverdue, MINUTES, USUAL_MINUTES } from './emergency.ts'
import type { Glass, LookedAt } from './glass-store.ts'

export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null

/** One answer to every request: whether there is such a case is told by the list under it, and only to those it was opened to. */
export const ANSWER = 'Your request is recorded. If there is such a case and it may be opened to you in an emergency, it stands under “Open to you now”.'
export const WAIT = 'You have asked five times within an hour. Wait an hour before you ask again, or ring the information governance lead.'

const time = (moment: Temporal.Instant) => moment.toZonedDateTimeISO('Europe/London').toPlainTime().toString({ smallestUnit: 'minute' })
const reviewed = ({ finding }: Glass) => (finding ? `Reviewed: ${finding}` : 'Awaiting review')

/** Where a case worker asks for emergency access, and sees what they have and had. */
export function askPage(own: readonly Glass[], references: ReadonlyMap<string, string>, hasCodes: boolean, now: Temporal.Instant, failed: Failed = null) {
  const { password: _password, code: _code, ...kept } = failed?.entered ?? {}
  const entered: Record<string, unknown> = { reference: '', reason: '', ground: '', minutes: String(USUAL_MINUTES), ...kept }
  const named = own.map((glass) => ({ glass, reference: references.get(glass.caseId) ?? 'A case' }))
  return {
    title: 'Emergency access',
    context: 'To a case you do not otherwise see',
    back: { href: '/cases', text: 'Cases' },
    open: named.filter(({ glass }) => isOpenAt(glass, now)).map(({ glass, reference }) => ({ reference, href: `/cases/${glass.caseId}`, end: `/sharing/emergency/${glass.caseId}/end`, until: time(glass.endsAt) })),
    past: named.filter(({ glass }) => !isOpenAt(glass, now)).map(({ glass, reference }) => ({ reference, opened: writeMoment(glass.openedAt), ended: time(endOf(glass)), review: reviewed(glass) })),
    entered, hasCodes,
    grounds: GROUNDS.map((value) => ({ value, text: GROUND_IN_WORDS[value], checked: entered.ground === value })),
    minutes: MINUTES.map((value) => ({ value: String(value), text: `${value} minutes`, selected: String(entered.minutes) === String(value) })),
    ...errorsForPage(failed?.errors),
  }
}

const row = (glass: Glass, references: ReadonlyMap<string, string>, now: Temporal.Instant) => {
  const today = todayInLondon(now)
  return {
    href: `/sharing/emergency/reviews/${glass.glassId}`, reference: references.get(glass.caseId) ?? 'A case', name: glass.name, agency: glass.agency, ground: GROUND_IN_WORDS[glass.ground],
    opened: writeMoment(glass.openedAt), ended: isOpenAt(glass, now) ? `Open until ${time(glass.endsAt)}` : `Ended at ${time(endOf(glass))}`, isOpen: isOpenAt(glass, now),
    due: `${writeDate(Temporal.PlainDate.from(glass.reviewDue))}, ${age(Temporal.PlainDate.from(glass.reviewDue), today)}`, isOverdue: isOverdue(glass, today), isEscalated: glass.escalatedAt !== null, review: reviewed(glass),
  }
}

/** Emergency access for the governance lead: what is to be reviewed, and what was. */
export function reviewsPage(glasses: readonly Glass[], references: ReadonlyMap<string, string>, now: Temporal.Instant) {
  const [waiting, done] = [glasses.filter(({ reviewedAt }) => reviewedAt === null), glasses.filter(({ reviewedAt }) => reviewedAt !== null)]
  return {
    title: 'Emergency access',
    context: 'Every opening is reviewed within one working day',
    tabs: sharingNavigation('Emergency access'),
    waiting: waiting.map((glass) => row(glass, references, now)),
    done: done.map((glass) => row(glass, references, now)),
  }
}

const PART_IN_WORDS: Record<string, string> = {
  file: 'The file', contribution: 'What an agency said', protected: 'A protected field', document: 'A document', list: 'A list', export: 'An export', minutes: 'Minutes', search: 'A search',
}

/** One opening, with what was looked at under it, and the form of its review. */
export function reviewPage(glass: Glass, references: ReadonlyMap<string, string>, lookedAt: readonly LookedAt[], accountId: string, now: Temporal.Instant, failed: Failed = null) {
  const entered: Record<string, unknown> = { finding: '', note: '', ...failed?.entered }
  return {
    title: `Emergency access to ${references.get(glass.caseId) ?? 'a case'}`,
    back: { href: '/sharing/emergency/reviews', text: 'Emergency access' },
    ...row(glass, references, now),
    heading: `Emergency access to ${references.get(glass.caseId) ?? 'a case'}`,
    reason: glass.reason,
    end: isOpenAt(glass, now) ? `/sharing/emergency/reviews/${glass.glassId}/end` : null,
    looks: lookedAt.map(({ at, part, holder }) => ({ at: writeMoment(at), part: PART_IN_WORDS[part] ?? part, holder })),
    isOwn: glass.accountId === accountId,
    outcome: glass.finding && glass.reviewedAt ? { finding: reviewed(glass), note: glass.note, by: glass.reviewer ?? 'Somebody since gone', at: writeMoment(glass.reviewedAt) } : null,
    entered,
    findings: FINDINGS.map((value) => ({ value, text: value[0]!.toUpperCase() + value.slice(1), checked: entered.finding === value })),
    ...errorsForPage(failed?.errors),
  }
}
