import { sql } from 'kysely'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { audit, type Tx } from '../../db/tx.ts'
import type { Draft } from '../drafting/source.ts'
import { answerDuty } from '../duties/store.ts'
import { type Appendix, type Asks, PAPER_KINDS, type Paper, type PaperKind, type Section, type WholePaper } from './paper.ts'
import { PaperShown } from './shown.ts'

const instant = z.instanceof(Temporal.Instant)
const PaperRow = z.object({
  paperId: z.string(), kind: z.enum(PAPER_KINDS), title: z.string(), starts: z.string(), ends: z.string(), meetingId: z.string().nullable(), meeting: z.string().nullable(), committee: z.string().nullable(),
  committeeOn: z.string().nullable(), reportOf: z.string().nullable(), asks: z.enum(['information', 'decision']), contact: z.string().nullable(), summary: z.string(), duty: z.string().nullable(), dutyDueOn: z.string().nullable(),
  endedAt: instant.nullable(), version: z.number(),
})

/** Papers being written, the newest period first; with an id, that one. Only those who write papers see any. */
export async function selectPapers(tx: Tx, paperId: string | null = null): Promise<Paper[]> {
  const rows = await tx.selectFrom('paper as p')
    .leftJoin('meeting as m', (on) => on.onRef('m.partnership_id', '=', 'p.partnership_id').onRef('m.meeting_id', '=', 'p.meeting_id'))
    .leftJoin('group_name as n', (on) => on.onRef('n.partnership_id', '=', 'm.partnership_id').onRef('n.group_id', '=', 'm.group_id').on('n.kind', '=', 'name').on('n.valid_to', 'is', null))
    .select(['p.paper_id as paperId', 'p.kind', 'p.title', 'p.starts', 'p.ends', 'p.meeting_id as meetingId', 'p.committee', 'p.committee_on as committeeOn', 'p.report_of as reportOf', 'p.asks', 'p.contact', 'p.summary',
      'p.duty', 'p.duty_due_on as dutyDueOn', 'p.ended_at as endedAt', 'p.version', sql<string | null>`n.name || ', ' || to_char(m.held_on, 'FMDD FMMonth YYYY')`.as('meeting')])
    .$if(paperId !== null, (q) => q.where('p.paper_id', '=', paperId))
    .orderBy('p.ends', 'desc').orderBy('p.made_at', 'desc').limit(500).execute()
  return rows.map((row) => PaperRow.parse(row))
}

const SectionRow = z.object({
  sectionId: z.string(), position: z.number(), heading: z.string(), body: z.string(), recommendation: z.string().nullable(), restricted: z.boolean(), source: z.string().nullable(), drawn: z.unknown(), draftedAt: instant.nullable(),
  drafted: z.string().nullable(), version: z.number(),
})

/** A paper with its sections and appendices in order; null when there is none that this account writes. */
export async function selectWholePaper(tx: Tx, paperId: string): Promise<WholePaper | null> {
  if (!z.uuid().safeParse(paperId).success) return null
  const [paper] = await selectPapers(tx, paperId)
  if (!paper) return null
  const sections = await tx.selectFrom('paper_section')
    .select(['paper_section_id as sectionId', 'position', 'heading', 'body', 'recommendation', 'restricted', 'source', 'drawn', 'drafted_at as draftedAt', 'drafted', 'version'])
    .where('paper_id', '=', paperId).orderBy('position').orderBy('paper_section_id').execute()
  const appendices: Appendix[] = await tx.selectFrom('paper_appendix')
    .select(['paper_appendix_id as appendixId', 'position', 'title', 'restricted', 'edition_id as editionId', 'file_name as fileName', 'file_kind as fileKind'])
    .where('paper_id', '=', paperId).orderBy('position').orderBy('paper_appendix_id').execute()
  return { paper, sections: sections.map((row): Section => SectionRow.parse(row)), appendices }
}

/** What a paper says of itself, apart from what it says. */
export type PaperFields = {
  kind: PaperKind; title: string; starts: string; ends: string; meetingId: string | null; committee: string | null; committeeOn: string | null; reportOf: string | null; asks: Asks; contact: string | null
  duty?: string | null; dutyDueOn?: string | null
}

const columnsOf = ({ kind, title, starts, ends, meetingId, committee, committeeOn, reportOf, asks, contact, duty, dutyDueOn }: PaperFields) => ({
  kind, title, starts, ends, meeting_id: meetingId, committee, committee_on: committeeOn, report_of: reportOf, asks, contact, ...(duty === undefined ? {} : { duty, duty_due_on: dutyDueOn ?? null }),
})

