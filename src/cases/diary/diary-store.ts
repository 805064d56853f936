import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { BEHAVIOURS, type DiaryEntry } from './diary.ts'

const EntryRow = z.object({
  entryId: z.string(), happenedFrom: z.string(), happenedTo: z.string(), what: z.string(), behaviour: z.enum(BEHAVIOURS), place: z.string().nullable(), complainedOn: z.string().nullable(), complainedTo: z.string().nullable(),
  complainedBy: z.string().nullable(), reportReference: z.string().nullable(), response: z.string().nullable(), respondedOn: z.string().nullable(), agencyId: z.string(), agency: z.string(), recordedAt: z.instanceof(Temporal.Instant),
})

/** The incident diary of a case, the latest first. */
export async function selectDiary(tx: Tx, caseId: string): Promise<DiaryEntry[]> {
  const rows = await tx.selectFrom('diary_entry as d')
    .innerJoin('organisation_name as n', (on) => on.onRef('n.partnership_id', '=', 'd.partnership_id').onRef('n.organisation_id', '=', 'd.agency_id').on('n.kind', '=', 'name').on('n.valid_to', 'is', null))
    .select([
      'd.diary_entry_id as entryId', 'd.happened_from as happenedFrom', 'd.happened_to as happenedTo', 'd.what', 'd.behaviour', 'd.place', 'd.complained_on as complainedOn', 'd.complained_to as complainedTo', 'd.complained_by as complainedBy',
      'd.report_reference as reportReference', 'd.response', 'd.responded_on as respondedOn', 'd.agency_id as agencyId', 'n.name as agency', 'd.recorded_at as recordedAt',
    ])
    .where('d.case_id', '=', caseId).orderBy('d.happened_from', 'desc').orderBy('d.recorded_at', 'desc').execute()
  return z.array(EntryRow).parse(rows)
}

export type NewDiaryEntry = Omit<DiaryEntry, 'entryId' | 'agencyId' | 'agency' | 'recordedAt'>

const columnsOf = (entry: NewDiaryEntry) => ({
  happened_from: entry.happenedFrom, happened_to: entry.happenedTo, what: entry.what, behaviour: entry.behaviour, place: entry.place, complained_on: entry.complainedOn, complained_to: entry.complainedTo,
  complained_by: entry.complainedBy, report_reference: entry.reportReference, response: entry.response, responded_on: entry.respondedOn,
})

/** Writes an incident in the diary of a case and gives its id. */
export async function addDiaryEntry(tx: Tx, { caseId, agencyId }: Pick<CaseCover, 'caseId' | 'agencyId'>, entry: NewDiaryEntry): Promise<string> {
  const diary_entry_id = crypto.randomUUID()
  await tx.insertInto('diary_entry').values({ partnership_id: tx.actor.partnershipId!, diary_entry_id, case_id: caseId, ...columnsOf(entry), recorded_by: tx.actor.accountId, agency_id: agencyId }).execute()
  audit(tx, { act: 'collected', subjectKind: 'case', subjectId: caseId, details: { diaryEntry: diary_entry_id } })
  return diary_entry_id
}

/** Which fields of an entry differ from another, by their column names. */
export const fieldsChanged = (old: NewDiaryEntry, entry: NewDiaryEntry): string[] => {
  const [before, after]: Record<string, unknown>[] = [columnsOf(old), columnsOf(entry)]
  return Object.keys(after!).filter((field) => before![field] !== after![field])
}

/**
 * Corrects an entry that still stands as `seen`: its fields are what whoever corrects it had before them. 'newer' when somebody changed it since; then nothing is
 * changed. The log keeps who corrected which fields, and when.
 */
export async function correctDiaryEntry(tx: Tx, caseId: string, seen: DiaryEntry, entry: NewDiaryEntry): Promise<'corrected' | 'same' | 'newer'> {
  const fields = fieldsChanged(seen, entry)
  if (fields.length === 0) return 'same'
  let query = tx.updateTable('diary_entry').set(columnsOf(entry)).where('case_id', '=', caseId).where('diary_entry_id', '=', seen.entryId)
  for (const [column, value] of Object.entries(columnsOf(seen))) query = query.where(column as keyof ReturnType<typeof columnsOf>, 'is not distinct from', value)
  const { numUpdatedRows } = await query.executeTakeFirst()
  if (numUpdatedRows === 0n) return 'newer'
  audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { diaryEntry: seen.entryId, fields } })
  return 'corrected'
}
