import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { openWorld } from '../../test/world.ts'
import { buildApp } from '../app.ts'
import { migrate } from '../db/migrate.ts'
import { type Database, openDatabase } from '../db/pool.ts'
import { type Actor, asSystem, asUser, type Tx, useDatabase } from '../db/tx.ts'
import { selectMeasures } from '../measures/store.ts'
import { selectAccountByEmail, addAccount } from '../people/account-store.ts'
import { addOrganisation, addPartnership, selectOrganisations } from '../people/organisation-store.ts'
import { isPassword } from '../people/password.ts'
import { ROLE_POWERS, ROLES } from '../people/powers.ts'
import { startSession } from '../people/session.ts'
import { aggregate, derive, spanOf } from '../plans/derivation.ts'
import { selectEditions } from '../plans/editions/store.ts'
import { childrenOf, declaredOf, hasEnded, type Item, type Plan, ratedItems } from '../plans/plan.ts'
import { selectPlan, selectPlans } from '../plans/store.ts'
import { ASB_ACTIONS } from './asb-actions-2023.ts'
import { DASHBOARD } from './dashboard-2018.ts'
import { HIDDEN_HARMS } from './hidden-harms-2022.ts'
import { keepPartners } from './keep-partners.ts'
import { exampleAccounts, loadExample } from './load.ts'
import { PARTNERSHIP } from './partners.ts'
import { STRATEGY } from './strategy-2022.ts'

const { partnershipId } = PARTNERSHIP
const secret = randomBytes(32)
const today = Temporal.PlainDate.from('2026-03-02')

let empty: Blob | undefined

/** A database with nothing in it, as on a first start. The first is packed for the rest: making one takes seconds. */
async function openEmpty(): Promise<Database> {
  const database = await openDatabase({ kind: 'memory', ...(empty && { from: empty }) })
  if (!empty) {
    await migrate(database, ROLE_POWERS, null)
    empty = await database.pack!()
  }
  useDatabase(database, secret)
  return database
}

const account = (email: string): Promise<Actor> =>
  asSystem('find an example account', async (tx) => ({ accountId: (await selectAccountByEmail(tx, email))!.accountId, partnershipId }), partnershipId)

const rowsOf = (table: 'plan' | 'audit_entry' | 'account') => asSystem('count', async (tx) => Number((await tx.selectFrom(table).select((q) => q.fn.countAll().as('rows')).executeTakeFirstOrThrow()).rows))

const ratedItemsOf = (items: readonly Item[]) => items.filter(({ kind }) => kind === 'activity' || kind === 'action')

let database: Database
let coordinator: Actor
let plans: Record<string, Plan>

before(async () => {
  database = await openEmpty()
  await loadExample(database)
  coordinator = await account('coordinator@city.example')
  plans = await asUser(coordinator, async (tx) => {
    const found: Record<string, Plan> = {}
    for (const { planId, title } of await selectPlans(tx)) found[title] = (await selectPlan(tx, planId, { history: 'whole' }))!
    return found
  })
})
after(() => database.close())