/** Begins a paper and gives its id. */
export async function addPaper(tx: Tx, fields: PaperFields): Promise<string> {
  const paper_id = crypto.randomUUID()
  await tx.insertInto('paper').values({ partnership_id: tx.actor.partnershipId!, paper_id, made_by: tx.actor.accountId, ...columnsOf(fields) }).execute()
  audit(tx, { act: 'collected', subjectKind: 'paper', subjectId: paper_id, details: { kind: fields.kind } })
  return paper_id
}

/** Changes what a paper says of itself, or its summary, if it is still at `version`. False when somebody changed it since, and then nothing is. */
export async function changePaper(tx: Tx, paperId: string, version: number, fields: PaperFields | { summary: string } | { ended: true }): Promise<boolean> {
  const set = 'summary' in fields ? { summary: fields.summary } : 'ended' in fields ? { ended_at: Temporal.Now.instant().toString() } : columnsOf(fields)
  const { numUpdatedRows } = await tx.updateTable('paper').set({ ...set, version: version + 1 }).where('paper_id', '=', paperId).where('version', '=', version).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'paper', subjectId: paperId, details: { fields: Object.keys(set) } })
  return numUpdatedRows > 0n
}

export type SectionFields = { heading: string; body: string; recommendation: string | null; restricted: boolean }

/** Adds a section after those there are, drafted or empty, and gives its id. */
export async function addSection(tx: Tx, paperId: string, fields: Omit<SectionFields, 'body'> & { source: string | null; draft: Draft | null }): Promise<string> {
  const paper_section_id = crypto.randomUUID()
  const { heading, recommendation, restricted, source, draft } = fields
  await tx.insertInto('paper_section').values({
    partnership_id: tx.actor.partnershipId!, paper_section_id, paper_id: paperId, heading, recommendation, restricted: restricted || (draft?.restricted ?? false), source,
    position: sql<number>`(select coalesce(max(position), 0) + 1 from paper_section where paper_id = ${paperId})`, ...drawnColumns(draft),
  }).execute()
  audit(tx, { act: 'altered', subjectKind: 'paper', subjectId: paperId, details: { section: paper_section_id } })
  return paper_section_id
}

const drawnColumns = (draft: Draft | null) => (draft ? { body: draft.body, drafted: draft.body, drawn: JSON.stringify(draft.drawn ?? null), drafted_at: Temporal.Now.instant().toString() } : {})

/** Writes a section if it is still at `version`; with a draft, what it was drafted from is kept with it. False when somebody wrote since. */
export async function writeSection(tx: Tx, paperId: string, { sectionId, version }: Pick<Section, 'sectionId' | 'version'>, change: SectionFields | { draft: Draft }): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('paper_section').set({ ...('draft' in change ? { ...drawnColumns(change.draft), ...(change.draft.restricted ? { restricted: true } : {}) } : change), version: version + 1 })
    .where('paper_id', '=', paperId).where('paper_section_id', '=', sectionId).where('version', '=', version).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'paper', subjectId: paperId, details: { section: sectionId } })
  return numUpdatedRows > 0n
}

/** Puts a section before the one above it, or after the one below. */
export async function moveSection(tx: Tx, { paper, sections }: WholePaper, sectionId: string, by: -1 | 1): Promise<void> {
  const at = sections.findIndex((section) => section.sectionId === sectionId)
  const [own, other] = [sections[at], sections[at + by]]
  if (!own || !other) return
  for (const [id, position] of [[own.sectionId, other.position], [other.sectionId, own.position]] as const)
    await tx.updateTable('paper_section').set({ position }).where('paper_id', '=', paper.paperId).where('paper_section_id', '=', id).execute()
  audit(tx, { act: 'altered', subjectKind: 'paper', subjectId: paper.paperId, details: { section: sectionId, fields: ['position'] } })
}

/** Takes a section out of a paper that has not been published with it; a published edition keeps it. */
export async function removeSection(tx: Tx, paperId: string, sectionId: string): Promise<void> {
  await tx.deleteFrom('paper_section').where('paper_id', '=', paperId).where('paper_section_id', '=', sectionId).execute()
  audit(tx, { act: 'altered', subjectKind: 'paper', subjectId: paperId, details: { removed: sectionId } })
}

export type NewAppendix = { title: string; restricted: boolean; editionId: string | null; file: { name: string; kind: string; bytes: Buffer } | null }

export async function addAppendix(tx: Tx, paperId: string, { title, restricted, editionId, file }: NewAppendix): Promise<void> {
  const paper_appendix_id = crypto.randomUUID()
  await tx.insertInto('paper_appendix').values({
    partnership_id: tx.actor.partnershipId!, paper_appendix_id, paper_id: paperId, title, restricted, edition_id: editionId, position: sql<number>`(select coalesce(max(position), 0) + 1 from paper_appendix where paper_id = ${paperId})`,
    file_name: file?.name ?? null, file_kind: file?.kind ?? null, content: file?.bytes ?? null,
  }).execute()
  audit(tx, { act: 'altered', subjectKind: 'paper', subjectId: paperId, details: { appendix: paper_appendix_id } })
}

