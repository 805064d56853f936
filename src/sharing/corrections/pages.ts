import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { writeMoment } from '../../people/moments.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { casePage } from '../case-page.ts'
import type { CaseAccount, CaseCover } from '../case-store.ts'
import { type CorrectionNotice, isSettled, TOLD_BY } from '../correction-store.ts'
import { sharingNavigation } from '../sharing-navigation.ts'

export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null

const dayOf = (moment: Temporal.Instant) => moment.toZonedDateTimeISO('Europe/London').toPlainDate()
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function waited(madeAt: Temporal.Instant, now: Temporal.Instant): string {
  const { days } = dayOf(madeAt).until(todayInLondon(now), { largestUnit: 'days' })
  return days === 0 ? 'Today' : days === 1 ? '1 day' : `${days} days`
}

function settled({ acknowledgedAt, acknowledgedBy, toldHow, toldOn }: CorrectionNotice): string | null {
  if (acknowledgedAt) return `Put right, says ${acknowledgedBy ?? 'the agency'}, ${writeMoment(acknowledgedAt)}`
  return toldOn ? `Told by ${toldHow} on ${writeDate(Temporal.PlainDate.from(toldOn))}` : null
}

const row = (notice: CorrectionNotice, now: Temporal.Instant) => ({
  noticeId: notice.noticeId, reference: notice.reference, what: notice.what, recipient: notice.recipient, made: writeMoment(notice.madeAt), waited: waited(notice.madeAt, now), settled: settled(notice),
})

/** The corrections of one case: what an agency is to put right in its own records, and who outside is still to be told. */
export const caseCorrectionsPage = (cover: CaseCover, notices: readonly CorrectionNotice[], accounts: readonly CaseAccount[], now: Temporal.Instant, failed: (Failed & { noticeId: string }) | null = null) => ({
  ...casePage(cover, 'Shared with', 'Corrections'),
  actions: cover.clause === 'takes part' ? [{ text: 'Say that something was wrong', href: `/cases/${cover.caseId}/disclosures/corrections/new`, primary: true }] : [],
  base: `/cases/${cover.caseId}/disclosures/corrections`,
  outstanding: notices.filter((notice) => !isSettled(notice)).map((notice) => ({
    ...row(notice, now),
    isOurs: cover.clause === 'takes part' && notice.toAgencyId === cover.agencyId,
    // An agency that nobody of sees the case any more is told as one outside is.
    isToBeTold: cover.clause === 'takes part' && !accounts.some(({ agencyId }) => agencyId === notice.toAgencyId),
    ways: [{ value: '', text: 'Choose' }, ...TOLD_BY.map((value) => ({ value, text: capital(value), selected: failed?.noticeId === notice.noticeId && failed.entered.how === value }))],
    on: failed?.noticeId === notice.noticeId ? String(failed.entered.on ?? '') : '',
    errorFor: failed?.noticeId === notice.noticeId ? errorsForPage(failed.errors).errorFor : {},
  })),
  settled: notices.filter(isSettled).map((notice) => row(notice, now)),
  ...(failed ? { errorList: failed.errors.map(({ field, text }) => ({ text, href: `#${field}-${failed.noticeId}` })) } : {}),
})

/** The form on which somebody says what was wrong, so that all who were given it are told. */
export function newCorrectionPage(cover: CaseCover, contributions: readonly { contributionId: string; writtenAt: Temporal.Instant; isReplaced: boolean }[], failed: Failed = null) {
  const entered: Record<string, unknown> = { contribution: '', what: '', ...failed?.entered }
  return {
    ...casePage(cover, 'Shared with', 'Say that something was wrong'),
    action: `/cases/${cover.caseId}/disclosures/corrections/new`,
    entered,
    contributions: [
      { value: '', text: 'Something in the file: a name, a date, an address, an entry in the diary', checked: entered.contribution === '' },
      ...contributions.map(({ contributionId, writtenAt, isReplaced }) => ({
        value: contributionId, text: `What our agency said ${writeMoment(writtenAt)}${isReplaced ? ', since replaced' : ''}`, checked: entered.contribution === contributionId,
      })),
    ],
    ...errorsForPage(failed?.errors),
  }
}

/** Every correction not yet put right by those who were given what was wrong, as the governance lead sees them. */
export function correctionsPage(notices: readonly CorrectionNotice[], now: Temporal.Instant) {
  const outstanding = notices.filter((notice) => !isSettled(notice))
  return {
    title: 'Corrections',
    context: outstanding.length === 0 ? 'Every correction has reached those who were given what was wrong' : `${outstanding.length} not yet put right by those who were given what was wrong`,
    tabs: sharingNavigation('Corrections'),
    outstanding: outstanding.map((notice) => row(notice, now)),
    settled: notices.filter(isSettled).map((notice) => row(notice, now)),
  }
}