describe('the dashboard of September 2018', () => {
  const NOTHING = null
  // Catalogue 1.4.1: as the summary declares it, and what the criteria say of the evidence on the sheets.
  const FIXTURE: Record<string, readonly [declared: string, derived: string | null]> = {
    '1.1.1a': ['Green', 'Green'], '1.1.1b': ['Green', 'Green'], '1.1.1c': ['Amber', 'Green'],
    '2.1.1a': ['Green', 'Green'], '2.1.1b': ['Green', 'Green'], '2.1.1c': ['Amber', 'Amber'], '2.1.1d': ['Green', NOTHING], '2.1.1e': ['Green', 'Green'], '2.1.1f': ['Amber', 'Amber'],
    '3.1.1a': ['Green', 'Green'], '3.1.1b': ['Green', 'Green'], '3.1.1c': ['Green', 'Green'], '3.1.1d': ['Green', 'Green'], '3.1.1e': ['Green', 'Amber'], '3.1.1f': ['Green', 'Green'], '3.1.1g': ['Green', NOTHING],
    '4.1.1a': ['Amber', 'Amber'], '4.1.1b': ['Green', NOTHING], '4.1.1c': ['Green', NOTHING],
    '5.1.1a': ['Green', 'Green'], '5.1.1b': ['Green', 'Green'], '5.1.1c': ['Green', 'Green'], '5.1.1d': ['Green', 'Green'],
    '6.1.1a': ['Green', 'Amber'], '6.1.1b': ['Green', NOTHING], '6.1.1c': ['Green', NOTHING], '6.1.1d': ['Green', 'Green'], '6.1.1e': ['Green', NOTHING], '6.1.1f': ['Amber', NOTHING], '6.1.1g': ['Amber', 'Amber'],
  }

  test('has six priorities and thirty activities, 24 green and 6 amber', () => {
    const plan = plans[DASHBOARD]!
    const rated = ratedItems(plan)
    assert.equal(childrenOf(plan, null).length, 6)
    assert.equal(rated.length, 30)
    assert.deepEqual(['Green', 'Amber', 'Red'].map((word) => rated.filter((item) => declaredOf(item) === word).length), [24, 6, 0])
  })

  test('declares what the summary declares, and the criteria say what the evidence shows', () => {
    const plan = plans[DASHBOARD]!
    const found = ratedItems(plan).map((item) => [item.code, [declaredOf(item), derive(plan.scheme, item, spanOf(plan, today)).word]])
    assert.deepEqual(Object.fromEntries(found), FIXTURE)
  })

  test('keeps with each position what the criteria gave then', () => {
    for (const item of ratedItems(plans[DASHBOARD]!)) assert.equal(item.updates[0]!.derived, FIXTURE[item.code]![1], item.code)
  })

  test('gives a reason for the one amber whose work was delivered, and invents none where the paper has none', () => {
    const reasons = ratedItems(plans[DASHBOARD]!).filter(({ updates }) => updates[0]!.reason).map(({ code }) => code)
    assert.deepEqual(reasons, ['1.1.1c'])
  })

  test('says of priorities 4 and 6 both things that the paper says, and lets neither stand', () => {
    const disputed = childrenOf(plans[DASHBOARD]!, null).filter((item) => declaredOf(item) === null)
    assert.deepEqual(disputed.map(({ code, stated }) => [code, stated.map(({ word }) => word).toSorted()]), [['4', ['Amber', 'Green']], ['6', ['Amber', 'Green']]])
  })

  test('states a flat trend in the summary for all 36, as the paper does', () => {
    const trends = plans[DASHBOARD]!.items.flatMap(({ stated }) => stated.filter(({ place }) => place === 'the summary').map(({ trend }) => trend))
    assert.deepEqual([trends.length, [...new Set(trends)]], [36, ['flat']])
  })

  test('rolls the first priority up to amber, where the summary says green', () => {
    const plan = plans[DASHBOARD]!
    assert.equal(aggregate(plan, plan.items[0]!)?.word, 'Amber')
  })

  test('counts the four street stands once, though two activities tell of them', () => {
    const stands = plans[DASHBOARD]!.items.flatMap(({ code, evidence }) => evidence.filter(({ unit }) => unit === 'stands').map(({ evidenceId, quantity }) => ({ code, evidenceId, quantity })))
    assert.deepEqual(stands.map(({ code, quantity }) => [code, quantity]), [['1.1.1b', 4], ['1.1.1c', 4]])
    assert.equal(new Set(stands.map(({ evidenceId }) => evidenceId)).size, 1)
  })

  test('names one person for Prevent and for nothing else', () => {
    const single = plans[DASHBOARD]!.items.filter(({ owners }) => owners.some((owner) => owner.single)).map(({ code }) => code)
    assert.deepEqual(single, ['1', '1.1.1a', '1.1.1b', '1.1.1c'])
  })
})

test('the action plan of 2023 has 28 actions under six headings, numbered to 29 without 28', () => {
  const plan = plans[ASB_ACTIONS]!
  const headings = plan.items.filter(({ kind }) => kind === 'heading')
  assert.equal(headings.length, 6)
  assert.ok(headings.every(({ itemId }) => childrenOf(plan, itemId).length > 0))
  const numbers = plan.items.filter(({ kind }) => kind === 'action').map(({ code }) => Number(code))
  assert.deepEqual(numbers, Array.from({ length: 29 }, (_, index) => index + 1).filter((number) => number !== 28))
})

test('no outcome of the action plan is measured, and what has no rating in its text has none here', () => {
  const actions = plans[ASB_ACTIONS]!.items.filter(({ kind }) => kind === 'action')
  assert.deepEqual([...new Set(actions.map(({ outcomeType }) => outcomeType))].toSorted(), ['claimed', 'not yet'])
  assert.deepEqual(actions.filter(({ updates }) => updates.length === 0).map(({ code, state }) => [code, state]), [['8', 'deferred'], ['25', 'not started']])
})

