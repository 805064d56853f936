import { todayInLondon } from '../calendar/dates.ts'
import type { Database } from '../db/pool.ts'
import { selectGround } from '../incidents/explore/ground.ts'
import { refreshStatistics } from '../incidents/loading/statistics.ts'
import { signalsOf } from '../incidents/signals/renew.ts'
import { type Actor, asSystem, asUser, audit, type Tx } from '../db/tx.ts'
import { selectAccountByEmail } from '../people/account-store.ts'
import { hashPassword } from '../people/password.ts'
import { previewEdition, publishEdition } from '../plans/editions/store.ts'
import { addFrame, addScheme } from '../plans/keeping/store.ts'
import { STANDARD_SCHEMES } from '../plans/rating.ts'
import { ACCOUNTS, PASSWORD } from './accounts.ts'
import { asbActions } from './asb-actions-2023.ts'
import { dashboard } from './dashboard-2018.ts'
import { keepCasework, selectHasCasework } from './casework/keep-casework.ts'
import { keepNeighbour, NEIGHBOUR, NEIGHBOUR_EMAIL, selectHasNeighbour } from './casework/neighbour.ts'
import { hiddenHarms } from './hidden-harms-2022.ts'
import { keepMeetings, selectHasMeetings, selectMeetingSetting } from './meetings/keep-meetings.ts'
import { keepPapers } from './meetings/keep-papers.ts'
import { keepSources, readLoads, selectUnread } from './keep-data.ts'
import { keepMeasures } from './keep-measures.ts'
import { keepPartners, selectKnown } from './keep-partners.ts'
import { keepPlan, type Kept, type Setting } from './keep-plan.ts'
import { keepProfile } from './keep-profile.ts'
import { PARTNERSHIP } from './partners.ts'
import { FRAME, STRANDS } from './strands.ts'
import { strategy } from './strategy-2022.ts'
import { TIES } from './ties.ts'

const { partnershipId } = PARTNERSHIP
const PLANS = [strategy, hiddenHarms, dashboard, asbActions] as const

/** Who can sign in to the example, and what for: to be printed at the start. */
export const exampleAccounts = [
  ...ACCOUNTS.map(({ email, role, does }) => ({ email, password: PASSWORD, role: role as string, does })),
  { email: NEIGHBOUR_EMAIL, password: PASSWORD, role: 'case worker', does: 'works cases in the invented borough next door, a partnership of its own' },
]

/**
 * Loads the example partnership where there is none at all, or finishes loading it where a start was cut off. Gives the accounts
 * to sign in with, or none where another partnership is kept here. People, the asking for data, each load, and plans come one after another, and
 * whatever is done stays done: the next start goes on from there. With `database`, its statistics are gathered before they are needed.
 */
export async function loadExample(database: Database | null = null): Promise<typeof exampleAccounts> {
  const standing = await asSystem('see whether the example partnership is loaded', selectStanding)
  if (standing === 'others') return []
  if (standing === 'loaded') return exampleAccounts
  if (standing === 'nobody') {
    const passwordHash = await hashPassword(PASSWORD)
    await asSystem('load the partners and people of the example partnership', (tx) => keepPartners(tx, passwordHash), partnershipId)
  }
  const coordinator = await asSystem('find the coordinator of the example partnership', selectCoordinator, partnershipId)
  if (!(await asUser(coordinator, selectHasSources))) await asUser(coordinator, keepSources)
  await readLoads(partnershipId, await asUser(coordinator, selectUnread), database ? (rows) => refreshStatistics(database, rows) : undefined)
  if (!(await asSystem('see whether the example has its neighbour', selectHasNeighbour, NEIGHBOUR.partnershipId))) {
    const passwordHash = await hashPassword(PASSWORD)
    await asSystem('load the invented borough next door', (tx) => keepNeighbour(tx, passwordHash), NEIGHBOUR.partnershipId)
  }
  if (!(await asSystem('see whether the example has its casework', selectHasCasework, partnershipId)))
    await asSystem('load the invented casework of the example partnership', keepCasework, partnershipId)
  if (!(await asUser(coordinator, selectHasPlans))) await asUser(coordinator, keepPlansAndMeasures)
  if (!(await asSystem('see whether the example has its groups and meetings', selectHasMeetings, partnershipId))) {
    const setting = await asUser(coordinator, async (tx) => ({ ...(await selectKnown(tx)), ...(await selectMeetingSetting(tx, strategy.title)), partnershipId, today: todayInLondon(Temporal.Now.instant()) }))
    await asSystem('load the groups and meetings of the example partnership', (tx) => keepMeetings(tx, setting), partnershipId)
  }
  // Its strategic assessment tells what is unusual in the data, which is worked out outside any transaction.
  const ground = await asUser(coordinator, selectGround)
  for (const { sourceId } of ground.sources) await signalsOf(partnershipId, ground, sourceId)
  await asUser(coordinator, async (tx) => {
    await keepPapers(tx, await selectKnown(tx), PARTNERSHIP.name)
    audit(tx, LOADED)
  })
  return exampleAccounts
}

