import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asUser } from '../../db/tx.ts'
import { changeState } from '../keeping/store.ts'
import { addTwoItemPlan, itemNow, readable, thisMonth, valueOn } from './specimens.ts'

const world = await openWorld()
after(() => world.close())

const coordinator = await world.ours.account('coordinator')
const police = await world.ours.account('owner', world.ours.police)
const colleague = await world.ours.account('owner', world.ours.police)
const council = await world.ours.account('owner')
const board = await world.ours.account('board member')
const stranger = await world.theirs.account('coordinator')
const { planId, patrols, lights } = await addTwoItemPlan(coordinator, world.ours)

const now = (itemId: string) => itemNow(coordinator, planId, itemId)
const rating = { state: 'in progress', declared: 'Amber', positionOn: thisMonth.toString(), narrative: '', reason: '', outcome: '' }
const at = (itemId: string, page: string) => `/items/${itemId}/update/${page}`

/** Fills in the second page as its form was shown, with these words. */
async function fillIn(actor: Actor, itemId: string, fields: Record<string, string>) {
  const { body } = await world.get(at(itemId, 'rating'), actor)
  return world.post(at(itemId, 'rating'), actor, { ...rating, follows: valueOn(body, 'follows') ?? '', version: valueOn(body, 'version') ?? '', ...fields })
}
const send = (actor: Actor, itemId: string) => world.post(at(itemId, 'check'), actor, {})