export async function removeAppendix(tx: Tx, paperId: string, appendixId: string): Promise<void> {
  await tx.deleteFrom('paper_appendix').where('paper_id', '=', paperId).where('paper_appendix_id', '=', appendixId).execute()
  audit(tx, { act: 'altered', subjectKind: 'paper', subjectId: paperId, details: { removed: appendixId } })
}

/** An appendix's file; null when there is none that this account may see. */
export async function selectAppendixFile(tx: Tx, paperId: string, appendixId: string): Promise<{ name: string; kind: string; content: Buffer } | null> {
  if (![paperId, appendixId].every((id) => z.uuid().safeParse(id).success)) return null
  const row = await tx.selectFrom('paper_appendix').select(['file_name as name', 'file_kind as kind', 'content']).where('paper_id', '=', paperId).where('paper_appendix_id', '=', appendixId).executeTakeFirst()
  return row?.content ? { name: row.name!, kind: row.kind ?? '', content: row.content } : null
}

const StampRow = z.object({
  editionId: z.string(), paperId: z.string(), number: z.number(), publishedAt: instant, by: z.string().nullable(), overrideReason: z.string().nullable(), corrects: z.number().nullable(), correctionNote: z.string().nullable(),
  title: z.string(), kind: z.enum(PAPER_KINDS), ends: z.string(),
})
/** What stands on a published paper's cover. */
export type PaperStamp = z.infer<typeof StampRow>

const stamps = (tx: Tx) => tx.selectFrom('paper_edition as e')
  .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'e.partnership_id').onRef('a.account_id', '=', 'e.published_by'))
  .select(['e.paper_edition_id as editionId', 'e.paper_id as paperId', 'e.number', 'e.published_at as publishedAt', 'a.name as by', 'e.override_reason as overrideReason', 'e.corrects', 'e.correction_note as correctionNote'])
  .select([sql<string>`e.shown->>'title'`.as('title'), sql<PaperKind>`e.shown->>'kind'`.as('kind'), sql<string>`e.shown->>'ends'`.as('ends')])

/** Published papers, or those of one paper, the newest first. */
export const selectPaperEditions = async (tx: Tx, paperId: string | null = null): Promise<PaperStamp[]> =>
  (await stamps(tx).$if(paperId !== null, (q) => q.where('e.paper_id', '=', paperId)).orderBy('e.published_at', 'desc').orderBy('e.number', 'desc').limit(500).execute()).map((row) => StampRow.parse(row))

/** A published paper whole; null when there is none that this account may see. */
export async function selectPaperEdition(tx: Tx, editionId: string): Promise<(PaperStamp & { shown: PaperShown }) | null> {
  if (!z.uuid().safeParse(editionId).success) return null
  const row = await stamps(tx).select('e.shown').where('e.paper_edition_id', '=', editionId).executeTakeFirst()
  return row ? { ...StampRow.parse(row), shown: PaperShown.parse(row.shown) } : null
}

/** Publishes a paper as it is shown, numbered after its last edition, and gives the edition's id; null when somebody published another at the same moment. */
export async function publishPaper(tx: Tx, paperId: string, shown: PaperShown, number: number, { overrideReason, corrects, correctionNote }: { overrideReason: string | null; corrects: number | null; correctionNote: string | null }): Promise<string | null> {
  const paper_edition_id = crypto.randomUUID()
  const { numInsertedOrUpdatedRows } = await tx.insertInto('paper_edition').values({
    partnership_id: tx.actor.partnershipId!, paper_edition_id, paper_id: paperId, number, shown: JSON.stringify(shown), published_by: tx.actor.accountId, override_reason: overrideReason, corrects, correction_note: correctionNote,
  }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
  if (!numInsertedOrUpdatedRows) return null
  audit(tx, { act: 'disclosed', subjectKind: 'paper', subjectId: paperId, details: { edition: paper_edition_id, number } })
  const { duty, duty_due_on: dueOn } = await tx.selectFrom('paper').select(['duty', 'duty_due_on']).where('paper_id', '=', paperId).executeTakeFirstOrThrow()
  if (duty && dueOn) await answerDuty(tx, duty, { dueOn, answeredOn: todayInLondon(Temporal.Now.instant()).toString(), where: `${shown.title}, edition ${number}`, address: `/paper-editions/${paper_edition_id}` })
  return paper_edition_id
}
