import { sql } from 'kysely'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { audit, type Tx } from '../../db/tx.ts'
import { SUBJECT_ROLES, type SubjectRole } from './store.ts'
import { ENTRY_KINDS, type EntryKind } from './words.ts'

/** Somebody or some place a case is about, as other parts of the file name them: age and never birth, home area and never address. */
export type Subject = {
  subjectId: string
  entryId: string
  kind: EntryKind
  role: SubjectRole
  name: string
  /** In whole years, where the day or the year of birth is known. */
  age: number | null
  resident: boolean | null
  homeArea: string | null
  note: string | null
  version: number
  removed: boolean
  removedReason: string | null
}

const SubjectRow = z.object({
  subjectId: z.string(), entryId: z.string(), kind: z.enum(ENTRY_KINDS), role: z.enum(SUBJECT_ROLES), name: z.string().nullable(), premises: z.string().nullable(), address: z.string().nullable(), born: z.string().nullable(),
  resident: z.boolean().nullable(), homeArea: z.string().nullable(), note: z.string().nullable(), version: z.number(), removed: z.boolean(), removedReason: z.string().nullable(),
})

/** What stands in for a name nobody knows. */
export const UNNAMED: Record<EntryKind, string> = { person: 'Somebody not yet named', organisation: 'An organisation not yet named', place: 'A place not yet named' }

/** What an entry goes by: a person's or an organisation's name; of a place its premises, or else its address. */
export const nameOf = ({ kind, name, premises, address }: { kind: EntryKind; name: string | null; premises: string | null; address: string | null }): string =>
  name ?? premises ?? (kind === 'place' ? address : null) ?? UNNAMED[kind]

/** Whole years since a birth given as YYYY-MM-DD, or as a year (then it may be one too many); null for anything else. */
export function ageOf(born: string | null, today: Temporal.PlainDate): number | null {
  if (!born) return null
  if (/^\d{4}$/.test(born)) return today.year - Number(born)
  const date = /^\d{4}-\d{2}-\d{2}$/.test(born) ? Temporal.PlainDate.from(born) : null
  return date && Temporal.PlainDate.compare(date, today) <= 0 ? date.until(today, { largestUnit: 'years' }).years : null
}

const latest = (kinds: string) => sql`(select f.value from index_fact f where f.partnership_id = s.partnership_id and f.index_entry_id = s.index_entry_id and f.case_id = s.case_id
  and f.kind = ${sql.lit(kinds)} and f.ended_reason is null order by f.valid_from desc nulls last, f.recorded_at desc limit 1)`

/** Who and what a case is about, in the order they were added; those taken off last, when asked for. Named by what this case itself holds. */
export async function selectSubjects(tx: Tx, caseId: string, { removed = false }: { removed?: boolean } = {}): Promise<Subject[]> {
  const { rows } = await sql`
    select s.subject_id as "subjectId", s.index_entry_id as "entryId", e.kind, s.role, s.resident, s.home_area as "homeArea", s.note, s.version, s.removed_at is not null as removed, s.removed_reason as "removedReason",
      ${latest('name')} as name, ${latest('premises')} as premises, ${latest('address')} as address, ${latest('birth')} as born
    from subject s join index_entry e on e.partnership_id = s.partnership_id and e.index_entry_id = s.index_entry_id
    where s.case_id = ${caseId} ${removed ? sql`` : sql`and s.removed_at is null`}
    order by s.removed_at is not null, s.added_at, s.subject_id`.execute(tx)
  const today = todayInLondon(Temporal.Now.instant())
  return z.array(SubjectRow).parse(rows).map(({ name, premises, address, born, ...subject }) => ({ ...subject, name: nameOf({ kind: subject.kind, name, premises, address }), age: ageOf(born, today) }))
}

export type SubjectChange = { role: SubjectRole; resident: boolean | null; homeArea: string | null; note: string | null }

/** Changes a subject's part in the case if it is still at `version`; false when somebody changed it since, and then nothing is. Throws nothing for a role the same entry already has: 'twice'. */
export async function changeSubject(tx: Tx, caseId: string, { subjectId, entryId, version }: Pick<Subject, 'subjectId' | 'entryId' | 'version'>, { role, resident, homeArea, note }: SubjectChange): Promise<boolean | 'twice'> {
  const twice = await tx.selectFrom('subject').select('subject_id').where('case_id', '=', caseId).where('index_entry_id', '=', entryId).where('role', '=', role).where('subject_id', '<>', subjectId).executeTakeFirst()
  if (twice) return 'twice'
  const { numUpdatedRows } = await tx.updateTable('subject').set({ role, resident, home_area: homeArea, note, version: version + 1 })
    .where('subject_id', '=', subjectId).where('case_id', '=', caseId).where('version', '=', version).where('removed_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { subject: subjectId, fields: ['role', 'resident', 'home area', 'note'] } })
  return numUpdatedRows > 0n
}

/** Takes a subject off a case, with the reason; what is known of them stays in the file. False when they were off already. */
export async function removeSubject(tx: Tx, caseId: string, subjectId: string, reason: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('subject').set({ removed_at: sql`now()`, removed_reason: reason, version: sql`version + 1` })
    .where('subject_id', '=', subjectId).where('case_id', '=', caseId).where('removed_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'case', subjectId: caseId, details: { subject: subjectId, removed: true } })
  return numUpdatedRows > 0n
}
