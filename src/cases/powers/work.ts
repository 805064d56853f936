import type { Tx } from '../../db/tx.ts'
import { nextYouthReview } from './check-use.ts'
import { POWERS, selectPower } from './power.ts'

type Work = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }
const SOON_DAYS = 28
const reviewedYearly = POWERS.filter(({ yearlyYouthReview }) => yearlyYouthReview).map(({ key }) => key)

/** Orders and notices about to end, and young people's orders whose yearly review is due, in the cases the reader works; by reference and power alone. */
export async function powerWorkFor(tx: Tx, { powers }: { powers: ReadonlySet<string> }, today: Temporal.PlainDate): Promise<Work[]> {
  if (!powers.has('cases.work')) return []
  const soon = today.add({ days: SOON_DAYS }).toString()
  const uses = await tx.selectFrom('power_use as u').innerJoin('case_file as c', (on) => on.onRef('c.partnership_id', '=', 'u.partnership_id').onRef('c.case_id', '=', 'u.case_id'))
    .leftJoin('subject as s', (on) => on.onRef('s.partnership_id', '=', 'u.partnership_id').onRef('s.subject_id', '=', 'u.subject_id'))
    .leftJoin('index_fact as f', (on) => on.onRef('f.partnership_id', '=', 's.partnership_id').onRef('f.index_entry_id', '=', 's.index_entry_id').onRef('f.case_id', '=', 's.case_id').on('f.kind', '=', 'birth').on('f.ended_reason', 'is', null))
    .select(['u.power_use_id as id', 'u.case_id as caseId', 'c.reference', 'u.power', 'u.starts', 'u.ends', 'u.reviewed_on as reviewedOn', 'f.value as birth'])
    .where('u.state', '=', 'in force').where('c.stage', '=', 'open').where((is) => is.or([is.between('u.ends', today.toString(), soon), is.and([is('u.power', 'in', reviewedYearly), is.or([is('u.ends', 'is', null), is('u.ends', '>', soon)])])])).execute()
  return uses.flatMap(({ id, caseId, reference, power, starts, ends, reviewedOn, birth }) => {
    const known = selectPower(power)
    const own = { title: `${reference}: ${(known?.title ?? power).toLowerCase()}`, href: `/cases/${caseId}/powers/${id}` }
    const review = known?.yearlyYouthReview && starts && birth && /^\d{4}-\d{2}-\d{2}$/.test(birth) ? nextYouthReview({ birth, starts, ends, reviewedOn }) : null
    return [
      ...(ends && ends <= soon ? [{ kind: 'Orders that end soon', ...own, due: Temporal.PlainDate.from(ends), note: 'Its last day' }] : []),
      ...(review && review <= soon ? [{ kind: 'Orders to review', ...own, due: Temporal.PlainDate.from(review), note: 'Yearly, while the person is under 18' }] : []),
    ]
  })
}
