import { errorsForPage } from '../../web/forms.ts'
import type { Plan } from '../plan.ts'
import { valueOf } from '../rating.ts'
import type { Batch } from './batch-store.ts'
import { type Failed, planHref } from './opening.ts'
import { type Difference, DIFFERENCE_WORDS } from './comparing.ts'
import { opening } from './folding.ts'
import type { PlanReading } from './plan-reading.ts'
import { contradictionsOf, ownerRows, type Settling } from './preview-page.ts'
import type { Problem } from './problems.ts'

/** What the next version of a paper would change in a plan, each to be ticked or not. */
export function changesPage(
  batch: Batch,
  plan: Plan,
  reading: PlanReading,
  differences: readonly Difference[],
  settling: Settling,
  problems: readonly Problem[],
  failed: Failed,
) {
  const accepted = failed ? new Set([failed.entered.accept ?? []].flat().map(String)) : null
  return {
    title: differences.length === 0 ? 'Nothing has changed' : 'What this version changes',
    context: `${batch.fileName}, against ${plan.title}`,
    back: { href: `/plans/import/${batch.batchId}`, text: 'Back to how the paper was read' },
    batchId: batch.batchId,
    planHref: planHref(plan.planId, plan.kind),
    problems,
    contradictions: contradictionsOf(reading),
    questions: reading.questions,
    leftOut: reading.leftOut,
    owners: ownerRows(settling, failed?.entered ?? { rememberNames: 'yes' }),
    askFirst: differences.some(
      ({ kind, read }) => read !== null && (kind === 'added' || kind === 'owner') && settling.ownerCount(read) > 1,
    ),
    entered: failed?.entered ?? { rememberNames: 'yes', removedReason: `No longer in ${batch.fileName}` },
    anyRemoved: differences.some(({ kind }) => kind === 'removed'),
    items: [...Map.groupBy(differences, ({ code }) => code)].map(([code, changes]) => ({
      code,
      title: opening(changes[0]!.title, 120),
      place: changes[0]!.place,
      changes: changes.map((difference) => change(difference, plan, accepted)),
    })),
    ...errorsForPage(failed?.errors),
  }
}

function change(difference: Difference, plan: Plan, accepted: ReadonlySet<string> | null) {
  const { key, kind, was, now, caution } = difference
  const rating = (word: string) => {
    const value = kind === 'rating' ? valueOf(plan.scheme, word) : undefined
    return value ? { word: value.word, colour: value.colour } : null
  }
  return {
    key,
    id: `change-${key.replace(/[^\w-]+/g, '-')}`,
    what: DIFFERENCE_WORDS[kind],
    was: { rating: rating(was), words: was },
    now: { rating: rating(now), words: now },
    caution,
    checked: accepted ? accepted.has(key) : caution === null && kind !== 'removed',
  }
}