test('the hidden harms are seven by five strands, the last with nothing under it', () => {
  const plan = plans[HIDDEN_HARMS]!
  const filled = childrenOf(plan, null).map((harm) => new Set(childrenOf(plan, harm.itemId).map(({ strandId }) => strandId)).size)
  assert.deepEqual(filled, [5, 5, 5, 5, 5, 5, 0])
  assert.equal(plan.strands.length, 5)
})

test('the strategy has seven priorities, and 87 commitments on violence against women under nine headings, with no owner, date or measure', () => {
  const plan = plans[STRATEGY]!
  const priorities = childrenOf(plan, null)
  assert.equal(priorities.length, 7)
  const headings = childrenOf(plan, priorities[3]!.itemId)
  assert.deepEqual(headings.map(({ itemId }) => childrenOf(plan, itemId).length), [10, 11, 2, 4, 15, 14, 6, 18, 7])
  const commitments = headings.flatMap(({ itemId }) => childrenOf(plan, itemId))
  assert.deepEqual(commitments.filter(({ owners, due, measures }) => owners.length > 0 || due || measures.length > 0), [])
})

test('the priority on substance misuse is discharged through another body and still there', () => {
  const { state, dischargedThrough, reviewOn } = plans[STRATEGY]!.items.find(({ code }) => code === '2')!
  assert.deepEqual([state, dischargedThrough, reviewOn?.toString()], ['discharged', 'City and Hackney Combating Drugs Partnership', '2025-03-31'])
})

test('a thread can be walked from a promise of the strategy to an action of 2023 and its evidence', () => {
  const promise = plans[STRATEGY]!.items.find(({ code }) => code === '1.8')!
  assert.deepEqual(promise.links.filter(({ planTitle }) => planTitle === ASB_ACTIONS).map(({ kind, way, code }) => [kind, way, code]).toSorted(), [['delivers', 'from', '11'], ['delivers', 'from', '23']])
  assert.ok(plans[ASB_ACTIONS]!.items.find(({ code }) => code === '11')!.evidence.length > 0)
})

test('each owner has an update to give, and the Prevent coordinator’s is one of three', async () => {
  const open = Object.values(plans).flatMap(({ items, period }) => (period ? ratedItemsOf(items).filter(({ updates }) => updates[0]?.reportingPeriodId !== period.reportingPeriodId) : []))
  const waiting = open.filter(({ state, owners }) => !hasEnded({ state }) && owners.some(({ accountable }) => accountable)).map(({ code }) => code)
  assert.deepEqual(waiting, ['1.1.1b', '15', '21', '23', '25'])
})

test('months without a published file read as not collected, never as nothing', async () => {
  const measures = await asUser(coordinator, (tx) => selectMeasures(tx))
  const reported = measures.find(({ measure }) => measure.title.startsWith('Anti-social behaviour'))!
  assert.deepEqual(reported.readings.filter(({ state }) => state === 'not collected').map(({ period }) => period.key), ['2017-05', '2017-09', '2017-10', '2017-11'])
  assert.deepEqual(reported.readings.filter(({ value }) => value === 0), [])
  assert.ok(measures.some(({ targets }) => targets.some(({ due, closed }) => !closed && due.year === 2012)), 'targets of 2011 that nobody closed')
})

test('an edition of the dashboard is published with the reason why, and a reader sees it', async () => {
  const editions = await asUser(await account('reader@city.example'), (tx) => selectEditions(tx))
  const ofDashboard = editions.find(({ title }) => title === DASHBOARD)!
  assert.equal(ofDashboard.number, 1)
  assert.match(ofDashboard.overrideReason!, /priorities 4 and 6/)
})

test('every role has an account, and all can sign in with the password that is printed', async () => {
  assert.deepEqual([...new Set(exampleAccounts.map(({ role }) => role))].toSorted(), ROLES.toSorted())
  const hashes = await asSystem('read the example’s passwords', (tx) => tx.selectFrom('credential').select('password_hash').execute(), partnershipId)
  assert.equal(hashes.length, exampleAccounts.length)
  for (const hash of new Set(hashes.map(({ password_hash }) => password_hash))) assert.ok(await isPassword(hash, exampleAccounts[0]!.password))
})

test('everyone in it is plainly invented, and so is the partnership', async () => {
  const people = await asUser(coordinator, (tx) => tx.selectFrom('account').select(['name', 'email']).execute())
  for (const { name, email } of people) {
    assert.match(name, / Example$/)
    assert.match(email, /@city\.example$/)
  }
  assert.equal((await asUser(coordinator, (tx) => tx.selectFrom('partnership').select('synthetic').executeTakeFirstOrThrow())).synthetic, true)
})

