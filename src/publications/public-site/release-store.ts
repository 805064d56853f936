import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { PublicShown } from './shown.ts'

const ReleaseRow = z.object({
  releaseId: z.string(), kind: z.enum(['plan', 'paper', 'minutes', 'figure', 'said and did', 'learning']), subjectId: z.string(), title: z.string(), shown: PublicShown, releasedAt: z.instanceof(Temporal.Instant), by: z.string().nullable(),
  withdrawnAt: z.instanceof(Temporal.Instant).nullable(), withdrawnReason: z.string().nullable(),
})
/** A copy made for the public. */
export type Release = z.infer<typeof ReleaseRow>

/** Every release, the newest first. */
export async function selectReleases(tx: Tx): Promise<Release[]> {
  const rows = await tx.selectFrom('public_release as r')
    .leftJoin('account as a', (on) => on.onRef('a.partnership_id', '=', 'r.partnership_id').onRef('a.account_id', '=', 'r.released_by'))
    .select(['r.public_release_id as releaseId', 'r.kind', 'r.subject_id as subjectId', 'r.title', 'r.shown', 'r.released_at as releasedAt', 'a.name as by', 'r.withdrawn_at as withdrawnAt', 'r.withdrawn_reason as withdrawnReason'])
    .where('r.partnership_id', '=', tx.actor.partnershipId!).orderBy('r.released_at', 'desc').orderBy('r.public_release_id').execute()
  return rows.map((row) => ReleaseRow.parse(row))
}

/** Of each thing, its newest release, and whether that stands or was withdrawn. An older one never comes back by itself. */
export const currentReleases = (releases: readonly Release[]): Release[] => [...Map.groupBy(releases, ({ kind, subjectId }) => `${kind} ${subjectId}`).values()].map(([newest]) => newest!)

/** Puts a copy on the public site, in place of the one before of the same thing, and gives its id. */
export async function release(tx: Tx, { subjectId, title, shown }: Pick<Release, 'subjectId' | 'title' | 'shown'>): Promise<string> {
  const public_release_id = crypto.randomUUID()
  await tx.insertInto('public_release').values({ partnership_id: tx.actor.partnershipId!, public_release_id, kind: shown.kind, subject_id: subjectId, title, shown: JSON.stringify(shown), released_by: tx.actor.accountId }).execute()
  audit(tx, { act: 'disclosed', subjectKind: 'public site', subjectId: public_release_id, details: { kind: shown.kind, subject: subjectId } })
  return public_release_id
}

/** Takes a release off the public site, with the reason that is shown in its place. False when it was withdrawn before or is not there. */
export async function withdraw(tx: Tx, releaseId: string, reason: string): Promise<boolean> {
  if (!z.uuid().safeParse(releaseId).success) return false
  const { numUpdatedRows } = await tx.updateTable('public_release').set({ withdrawn_at: Temporal.Now.instant().toString(), withdrawn_reason: reason }).where('public_release_id', '=', releaseId).where('withdrawn_at', 'is', null).executeTakeFirst()
  if (numUpdatedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'public site', subjectId: releaseId, details: { withdrawn: true } })
  return numUpdatedRows > 0n
}

const SiteRow = z.object({ address: z.string(), isOpen: z.boolean(), introduction: z.string(), contact: z.string(), version: z.number() })
export type Site = z.infer<typeof SiteRow>
const SITE = ['address', 'is_open as isOpen', 'introduction', 'contact', 'version'] as const

/** The partnership's public site; null before it has one. */
export async function selectSite(tx: Tx): Promise<Site | null> {
  const row = await tx.selectFrom('public_site').select([...SITE]).where('partnership_id', '=', tx.actor.partnershipId!).executeTakeFirst()
  return row ? SiteRow.parse(row) : null
}

/** Thrown when another partnership has the address: the one thing that all partnerships share (migration 0010). */
export class AddressTaken extends Error {}

/** Keeps how the site is called and whether it is open: 'newer' when somebody changed it since `version` (0: there was none). Throws AddressTaken. */
export async function keepSite(tx: Tx, { version, ...site }: Site): Promise<'kept' | 'newer'> {
  const values = { address: site.address, is_open: site.isOpen, introduction: site.introduction, contact: site.contact, version: version + 1 }
  try {
    const done = version === 0
      ? await tx.insertInto('public_site').values({ partnership_id: tx.actor.partnershipId!, ...values }).onConflict((conflict) => conflict.column('partnership_id').doNothing()).executeTakeFirst().then(({ numInsertedOrUpdatedRows }) => numInsertedOrUpdatedRows)
      : await tx.updateTable('public_site').set(values).where('version', '=', version).executeTakeFirst().then(({ numUpdatedRows }) => numUpdatedRows)
    if (!done) return 'newer'
  } catch (error) {
    throw (error as { constraint?: string }).constraint === 'public_site_address_key' ? new AddressTaken() : error
  }
  audit(tx, { act: 'altered', subjectKind: 'public site', subjectId: null, details: { open: site.isOpen } })
  return 'kept'
}
