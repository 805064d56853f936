import type { Tx } from '../../db/tx.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { checkUse } from '../powers/check-use.ts'
import { addUse, selectUses } from '../powers/store.ts'
import type { Letter } from './store.ts'

const POWER = 'warning letter'

/**
 * Puts a warning letter that went on a day (ISO) on the powers ladder of whom it is to, once: nothing where that day's warning stands there already.
 * Gives null, or what stands in its way: steps below it were left out, and nobody has said why. For any other letter nothing is done.
 */
export async function putOnLadder(tx: Tx, cover: CaseCover, { kind, toSubjectId }: Pick<Letter, 'kind' | 'toSubjectId'>, { sentOn, skippedReason }: { sentOn: string; skippedReason: string | null }): Promise<string | null> {
  if (kind !== 'warning' || !toSubjectId || !cover.works) return null
  const earlier = (await selectUses(tx, cover.caseId)).filter(({ subjectId }) => subjectId === toSubjectId || subjectId === null)
  if (earlier.some(({ power, state, decidedOn, subjectId }) => power === POWER && state === 'given' && decidedOn === sentOn && subjectId === toSubjectId)) return null
  const findings = checkUse({ power: POWER, state: 'given', decidedOn: sentOn, starts: null, ends: null, age: null, skippedReason, earlier })
  const wanting = findings.find(({ kind: found }) => found === 'reason')
  if (wanting) return wanting.text
  await addUse(tx, cover, {
    subjectId: toSubjectId, power: POWER, state: 'given', authority: null, decidedOn: sentOn, starts: null, ends: null, conditions: null, positiveRequirements: null, vulnerability: null,
    skippedReason: findings.some(({ field }) => field === 'skipped_reason') ? skippedReason : null, proportionality: 'A letter warns and binds nobody: its words are with the letters of the case',
  })
  return null
}
