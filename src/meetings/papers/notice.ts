import { addWorkingDays } from '../../calendar/working-days.ts'
import { CLEAR_DAYS } from '../agenda/agenda.ts'
import type { Meeting } from '../meeting.ts'
import { dayInWords } from '../meeting-page.ts'
import type { MeetingPaper } from './paper-store.ts'

/** The last day (ISO) on which papers go out five clear working days before a meeting: neither that day nor the meeting's counts. Null where bank holidays are not listed so far. */
export function lastDayForPapers(heldOn: string): string | null {
  try {
    return addWorkingDays(heldOn, -(CLEAR_DAYS + 1))
  } catch (error) {
    if (error instanceof RangeError) return null // the bank holidays of that year are not listed: nothing is said rather than something wrong
    throw error
  }
}

/** What a board's papers owe those who read them, as it stands on a day; null for groups that publish nothing, and once it was held. */
export function noticeInWords({ group, heldOn, state }: Pick<Meeting, 'group' | 'heldOn' | 'state'>, papers: readonly Pick<MeetingPaper, 'receivedAt'>[], today: Temporal.PlainDate): string | null {
  if (group.kind !== 'board' || group.confidential || state !== 'planned') return null
  const last = lastDayForPapers(heldOn)
  if (!last) return null
  const missing = papers.filter(({ receivedAt }) => receivedAt === null).length
  const waiting = missing === 0 ? '' : missing === 1 ? ' One paper is still to come.' : ` ${missing} papers are still to come.`
  return today.toString() <= last
    ? `Agenda and papers go out by ${dayInWords(last)}: five clear working days before the meeting.${waiting}`
    : `Five clear working days of notice ended on ${dayInWords(last)}.${waiting}`
}