test('every page of every plan is there for a board member, with nothing missing from its words', async () => {
  const app = buildApp({ secret, baseUrl: 'http://127.0.0.1', logLevel: 'silent' })
  const board = await account('board@city.example')
  const cookie = `wardmote=${await asSystem('sign a test account in', (tx) => startSession(tx, board), partnershipId)}`
  const urls = Object.values(plans).flatMap(({ planId, items }) => [...['dashboard', 'action-plan', 'thread', 'owners'].map((view) => `/plans/${planId}/${view}`), `/items/${items[0]!.itemId}`])
  for (const url of [...urls, '/plans', '/editions']) {
    const { statusCode, body } = await app.inject({ url, headers: { cookie } })
    assert.equal(statusCode, 200, url)
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/, url)
  }
  await app.close()
})

test('nothing of it crosses to a second partnership', async () => {
  const otherId = crypto.randomUUID()
  const stranger: Actor = await asSystem('add another partnership', async (tx) => {
    await addPartnership(tx, { partnershipId: otherId, name: 'Otherham', area: 'Otherham' })
    const organisationId = await addOrganisation(tx, { name: 'Otherham Council', standing: 'statutory', legalGround: null, sector: 'council', parentId: null, joinedOn: null })
    return { accountId: await addAccount(tx, { organisationId, email: 'someone@otherham.example', name: 'Someone', post: null, roles: ROLES }), partnershipId: otherId }
  }, otherId)
  const seen = await asUser(stranger, async (tx: Tx) => [await selectPlans(tx), await selectMeasures(tx), await selectEditions(tx), (await selectOrganisations(tx)).map(({ name }) => name)])
  assert.deepEqual(seen, [[], [], [], ['Otherham Council']])
  for (const { planId } of Object.values(plans)) assert.equal(await asUser(stranger, (tx) => selectPlan(tx, planId)), null)
})

test('loading again changes nothing, and gives the accounts again', async () => {
  const before = [await rowsOf('audit_entry'), await rowsOf('account')]
  assert.deepEqual(await loadExample(), exampleAccounts)
  assert.deepEqual([await rowsOf('audit_entry'), await rowsOf('account')], before)
  assert.ok(before[0]! < 500, `the audit log has a line for each plan, paper and issue of minutes, not for each item: ${before[0]}`)
})

describe('a first start that is cut off', () => {
  test('before the plans: the next start has people, no half a plan, and finishes', async () => {
    const cut = await openEmpty()
    await asSystem('load the people and be cut off', (tx) => keepPartners(tx, 'no hash'), partnershipId)
    assert.deepEqual(await loadExample(), exampleAccounts)
    const found = await asUser(await account('coordinator@city.example'), selectPlans)
    assert.deepEqual(found.map(({ title, items }) => [title, items]), Object.values(plans).map(({ title, items }) => [title, items.length]))
    await cut.close()
  })

  test('in the middle of the plans: nothing of them is kept, and the next start finishes', async () => {
    const cut = await openEmpty()
    await sql`alter table item_measure add constraint cut_off check (false)`.execute(cut.ask)
    await assert.rejects(loadExample(), /cut_off/)
    const begun = await asUser(await account('coordinator@city.example'), async (tx) => [await selectPlans(tx), await selectMeasures(tx)])
    assert.deepEqual(begun, [[], []])
    await sql`alter table item_measure drop constraint cut_off`.execute(cut.ask)
    await loadExample(database)
    assert.equal((await asUser(await account('coordinator@city.example'), selectPlans)).length, 4)
    await cut.close()
  })

  test('with the coordinator’s account closed meanwhile: an example that is loaded is left as it is', async () => {
    const kept = await openEmpty()
    await loadExample(database)
    await asSystem('close the coordinator’s account', (tx) => tx.updateTable('account').set({ disabled_at: sql`now()` }).where('email', '=', 'coordinator@city.example').execute(), partnershipId)
    assert.deepEqual(await loadExample(), exampleAccounts)
    await kept.close()
  })
})

test('where another partnership is kept, nothing is loaded', async () => {
  const world = await openWorld()
  assert.deepEqual(await loadExample(), [])
  assert.deepEqual(await asUser(await world.ours.account('coordinator'), selectPlans), [])
  await world.close()
})
