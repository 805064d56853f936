import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { errorsForPage } from '../../web/forms.ts'
import { planHref } from './opening.ts'
import type { Batch } from './batch-store.ts'

export type ListedBatch = { batch: Batch; planTitle: string | null; planKind: string | null; canUndo: boolean }

/** Where a paper is sent in, with what is waiting and what was brought in before. */
export const uploadPage = (batches: readonly ListedBatch[], problem: string | null) => ({
  title: 'Bring a plan in from a file',
  back: { href: '/plans', text: 'Back to plans' },
  waiting: batches
    .filter(({ batch }) => batch.takenAt === null)
    .map(({ batch }) => ({
      fileName: batch.fileName,
      on: dayOf(batch.uploadedAt),
      href: `/plans/import/${batch.batchId}`,
      dropHref: `/plans/import/${batch.batchId}/drop`,
    })),
  taken: batches
    .filter(({ batch }) => batch.takenAt !== null)
    .map(({ batch, planTitle, planKind, canUndo }) => ({
      fileName: batch.fileName,
      on: dayOf(batch.takenAt!),
      plan: planTitle,
      planHref: batch.planId && planHref(batch.planId, planKind ?? ''),
      came: cameOf(batch),
      undoHref: canUndo ? `/plans/import/${batch.batchId}/undo` : null,
    })),
  ...errorsForPage(problem === null ? [] : [{ field: 'file', text: problem }]),
})

const dayOf = (moment: Temporal.Instant): string => writeDate(todayInLondon(moment))

function cameOf({ summary }: Batch): string {
  if (!summary) return ''
  if (summary.undone) return `Undone on ${writeDate(Temporal.PlainDate.from(summary.undone))}`
  if (summary.made === 'plan') return `A new plan of ${summary.items.toLocaleString('en-GB')} items`
  return summary.changes === 1 ? '1 change' : `${summary.changes.toLocaleString('en-GB')} changes`
}
