import type { FieldError } from '../../web/forms.ts'
import type { Preview } from './store.ts'

/** What a coordinator says when publishing: a reason where findings stop it, and the number of the edition it corrects, with why. */
export type Publishing = { overrideReason: string | null; corrects: number | null; correctionNote: string | null }

const SHORTEST_REASON = 20

/** Why this may not be published as it was asked for, field by field; nothing when it may. */
export function publishingProblems({ blocking, number, shown }: Pick<Preview, 'blocking' | 'number' | 'shown'>, asked: Publishing): FieldError[] {
  const problems: FieldError[] = []
  const [those, them] = blocking.length === 1 ? ['A finding stops', 'it'] : [`${blocking.length} findings stop`, 'them']
  if (shown.items.length === 0) problems.push({ field: 'publish', text: 'There is nothing to publish: the plan has no items yet' })
  if (blocking.length > 0 && (asked.overrideReason?.length ?? 0) < SHORTEST_REASON)
    problems.push({ field: 'overrideReason', text: `${those} publication. Put ${them} right, or say in ${SHORTEST_REASON} characters or more why you publish all the same; your reason is printed` })
  if (asked.corrects !== null && (asked.corrects < 1 || asked.corrects >= number)) problems.push({ field: 'corrects', text: 'Choose an edition of this plan that is already published' })
  if (asked.corrects !== null && !asked.correctionNote) problems.push({ field: 'correctionNote', text: `Say what was wrong in edition ${asked.corrects}; it is printed` })
  if (asked.corrects === null && asked.correctionNote) problems.push({ field: 'corrects', text: 'Choose the edition that this one corrects' })
  return problems
}
