import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import { selectMonthsHeld } from '../../incidents/catalogue/overview-store.ts'
import { selectSources } from '../../incidents/source-store.ts'
import { selectOrganisations } from '../../people/organisation-store.ts'
import { DATA_SETS, type DataSet, dueOn, quartersAsked } from './sets.ts'

/** What keeps since when the exchange is followed: a duty setting of this name. */
export const EXCHANGE = 'prescribed-exchange'

const ReturnRow = z.object({ organisationId: z.string(), set: z.string(), quarter: z.string(), receivedOn: z.string().nullable(), sourceId: z.number().nullable(), note: z.string().nullable() })
export type Return = z.infer<typeof ReturnRow>
export type Asked = { set: DataSet; organisationId: string; organisation: string; quarters: { quarter: string; dueOn: string; returned: Return | null; daysLate: number }[] }

/** Since when the exchange is followed here, ISO, or null when nobody has said; and every set that a responsible authority is to give, for the quarters asked about since. */
export async function selectExchange(tx: Tx, today: Temporal.PlainDate): Promise<{ since: string | null; asked: Asked[] }> {
  const since = (await tx.selectFrom('duty_setting').select('since').where('duty', '=', EXCHANGE).executeTakeFirst())?.since ?? null
  if (since === null) return { since, asked: [] }
  const quarters = quartersAsked(since, today)
  const returns = (await tx.selectFrom('exchange_return').select(['organisation_id as organisationId', 'data_set as set', 'quarter', 'received_on as receivedOn', 'source_id as sourceId', 'note']).where('quarter', 'in', quarters.length > 0 ? quarters : ['0001-01-01']).execute()).map((row) => ReturnRow.parse(row))
  const authorities = (await selectOrganisations(tx)).filter(({ standing, parentId, leftOn }) => standing === 'statutory' && parentId === null && leftOn === null)
  const asked = DATA_SETS.flatMap((set) => authorities.filter(({ sector }) => sector === set.sector).map(({ organisationId, name }) => ({
    set, organisationId, organisation: name,
    quarters: quarters.map((quarter) => {
      const due = dueOn(Temporal.PlainDate.from(quarter))
      const returned = returns.find((each) => each.organisationId === organisationId && each.set === set.key && each.quarter === quarter) ?? null
      return { quarter, dueOn: due.toString(), returned, daysLate: returned ? 0 : Math.max(0, due.until(today).days) }
    }),
  })))
  return { since, asked }
}

export type SourceChoice = { sourceId: number; name: string; months: number }

/** The sources that the set may have come to, with how many of the quarter's three months each holds. */
export async function selectSourceChoices(tx: Tx, quarter: string): Promise<SourceChoice[]> {
  const last = Temporal.PlainDate.from(quarter).add({ months: 2 }).toString()
  const held = await selectMonthsHeld(tx)
  return (await selectSources(tx)).map(({ sourceId, name }) => ({ sourceId, name, months: held.filter((each) => each.sourceId === sourceId && each.month >= quarter && each.month <= last).length })).toSorted((a, b) => b.months - a.months)
}

/** Says what came of a set for a quarter, or that nothing did; said again, the last stands. */
export async function keepReturn(tx: Tx, { organisationId, set, quarter, receivedOn, sourceId, note }: Return): Promise<void> {
  const said = { received_on: receivedOn, source_id: sourceId, note, said_by: tx.actor.accountId }
  await tx.insertInto('exchange_return').values({ partnership_id: tx.actor.partnershipId!, organisation_id: organisationId, data_set: set, quarter, ...said }).onConflict((conflict) => conflict.columns(['partnership_id', 'organisation_id', 'data_set', 'quarter']).doUpdateSet(said)).execute()
  audit(tx, { act: 'altered', subjectKind: 'organisation', subjectId: organisationId, details: { exchange: set, quarter, received: receivedOn } })
}

/** Forgets what was said of a set for a quarter. False when nothing was. */
export async function withdrawReturn(tx: Tx, { organisationId, set, quarter }: Pick<Return, 'organisationId' | 'set' | 'quarter'>): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('exchange_return').where('organisation_id', '=', organisationId).where('data_set', '=', set).where('quarter', '=', quarter).executeTakeFirst()
  if (numDeletedRows > 0n) audit(tx, { act: 'altered', subjectKind: 'organisation', subjectId: organisationId, details: { exchange: set, quarter, received: 'taken back' } })
  return numDeletedRows > 0n
}