describe('saying where an item stands', () => {
  test('the owner fills it in, checks it and sends it; another owner, a board member and a stranger find no such page', async () => {
    for (const other of [council, board, stranger]) {
      for (const page of ['rating', 'check', 'both']) {
        assert.equal((await world.get(at(patrols, page), other)).statusCode, 404)
        assert.equal((await world.post(at(patrols, page), other, rating)).statusCode, 404)
      }
    }
    const saved = await fillIn(police, patrols, { narrative: 'Patrols are scoped', outcome: 'People feel safer', outcomeType: 'claimed' })
    assert.equal(saved.headers.location, at(patrols, 'check'))
    assert.equal((await now(patrols)).updates.length, 0)
    const { body } = await world.get(at(patrols, 'check'), police)
    assert.match(readable(body), /Patrols are scoped.*Claimed: People feel safer/)
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
    assert.equal((await send(police, patrols)).headers.location, `/items/${patrols}`)
    const item = await now(patrols)
    assert.deepEqual([item.updates[0]?.declared, item.updates[0]?.narrative, item.state, item.outcomeType], ['Amber', 'Patrols are scoped', 'in progress', 'claimed'])
  })

  test('what came of it is in the audit log, in names and ids only', async () => {
    const lead = await world.ours.account('information governance lead')
    const entries = await asUser(lead, (tx) => tx.selectFrom('audit_entry').select('details').where('subject_id', '=', patrols).where('account_id', '=', police.accountId).execute())
    assert.ok(entries.length > 0)
    for (const { details } of entries) assert.doesNotMatch(JSON.stringify(details), /scoped|safer/)
  })

  test('each rating stands with its criterion, and what the criteria give stands beside', async () => {
    await world.post(`/items/${patrols}/evidence`, police, { kind: 'activity', statement: 'Walked the square', from: thisMonth.toString() })
    const text = readable((await world.get(at(patrols, 'rating'), police)).body)
    assert.match(text, /By the criteria, on what is recorded Green 1 piece of work delivered/)
    assert.match(text, /Amber Work is scoped and planned/)
  })

  test('a rating that differs from the criteria needs its reason, and nothing typed is lost', async () => {
    const asked = await fillIn(police, patrols, { narrative: 'Words to keep' })
    assert.equal(asked.statusCode, 422)
    assert.match(asked.body, /The criteria give Green on the facts recorded\. Say why you rate it Amber/)
    assert.match(asked.body, /Words to keep/)
    assert.match((await world.get(at(patrols, 'rating'), police)).body, /Words to keep/)
    assert.equal((await fillIn(police, patrols, { reason: 'The patrols were too few to be seen' })).statusCode, 303)
    await send(police, patrols)
    assert.deepEqual((await now(patrols)).updates.map(({ declared, derived }) => [declared, derived]), [['Amber', 'Green'], ['Amber', null]])
  })

  test('the work of others alone never supports the best rating, and the page says so', async () => {
    await world.post(`/items/${lights}/evidence`, council, { kind: 'outside context', statement: 'The railway lit its arches', from: thisMonth.toString() })
    assert.match(readable((await world.get(at(lights, 'rating'), council)).body), /Only the work of others is recorded: that alone never supports Green/)
    const asked = await fillIn(council, lights, { declared: 'Green' })
    assert.equal(asked.statusCode, 422)
    assert.match(readable(asked.body), /cannot support Green\. Say why/)
    await world.post(at(lights, 'drop'), council, {})
  })

  for (const [what, fields, said] of [
    ['a blocked item must say by what', { state: 'blocked' }, /Say what blocks it/],
    ['an owner may not defer or withdraw an item', { state: 'deferred' }, /Choose how far it has come/],
    ['a rating must be of the scheme', { declared: 'Purple' }, /Choose a rating/],
    ['an outcome says whether anything measures it', { outcome: 'Fewer calls' }, /measured, claimed or not yet/],
    ['a position cannot lie ahead', { positionOn: '1 January 2199' }, /Enter a day that has come/],
    ['a narrative has its limit', { narrative: 'x'.repeat(50_001) }, /50,000 characters or fewer/],
  ] as const)
    test(what, async () => {
      const { statusCode, body } = await fillIn(council, lights, fields)
      assert.equal(statusCode, 422)
      assert.match(body, said)
      await world.post(at(lights, 'drop'), council, {})
    })

  test('relative times are questioned once for each expression, and kept when said to be right', async () => {
    const vague = { declared: 'Amber', narrative: 'The lamps came three months ago' }
    const asked = await fillIn(council, lights, vague)
    assert.equal(asked.statusCode, 422)
    assert.match(asked.body, /three months ago/)
    assert.equal((await fillIn(council, lights, { ...vague, asItStands: 'yes' })).headers.location, at(lights, 'check'))
    assert.equal((await fillIn(council, lights, vague)).statusCode, 303)
    assert.equal((await fillIn(council, lights, { ...vague, narrative: 'Fitted in mid-August' })).statusCode, 422)
    await world.post(at(lights, 'drop'), council, {})
  })
})

describe('a draft', () => {
  test('keeps whatever was typed, is offered again, and is seen by no other owner', async () => {
    const kept = await fillIn(police, patrols, { narrative: 'Half a thought', positionOn: 'some day', keep: 'draft' })
    assert.equal(kept.headers.location, `/items/${patrols}`)
    assert.match((await world.get(at(patrols, 'rating'), police)).body, /Half a thought/)
    assert.match((await world.get(`/items/${patrols}/update`, police)).body, /Go on with it/)
    for (const other of [colleague, coordinator]) assert.doesNotMatch((await world.get(at(patrols, 'rating'), other)).body, /Half a thought/)
    assert.equal(await asUser(colleague, async (tx) => (await tx.selectFrom('update_draft').selectAll().execute()).length), 0)
    assert.equal(await asUser(stranger, async (tx) => (await tx.selectFrom('update_draft').selectAll().execute()).length), 0)
  })

  test('holds what was typed and nothing of the session', async () => {
    const { entered } = await asUser(police, (tx) => tx.selectFrom('update_draft').select('entered').executeTakeFirstOrThrow())
    assert.doesNotMatch(JSON.stringify(entered), /csrf/)
  })

  test('can be dropped', async () => {
    await world.post(at(patrols, 'drop'), police, {})
    assert.doesNotMatch((await world.get(at(patrols, 'rating'), police)).body, /Half a thought/)
    assert.equal((await send(police, patrols)).headers.location, `/items/${patrols}`)
  })
})

