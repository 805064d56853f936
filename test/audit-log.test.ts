import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type AuditFault, verifyChain } from '../src/db/audit-verify.ts'
import { asSystem, asUser, audit, auditKey } from '../src/db/tx.ts'
import { readEntries, selectHead } from '../src/people/audit-store.ts'
import { asSuperuser } from './server-database.ts'
import { openWorld } from './world.ts'

const world = await openWorld()
after(() => world.close())

/** A partnership's log of `length` entries, tampered with by somebody who owns the database; what the verifier says. */
async function afterTampering(length: number, ...statements: string[]): Promise<AuditFault[]> {
  const partnershipId = crypto.randomUUID()
  await asSystem('add a partnership for its log', async (tx) => {
    await tx.insertInto('partnership').values({ partnership_id: partnershipId, name: `Log ${partnershipId}`, area: 'Testbury' }).execute()
    await tx.insertInto('audit_head').values({ partnership_id: partnershipId }).execute()
  }, partnershipId)
  for (let entry = 1; entry <= length; entry++)
    await asSystem('act', async (tx) => audit(tx, { act: 'altered', subjectKind: 'plan', subjectId: `plan ${entry}`, details: { fields: ['title', 'due'], number: entry } }), partnershipId)
  await asSuperuser(world.database, async (ask) => {
    for (const statement of statements) await ask(statement.replaceAll('$LOG', `'${partnershipId}'`))
  })
  return asSystem('verify', async (tx) => {
    const head = await selectHead(tx)
    return (await verifyChain(auditKey(), () => readEntries(tx, head.last), head)).faults
  }, partnershipId)
}

const at = (fault: AuditFault['fault'], first: number, last = first): AuditFault => ({ fault, first, last })

test('a log as the application wrote it is whole', async () => {
  assert.deepEqual(await afterTampering(6), [])
})

test('an entry altered in the database is named', async () => {
  for (const change of ["act = 'consulted'", `details = '{"fields": ["title"]}'`, "at = '2020-01-01'", "subject_id = 'plan 9'", 'account_id = gen_random_uuid()', "seal = 'x'", "previous_seal = 'x'"])
    assert.deepEqual(await afterTampering(6, `update audit_entry set ${change} where partnership_id = $LOG and entry = 3`), [at('altered', 3)], change)
})

test('an entry removed from the database is named, even when those after it are renumbered', async () => {
  assert.deepEqual(await afterTampering(6, 'delete from audit_entry where partnership_id = $LOG and entry between 2 and 3'), [at('removed', 2, 3)])
  const faults = await afterTampering(6, 'delete from audit_entry where partnership_id = $LOG and entry = 2',
    ...[3, 4, 5, 6].map((entry) => `update audit_entry set entry = ${entry - 1} where partnership_id = $LOG and entry = ${entry}`))
  assert.deepEqual(faults, [at('removed', 2), at('reordered', 2, 5)])
})

test('two entries that changed places in the database are named', async () => {
  const faults = await afterTampering(6, 'update audit_entry set entry = 99 where partnership_id = $LOG and entry = 2',
    'update audit_entry set entry = 2 where partnership_id = $LOG and entry = 5', 'update audit_entry set entry = 5 where partnership_id = $LOG and entry = 99')
  assert.deepEqual(faults, [at('reordered', 2), at('reordered', 5)])
})

test('an entry added to the database is named', async () => {
  const add = (entry: number) => `insert into audit_entry select partnership_id, ${entry}, at, account_id, act, subject_kind, 'forged', details, seal, md5('guess') from audit_entry where partnership_id = $LOG and entry = 3`
  assert.deepEqual(await afterTampering(6, add(7)), [at('added', 7)])
  const faults = await afterTampering(6, ...[6, 5, 4].map((entry) => `update audit_entry set entry = ${entry + 1} where partnership_id = $LOG and entry = ${entry}`), add(4))
  assert.ok(faults.some((fault) => fault.fault === 'added' && fault.first === 4), JSON.stringify(faults))
})

test('an entry pushed far out of the way is named, and takes no longer to find', async () => {
  assert.deepEqual(await afterTampering(6, 'update audit_entry set entry = 1000000000000 where partnership_id = $LOG and entry = 4'), [at('reordered', 1e12)])
})

test('a tail cut off in the database is named', async () => {
  assert.deepEqual(await afterTampering(6, 'delete from audit_entry where partnership_id = $LOG and entry > 4'), [at('cut off', 5, 6)])
  assert.deepEqual(await afterTampering(6, 'delete from audit_entry where partnership_id = $LOG'), [at('cut off', 1, 6)])
})

test('a removed record of where the log ends is found', async () => {
  assert.notDeepEqual(await afterTampering(6, 'delete from audit_head where partnership_id = $LOG'), [])
})

test('acts done at once stand in one unbroken chain, each in the name of who did it', async () => {
  const people = await Promise.all(Array.from({ length: 8 }, () => world.ours.account('coordinator')))
  await Promise.all(people.flatMap((actor) => Array.from({ length: 5 }, () => asUser(actor, async (tx) => audit(tx, { act: 'consulted', subjectKind: 'plan', subjectId: 'at once', details: {} })))))
  await asSystem('verify', async (tx) => {
    const head = await selectHead(tx)
    assert.deepEqual((await verifyChain(auditKey(), () => readEntries(tx, head.last), head)).faults, [])
    const rows = await tx.selectFrom('audit_entry').select('account_id').where('partnership_id', '=', world.ours.partnershipId).where('subject_id', '=', 'at once').execute()
    for (const { accountId } of people) assert.equal(rows.filter((row) => row.account_id === accountId).length, 5)
  }, world.ours.partnershipId)
})

test('an act that fails leaves no entry, and an entry that cannot be written undoes the act', async () => {
  const actor = await world.ours.account('coordinator')
  const before = await asSystem('count', selectHead, world.ours.partnershipId)
  await assert.rejects(asUser(actor, async (tx) => {
    audit(tx, { act: 'altered', subjectKind: 'plan', subjectId: null, details: {} })
    throw new Error('the act fails')
  }), /the act fails/)
  await assert.rejects(asUser(actor, async (tx) => {
    await tx.updateTable('account').set({ post: 'changed' }).where('account_id', '=', actor.accountId).execute()
    audit(tx, { act: 'altered', subjectKind: 'account', subjectId: actor.accountId, details: { impossible: '\0' } })
  }))
  assert.deepEqual(await asSystem('count', selectHead, world.ours.partnershipId), before)
  const account = await asUser(actor, (tx) => tx.selectFrom('account').select('post').where('account_id', '=', actor.accountId).executeTakeFirstOrThrow())
  assert.equal(account.post, null)
})
