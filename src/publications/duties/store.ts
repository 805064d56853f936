import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { type Answer, type Begun, DUTIES, type Duty, type Occurrence, occurrencesOf, type Setting } from './duty.ts'

const SettingRow = z.object({ duty: z.string(), since: z.string(), applies: z.boolean(), reason: z.string().nullable() })
const AnswerRow = z.object({ duty: z.string(), dueOn: z.string(), answeredOn: z.string(), where: z.string(), address: z.string().nullable() })
const BegunRow = z.object({ duty: z.string(), dueOn: z.string(), paperId: z.string(), title: z.string() })

export type KeptDuty = { duty: Duty; setting: Setting | null; occurrences: Occurrence[] }

/** Every duty with what is said of it here. Papers being written are seen by those who write them. */
export async function selectDuties(tx: Tx, today: Temporal.PlainDate): Promise<KeptDuty[]> {
  const settings = new Map((await tx.selectFrom('duty_setting').select(['duty', 'since', 'applies', 'reason']).execute()).map((row): [string, Setting] => { const { duty, ...setting } = SettingRow.parse(row); return [duty, setting] }))
  const answers = await tx.selectFrom('duty_answer').select(['duty', 'due_on as dueOn', 'answered_on as answeredOn', 'where_found as where', 'address']).execute()
  const begun = await tx.selectFrom('paper').select(['duty', 'duty_due_on as dueOn', 'paper_id as paperId', 'title']).where('duty', 'is not', null).where('ended_at', 'is', null).execute()
  const answersOf = Map.groupBy(answers.map((row) => AnswerRow.parse(row)), ({ duty }) => duty)
  const begunOf = Map.groupBy(begun.map((row) => BegunRow.parse(row)), ({ duty }) => duty)
  return DUTIES.map((duty) => {
    const setting = settings.get(duty.key) ?? null
    const [given, written]: [Answer[], Begun[]] = [answersOf.get(duty.key) ?? [], begunOf.get(duty.key) ?? []]
    return { duty, setting, occurrences: occurrencesOf(duty, setting, given, written, today) }
  })
}

/** Says since when a duty is kept here, or why it does not apply; `duty`: its key. */
export async function keepSetting(tx: Tx, duty: string, setting: Setting): Promise<void> {
  await tx.insertInto('duty_setting').values({ partnership_id: tx.actor.partnershipId!, duty, ...setting }).onConflict((conflict) => conflict.columns(['partnership_id', 'duty']).doUpdateSet(setting)).execute()
  audit(tx, { act: 'altered', subjectKind: 'partnership', subjectId: tx.actor.partnershipId!, details: { duty, applies: setting.applies, since: setting.since } })
}

/** Says where a duty is answered, once: a second answer changes nothing, and gives false. */
export async function answerDuty(tx: Tx, dutyKey: string, { dueOn, answeredOn, where, address }: Answer): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx.insertInto('duty_answer').values({ partnership_id: tx.actor.partnershipId!, duty: dutyKey, due_on: dueOn, answered_on: answeredOn, where_found: where, address, said_by: tx.actor.accountId }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
  if (!numInsertedOrUpdatedRows) return false
  audit(tx, { act: 'altered', subjectKind: 'partnership', subjectId: tx.actor.partnershipId!, details: { duty: dutyKey, due: dueOn, answered: answeredOn } })
  return true
}

/** Takes an answer back that was given by mistake. False when there is none. */
export async function withdrawAnswer(tx: Tx, dutyKey: string, dueOn: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('duty_answer').where('duty', '=', dutyKey).where('due_on', '=', dueOn).executeTakeFirst()
  if (numDeletedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'partnership', subjectId: tx.actor.partnershipId!, details: { duty: dutyKey, due: dueOn, answered: 'taken back' } })
  return numDeletedRows > 0n
}