describe('two people at one item', () => {
  test('the second is shown both versions, and sends a merged one that follows the first', async () => {
    await fillIn(police, patrols, { reason: 'Few patrols', narrative: 'Mine' })
    await fillIn(colleague, patrols, { declared: 'Green', narrative: 'Hers' })
    await send(colleague, patrols)
    const refused = await send(police, patrols)
    assert.equal(refused.statusCode, 409)
    assert.match(readable(refused.body), /Theirs, which stands now Green Yours Amber Reason: Few patrols/)
    assert.match(readable(refused.body), /Hers Yours Mine/)
    assert.doesNotMatch(refused.body, /undefined|\bNaN\b|\[object/)
    const choice = { seen: valueOn(refused.body, 'seen')!, version: valueOn(refused.body, 'version')!, rating: 'theirs', narrative: 'both' }
    assert.equal((await world.post(at(patrols, 'both'), police, choice)).headers.location, at(patrols, 'check'))
    await send(police, patrols)
    const { updates } = await now(patrols)
    assert.deepEqual(updates.slice(0, 2).map(({ declared, narrative }) => [declared, narrative]), [['Green', 'Hers\n\nMine'], ['Green', 'Hers']])
  })

  test('someone who takes the other’s version sends nothing', async () => {
    await fillIn(police, patrols, { declared: 'Green', narrative: 'Mine again' })
    await fillIn(colleague, patrols, { declared: 'Green', narrative: 'Hers again' })
    await send(colleague, patrols)
    assert.equal((await world.get(at(patrols, 'check'), police)).headers.location, at(patrols, 'both'))
    await world.post(at(patrols, 'drop'), police, {})
    assert.equal((await now(patrols)).updates[0]?.narrative, 'Hers again')
  })

  test('a form that fails does not forget what its writer had seen', async () => {
    await fillIn(police, patrols, { declared: 'Green', narrative: 'Old news' })
    await fillIn(colleague, patrols, { declared: 'Green', narrative: 'Fresh news' })
    await send(colleague, patrols)
    await fillIn(police, patrols, { declared: '' })
    assert.equal((await fillIn(police, patrols, { declared: 'Green' })).headers.location, at(patrols, 'both'))
    await world.post(at(patrols, 'drop'), police, {})
  })

  test('a coordinator who changes the state meanwhile is not overwritten unseen', async () => {
    await fillIn(police, patrols, { declared: 'Green' })
    const { version } = await now(patrols)
    await asUser(coordinator, (tx) => changeState(tx, patrols, version, { state: 'blocked', note: 'No officers', since: thisMonth.toString() }))
    const refused = await send(police, patrols)
    assert.equal(refused.statusCode, 409)
    assert.match(readable(refused.body), /Blocked Note: No officers/)
    assert.equal((await now(patrols)).state, 'blocked')
    await world.post(at(patrols, 'drop'), police, {})
  })

  test('of ten who send at once one is first, and the others are shown both versions with their own words kept', async () => {
    const ten = await Promise.all(Array.from({ length: 10 }, () => world.ours.account('owner')))
    for (const [n, owner] of ten.entries()) assert.equal((await fillIn(owner, lights, { state: 'planned', narrative: `Version ${n} of the words` })).statusCode, 303)
    const answers = await Promise.all(ten.map((owner) => send(owner, lights)))
    const first = answers.findIndex(({ statusCode }) => statusCode === 303)
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [303, ...Array(9).fill(409)])
    for (const [n, { body }] of answers.entries()) if (n !== first) assert.deepEqual(new Set(body.match(/Version \d of the words/g)), new Set([`Version ${first} of the words`, `Version ${n} of the words`]))
    assert.equal((await now(lights)).updates.length, 1)
    assert.match((await world.get(at(lights, 'rating'), ten[(first + 1) % 10]!)).body, /See both versions/)
  })
})
