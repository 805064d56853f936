import { writeDate } from '../calendar/dates.ts'
import type { Tx } from '../db/tx.ts'
import type { Visitor } from '../web/visitor.ts'
import { standingOf } from './agreements/agreement.ts'
import { selectAgreements, selectOwnAgency } from './agreements/agreement-store.ts'
import { GROUND_IN_WORDS, isOpenAt, isOverdue } from './emergency/emergency.ts'
import { type Glass, selectGlasses, selectOwnGlasses } from './emergency/glass-store.ts'

/** One thing that waits for somebody, as “My work” shows it (src/plans/updates/my-work.ts). */
type WorkItem = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }

/** What sharing asks of a visitor: emergency access to review, agreements to sign, renew or review; and their own emergency access while it is open. */
export async function sharingWorkFor(tx: Tx, visitor: Visitor, today: Temporal.PlainDate): Promise<WorkItem[]> {
  const now = Temporal.Now.instant()
  return [
    ...(visitor.powers.has('cases.work') ? await ownEmergencyAccess(tx, now) : []),
    ...(visitor.powers.has('cases.work') && !visitor.powers.has('sharing.manage') ? await openedInLed(tx, visitor) : []),
    ...(visitor.powers.has('sharing.manage') ? [...(await reviewsDue(tx, visitor, today)), ...(await agreementsWaiting(tx, now))] : []),
  ]
}

async function ownEmergencyAccess(tx: Tx, now: Temporal.Instant): Promise<WorkItem[]> {
  return (await selectOwnGlasses(tx)).filter((glass) => isOpenAt(glass, now)).map(({ endsAt }) => ({
    kind: 'Your emergency access', title: `Open until ${endsAt.toZonedDateTimeISO('Europe/London').toPlainTime().toString({ smallestUnit: 'minute' })}`, href: '/sharing/emergency', due: null, note: 'End it as soon as you are done',
  }))
}

const openedBy = ({ openedAt, agency }: Glass) => `Opened on ${writeDate(openedAt.toZonedDateTimeISO('Europe/London').toPlainDate())} by somebody of ${agency}`

/** Of the schemes they lead: the policies show a case worker no others. */
async function openedInLed(tx: Tx, { accountId }: Visitor): Promise<WorkItem[]> {
  return (await selectGlasses(tx)).filter((glass) => glass.reviewedAt === null && glass.accountId !== accountId).map((glass) => ({
    kind: 'Emergency access to cases you lead', title: openedBy(glass), href: `/cases/${glass.caseId}/access`, due: null, note: `${GROUND_IN_WORDS[glass.ground]} · awaits review by the information governance lead`,
  }))
}

async function reviewsDue(tx: Tx, { accountId }: Visitor, today: Temporal.PlainDate): Promise<WorkItem[]> {
  return (await selectGlasses(tx)).filter((glass) => glass.reviewedAt === null && glass.accountId !== accountId).map((glass) => ({
    kind: 'Emergency access to review', title: openedBy(glass),
    href: `/sharing/emergency/reviews/${glass.glassId}`, due: Temporal.PlainDate.from(glass.reviewDue), note: `${GROUND_IN_WORDS[glass.ground]}${isOverdue(glass, today) ? ' · overdue' : ''}`,
  }))
}

async function agreementsWaiting(tx: Tx, now: Temporal.Instant): Promise<WorkItem[]> {
  const own = await selectOwnAgency(tx)
  return (await selectAgreements(tx)).flatMap((agreement): WorkItem[] => {
    const { state, awaiting, isLapsing, isReviewOverdue } = standingOf(agreement, now)
    const item = { title: agreement.title, href: `/sharing/agreements/${agreement.agreementId}` }
    const stands = ['live', 'awaiting signatures', 'not begun'].includes(state)
    const toSign = stands && awaiting.some(({ agencyId }) => agencyId === own)
    return [
      ...(toSign ? [{ kind: 'Agreements to sign for your agency', ...item, href: `${item.href}/sign`, due: agreement.starts, note: 'It covers your agency once signed' }] : []),
      ...(isLapsing ? [{ kind: 'Agreements that lapse soon', ...item, due: agreement.ends, note: 'What it opens closes the day after' }] : []),
      ...(isReviewOverdue ? [{ kind: 'Agreements past their review', ...item, due: agreement.reviewOn, note: 'Record a review, or renew it' }] : []),
    ]
  })
}
