import { sql } from 'kysely'
import { selectActions } from '../../actions/store.ts'
import type { Tx } from '../../db/tx.ts'
import { notify } from '../../notices/outbox.ts'
import { logLook, type Part, selectCaseAccounts } from '../../sharing/case-store.ts'
import { CONSENTS, recordDisclosure } from '../../sharing/disclosure-store.ts'
import { GATEWAYS, type Gateway, inForce } from '../../sharing/law.ts'
import type { AgendaCase } from './agenda-store.ts'
import { type CaseRecord, corrected, type IsCovered, MinutesForAgency, minutesFor } from './minutes.ts'
import { dateOf } from './panels-page.ts'
import type { Panel } from './panel.ts'
import { selectAbout, selectInformation, selectOptionalTurn, selectRisk } from './turn-store.ts'

/** A live agreement between two agencies for the purpose of a panel's scheme. */
export type Covering = { agencyId: string; withAgencyId: string; agreementId: string; gateways: string[] }

/** The agreements that are live today for a purpose, a row for each pair of agencies. */
export const selectCovering = (tx: Tx, purpose: string): Promise<Covering[]> =>
  tx.selectFrom('live_agreement as l').innerJoin('agreement as a', (on) => on.onRef('a.partnership_id', '=', 'l.partnership_id').onRef('a.agreement_id', '=', 'l.agreement_id'))
    .select([sql<string>`l.agency_id`.as('agencyId'), sql<string>`l.with_agency_id`.as('withAgencyId'), 'a.agreement_id as agreementId', 'a.gateways'])
    .where('l.purpose', '=', purpose).orderBy('a.starts', 'desc').orderBy('a.agreement_id').execute()

export const coveredBy = (covering: readonly Covering[]): IsCovered => (one, other) => one === other || covering.some(({ agencyId, withAgencyId }) => agencyId === one && withAgencyId === other)

/** The powers to share that live agreements of an agency name, and that are in force on a day. */
export const gatewaysOf = (covering: readonly Covering[], agencyId: string, day: string): Gateway[] =>
  inForce(GATEWAYS, day).filter((gateway) => covering.some((each) => each.agencyId === agencyId && each.gateways.includes(gateway)))

/** Everything of a case at a panel that whoever asks may see; null when nothing was typed of it and nothing agreed. */
export async function selectRecord(tx: Tx, panelId: string, { caseId, reference, leadAgencyId, parties }: AgendaCase): Promise<CaseRecord | null> {
  const turn = await selectOptionalTurn(tx, panelId, caseId)
  const actions = (await selectActions(tx, { panelId })).filter((action) => action.caseId === caseId)
  if (!turn || (turn.discussion === null && turn.decided === null && actions.length === 0)) return null
  const { discussion, decided, decision } = turn
  return { reference, leadAgencyId, parties, about: await selectAbout(tx, caseId), risk: await selectRisk(tx, caseId), information: await selectInformation(tx, caseId), discussion, decided, decision, actions }
}

/** A case's part of the minutes as it was issued to an agency. The latest issue of it stands; `correction` says what was put right. */
export type IssuedMinutes = { caseId: string; agencyId: string; issue: number; correction: string | null; issuedAt: Temporal.Instant; shown: MinutesForAgency }

/** What was issued of a panel, that whoever asks may see: each case's and agency's last issue. */
export async function selectIssued(tx: Tx, panelId: string, of: { caseId: string } | { agencyId: string } | null = null): Promise<IssuedMinutes[]> {
  const rows = await tx.selectFrom('issued_minute').distinctOn(['case_id', 'agency_id'])
    .select(['case_id as caseId', 'agency_id as agencyId', 'issue', 'correction', 'issued_at as issuedAt', 'shown'])
    .where('panel_id', '=', panelId).$if(of !== null, (q) => (of && 'caseId' in of ? q.where('case_id', '=', of.caseId) : q.where('agency_id', '=', of && 'agencyId' in of ? of.agencyId : '')))
    .orderBy('case_id').orderBy('agency_id').orderBy('issue', 'desc').execute()
  return rows.map((row) => ({ ...row, shown: MinutesForAgency.parse(row.shown) }))
}

/** Writes down who was shown which parts of the minutes, and whose information stood in each. */
export async function logMinutes(tx: Tx, seen: AgendaCase, { information }: MinutesForAgency, part: Extract<Part, 'minutes' | 'export'>) {
  await logLook(tx, seen, [{ part, holderAgencyId: seen.leadAgencyId }, ...information.map(({ contributionId, agencyId }) => ({ part, contributionId, holderAgencyId: agencyId }))])
}

export type Grounds = { gateway: string; necessity: string; proportionality: string }
type AgencyPart = { seen: AgendaCase; agencyId: string; shown: MinutesForAgency; issue: number; correction: string | null; people: readonly string[] }

