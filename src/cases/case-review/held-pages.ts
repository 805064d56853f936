import { writeDate } from '../../calendar/dates.ts'
import { writeMoment } from '../../people/moments.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import type { Why } from './flood.ts'
import { type HeldApplication, MONTHS_KEPT, MOST_SHOWN } from './quarantine-store.ts'

const WHY_IN_WORDS: Record<Why, string> = {
  'hidden field filled in': 'A field that people do not see was filled in: often a program, sometimes a browser that fills in everything',
  'many from one place': 'More than usual came from one place within an hour: a flood, or an advice centre or library where several people sat down',
}
const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))

/** What is held back: everything that was sent, to be judged by, and the forms to let it in or put it by. `failed`: one of them, with what was typed. */
export function heldPage(held: readonly HeldApplication[], failed: { heldId: string; errors: readonly FieldError[]; reason: string } | null = null) {
  const rows = held.map(({ heldId, receivedOn, receivedAt, why, application, discarded }) => ({
    heading: `Received ${day(receivedOn)}`, at: writeMoment(receivedAt), why: WHY_IN_WORDS[why], field: `reason-${heldId}`, reason: failed?.heldId === heldId ? failed.reason : '',
    said: [
      { what: 'Victim', text: application.victimName }, ...(application.applicantName ? [{ what: 'Applies for them', text: application.applicantName }] : []),
      { what: 'To be reached', text: application.keepSafe ? 'Asks that nobody should learn how. It is under seal until somebody lets the application in, and then protected' : [application.phone, application.email, application.address].filter(Boolean).join(', ') },
      ...application.complaints.map(({ what, happenedFrom, complainedTo }) => ({ what: day(happenedFrom), text: complainedTo ? `${what} (told: ${complainedTo})` : what })),
      { what: 'Harm', text: application.harm }, ...(application.wanted ? [{ what: 'Wanted', text: application.wanted }] : []),
    ],
    release: `/case-reviews/held/${heldId}/release`, discard: discarded ? null : `/case-reviews/held/${heldId}/discard`,
    discarded: discarded ? `Put by${discarded.by ? ` by ${discarded.by}` : ''} on ${writeMoment(discarded.at)}: ${discarded.reason}` : null,
  }))
  return {
    title: 'Applications held back', back: { href: '/case-reviews', text: 'Case reviews' }, waiting: rows.filter(({ discarded }) => !discarded), discarded: rows.filter(({ discarded }) => discarded), more: held.length === MOST_SHOWN, monthsKept: MONTHS_KEPT,
    ...errorsForPage(failed?.errors),
  }
}