const LOADED = { act: 'collected', subjectKind: 'example', subjectId: partnershipId, details: { plans: PLANS.length } } as const

async function selectStanding(tx: Tx): Promise<'nobody' | 'others' | 'begun' | 'loaded'> {
  const partnerships = await tx.selectFrom('partnership').select('partnership_id').execute()
  if (partnerships.length === 0) return 'nobody'
  if (!partnerships.some((each) => each.partnership_id === partnershipId)) return 'others'
  const loaded = await tx.selectFrom('audit_entry').select('entry').where('partnership_id', '=', partnershipId).where('subject_kind', '=', LOADED.subjectKind).executeTakeFirst()
  return loaded ? 'loaded' : 'begun'
}

const selectHasPlans = async (tx: Tx) => (await tx.selectFrom('plan').select('plan_id').limit(1).execute()).length > 0
const selectHasSources = async (tx: Tx) => (await tx.selectFrom('source').select('source_id').limit(1).execute()).length > 0

async function selectCoordinator(tx: Tx): Promise<Actor> {
  const { email } = ACCOUNTS.find(({ role }) => role === 'coordinator')!
  const account = await selectAccountByEmail(tx, email)
  if (!account) throw new Error(`The example partnership has no account ${email} to load its plans as`)
  return { accountId: account.accountId, partnershipId }
}

async function keepPlansAndMeasures(tx: Tx): Promise<void> {
  const schemes = { Delivery: '', Completion: '' }
  for (const scheme of STANDARD_SCHEMES) Object.assign(schemes, { [scheme.name]: await addScheme(tx, scheme) })
  const { frameId, strandIds } = await addFrame(tx, FRAME, STRANDS)
  const setting: Setting = { ...(await selectKnown(tx)), schemes, frameId, strands: new Map(STRANDS.map((strand, index) => [strand, strandIds[index]!])) }
  const kept = new Map<string, Kept>()
  for (const plan of PLANS) kept.set(plan.title, await keepPlan(tx, plan, setting))
  const itemOf = (plan: string, code: string) => {
    const itemId = kept.get(plan)?.items.get(code)
    if (!itemId) throw new Error(`The example has no ${code} in “${plan}”`)
    return itemId
  }
  await tx.insertInto('item_link').values(TIES.map(({ from, kind, to }) => ({ partnership_id: partnershipId, from_item_id: itemOf(...from), to_item_id: itemOf(...to), kind }))).execute()
  await keepMeasures(tx, itemOf)
  await keepProfile(tx)
  for (const { title } of [dashboard, asbActions]) await publish(tx, kept.get(title)!.planId)
}

const AS_FOUND = 'The paper shows priorities 4 and 6 two ways, and nobody has yet chosen between them. Both ways are printed as they were found.'

async function publish(tx: Tx, planId: string): Promise<void> {
  const preview = await previewEdition(tx, planId, PARTNERSHIP.name, todayInLondon(Temporal.Now.instant()))
  await publishEdition(tx, preview!, { overrideReason: preview!.blocking.length > 0 ? AS_FOUND : null, corrects: null, correctionNote: null })
}