/** Gives one agency its part: keeps it as it was given, and enters in the register what passed from one agency to another. */
async function give(tx: Tx, panel: Panel, { seen, agencyId, shown, issue, correction, people }: AgencyPart, grounds: Grounds, covering: readonly Covering[]) {
  const partnership_id = tx.actor.partnershipId!
  await tx.insertInto('issued_minute').values({
    partnership_id, panel_id: panel.panelId, case_id: seen.caseId, scheme_id: seen.schemeId, agency_id: agencyId, issue, correction, issued_by: tx.actor.accountId, shown: JSON.stringify(shown),
  }).execute()
  if (agencyId === seen.agencyId) return
  const referral = await tx.selectFrom('referral').select(['consent', 'consent_reason']).where('case_id', '=', seen.caseId).executeTakeFirst()
  const pair = covering.filter((each) => each.agencyId === agencyId && each.withAgencyId === seen.agencyId)
  const agreement = pair.find(({ gateways }) => gateways.includes(grounds.gateway)) ?? pair[0]
  const regime = Object.hasOwn(GATEWAYS, grounds.gateway) && GATEWAYS[grounds.gateway as Gateway].regime === 'Part 3' ? 'Part 3' : 'UK GDPR'
  await recordDisclosure(tx, seen, {
    kind: 'minutes sent', what: `Minutes of the panel of ${dateOf(panel.heldOn)}${issue > 1 ? `, put right (issue ${issue})` : ''}`, toAgencyId: agencyId, purpose: panel.purpose, regime, ...grounds,
    consent: CONSENTS.find((consent) => consent === referral?.consent) ?? 'not needed', consentReason: referral?.consent_reason ?? null, agreementId: agreement?.agreementId ?? null, expiresOn: seen.keepUntil, people,
  })
}

/** Tells everybody of the agencies given something, who sees a case of it, where to read it: no more than the day and the address. */
async function tell(tx: Tx, panel: Panel, given: readonly AgencyPart[], baseUrl: string) {
  const accounts = new Set<string>()
  for (const [caseId, parts] of Map.groupBy(given, ({ seen }) => seen.caseId))
    for (const { accountId, agencyId } of await selectCaseAccounts(tx, caseId)) if (parts.some((part) => part.agencyId === agencyId) && accountId !== tx.actor.accountId) accounts.add(accountId)
  const act = crypto.randomUUID()
  await notify(tx, [...accounts].map((accountId) => ({
    accountId, effect: `case panel minutes ${act} ${accountId}`, subject: `Minutes of the panel of ${dateOf(panel.heldOn)}`, body: `Minutes are issued to your agency.\n\nRead them at ${baseUrl}/panels/${panel.panelId}/minutes`,
  })))
}

/** Issues the parts that were not issued yet, of the cases that whoever asks leads, to each agency its own. Gives how many cases and agencies. */
export async function issueMinutes(tx: Tx, panel: Panel, agenda: readonly AgendaCase[], grounds: Grounds, baseUrl: string): Promise<{ cases: number; agencies: number }> {
  const before = new Set((await selectIssued(tx, panel.panelId)).map(({ caseId }) => caseId))
  const covering = await selectCovering(tx, panel.purpose)
  const given: AgencyPart[] = []
  for (const seen of agenda.filter(({ leads, caseId }) => leads && !before.has(caseId))) {
    const record = await selectRecord(tx, panel.panelId, seen)
    if (!record) continue
    for (const agencyId of seen.parties) {
      const shown = minutesFor(agencyId, record, coveredBy(covering))
      if (shown) given.push({ seen, agencyId, shown, issue: 1, correction: null, people: record.about.map(({ entryId }) => entryId) })
    }
  }
  for (const part of given) await give(tx, panel, part, grounds, covering)
  await tell(tx, panel, given, baseUrl)
  return { cases: new Set(given.map(({ seen }) => seen.caseId)).size, agencies: new Set(given.map(({ agencyId }) => agencyId)).size }
}

/** Issues a case's part again to each agency that had it and to which the case is still open, saying what was put right; the first issue is kept. Gives to how many agencies. */
export async function issueAgain(tx: Tx, panel: Panel, seen: AgendaCase, put: { discussion: string | null; decision: string | null; correction: string }, grounds: Grounds, baseUrl: string): Promise<number> {
  const covering = await selectCovering(tx, panel.purpose)
  const record = await selectRecord(tx, panel.panelId, seen)
  if (!record) return 0
  const given = (await selectIssued(tx, panel.panelId, { caseId: seen.caseId })).flatMap(({ agencyId, issue, shown }): AgencyPart[] => {
    const now = minutesFor(agencyId, record, coveredBy(covering))
    return now ? [{ seen, agencyId, shown: corrected(shown, now, put), issue: issue + 1, correction: put.correction, people: record.about.map(({ entryId }) => entryId) }] : []
  })
  for (const part of given) await give(tx, panel, part, grounds, covering)
  await tell(tx, panel, given, baseUrl)
  return given.length
}
