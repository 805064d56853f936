import { writeDate } from '../../calendar/dates.ts'
import { writeMoment } from '../../people/moments.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { casePage } from '../case-page.ts'
import type { CaseCover } from '../case-store.ts'
import { sharingNavigation } from '../sharing-navigation.ts'
import type { Kept } from './store.ts'

export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null

const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const holdCount = (count: number) => (count === 0 ? null : count === 1 ? 'Held' : `Held ${count} times over`)

function standing({ asked, holds, keepUntil }: Kept): string {
  if (asked) return asked.isAgreed ? 'Agreed: being erased' : `${asked.askedBy} asks that it be erased`
  if (holds.length > 0) return 'Kept while it is held'
  return keepUntil ? 'To be decided' : 'Kept'
}

/** What has been kept as long as it should be, what is held, and what was erased; by reference alone. */
export const keepingPage = (kept: readonly Kept[], erased: readonly { reference: string; askedBy: string | null; agreedBy: string | null; doneAt: Temporal.Instant }[], failed: Failed = null) => ({
  title: 'Keeping and erasing',
  context: 'Cases that have been kept as long as their scheme says',
  tabs: sharingNavigation('Keeping'),
  kept: kept.map((each) => ({
    reference: each.reference, href: `/sharing/keeping/${each.caseId}`, scheme: each.scheme ?? 'Not known here', ended: each.endedOn ? day(each.endedOn) : 'Not known here', until: each.keepUntil ? day(each.keepUntil) : 'Not yet due',
    hold: holdCount(each.holds.length), standing: standing(each),
  })),
  erased: erased.map(({ reference, askedBy, agreedBy, doneAt }) => ({ reference, by: `${askedBy ?? 'Somebody'} asked, ${agreedBy ?? 'somebody'} agreed`, at: writeMoment(doneAt) })),
  entered: { reference: '', reason: '', ...failed?.entered },
  ...errorsForPage(failed?.errors),
})

/** What may be decided of one case's keeping, and by whom. */
function decisions(kept: Kept, base: string, accountId: string, failed: Failed) {
  const { asked, holds, keepUntil, endedOn } = kept
  return {
    base,
    ended: endedOn ? day(endedOn) : null,
    until: keepUntil ? day(keepUntil) : null,
    holds: holds.map(({ holdId, reason, placedBy, placedAt }) => ({ holdId, reason, placed: `${placedBy ?? 'Somebody'}, ${writeMoment(placedAt)}` })),
    asked: asked && { erasureId: asked.erasureId, reason: asked.reason, by: `${asked.askedBy}, ${writeMoment(asked.askedAt)}`, isOwn: asked.askedById === accountId, isAgreed: asked.isAgreed },
    isDue: keepUntil !== null && !asked,
    isHeld: holds.length > 0,
    entered: { decision: '', keepUntil: '', reason: '', holdReason: '', liftReason: '', ...failed?.entered },
    ...errorsForPage(failed?.errors),
  }
}

/** One case, as the governance lead decides on it without opening it. */
export const keptPage = (kept: Kept, accountId: string, failed: Failed = null) => ({
  title: `Keeping: ${kept.reference}`,
  heading: kept.reference,
  context: kept.scheme ?? 'Keeping and erasing',
  back: { href: '/sharing/keeping', text: 'Keeping and erasing' },
  ...decisions(kept, `/sharing/keeping/${kept.caseId}`, accountId, failed),
})

/** The same for those who lead the case. */
export const caseKeepingPage = (cover: CaseCover, kept: Kept, accountId: string, failed: Failed = null) => ({
  ...casePage(cover, 'Overview', 'Keeping'),
  ...decisions(kept, `/cases/${cover.caseId}/keeping`, accountId, failed),
  isWorked: cover.works,
})
