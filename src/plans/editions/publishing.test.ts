import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { insertPlan, insertUpdate } from '../../../test/plan-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { asUser } from '../../db/tx.ts'
import { openPeriod } from '../updates/period-store.ts'
import { publishingProblems } from './publishing.ts'
import { Forestalled, previewEdition, publishEdition, selectEditions } from './store.ts'

const world = await openWorld()
after(() => world.close())
const coordinator = await world.ours.account('coordinator')
const other = await world.ours.account('coordinator')
const board = await world.ours.account('board member')
const stranger = await world.theirs.account('coordinator')
const today = Temporal.Now.plainDateISO('Europe/London')
const REASON = 'The board meets before the owner is back'

const { planId, items } = await insertPlan(coordinator, {
  title: 'Testbury plan',
  starts: `${today.year}-01-01`, ends: `${today.year}-12-31`,
  items: [
    { code: '1', title: 'Burglary', kind: 'priority', stated: [{ word: 'Green', place: 'the summary' }, { word: 'Amber', place: 'its sheet' }] },
    { code: '1.1', title: 'Mark property', under: '1', owner: { organisationId: world.ours.council, post: 'Warden', accountable: true } },
  ],
})
const [priority, activity] = [items.get('1')!, items.get('1.1')!]

const preview = () => asUser(coordinator, async (tx) => (await previewEdition(tx, planId, 'Testbury Safer Together', today))!)
const publish = async (more: Record<string, string> = {}) => world.post(`/plans/${planId}/publish`, coordinator, { fingerprint: (await preview()).fingerprint, ...more })
const editions = () => asUser(board, (tx) => selectEditions(tx, planId))
const rate = (declared: string, itemId = activity) => asUser(coordinator, (tx) => insertUpdate(tx, itemId, { declared, on: today.toString() }))

describe('what stands in the way of publishing', () => {
  const asked = { overrideReason: null, corrects: null, correctionNote: null }
  const finding = { check: 'x', severity: 'blocks', subject: '1', itemId: null, code: null, place: '1', sentence: 'It says two things', suggestion: 'Choose' } as const
  const table: [string, Partial<Parameters<typeof publishingProblems>[0]>, Partial<typeof asked | { corrects: number; correctionNote: string; overrideReason: string }>, string[]][] = [
    ['nothing', {}, {}, []],
    ['a finding that blocks, with no reason', { blocking: [finding] }, {}, ['overrideReason']],
    ['a finding that blocks, with 19 characters', { blocking: [finding] }, { overrideReason: 'x'.repeat(19) }, ['overrideReason']],
    ['a finding that blocks, with 20 characters', { blocking: [finding] }, { overrideReason: 'x'.repeat(20) }, []],
    ['a correction of an edition that is not out', {}, { corrects: 3, correctionNote: 'It was wrong' }, ['corrects']],
    ['a correction that does not say what was wrong', {}, { corrects: 1 }, ['correctionNote']],
    ['a correction of edition 1', {}, { corrects: 1, correctionNote: 'It was wrong' }, []],
    ['what was wrong, without the edition', {}, { correctionNote: 'It was wrong' }, ['corrects']],
  ]
  for (const [what, changed, said, fields] of table)
    test(what, async () => {
      const problems = publishingProblems({ ...(await preview()), blocking: [], number: 3, ...changed }, { ...asked, ...said })
      assert.deepEqual(problems.map(({ field }) => field), fields)
    })

  test('a plan without items', async () => {
    const empty = await insertPlan(coordinator, { title: 'Nothing yet', items: [] })
    const page = await world.get(`/plans/${empty.planId}/publish`, coordinator)
    assert.match(page.body, /nothing to publish/)
    const { fingerprint } = await asUser(coordinator, async (tx) => (await previewEdition(tx, empty.planId, 'Testbury Safer Together', today))!)
    assert.equal((await world.post(`/plans/${empty.planId}/publish`, coordinator, { fingerprint })).statusCode, 422)
  })
})

describe('looking over what will be published', () => {
  test('the page shows the blocking finding with its link, asks for a reason, and shows the very tables that will be printed', async () => {
    const { statusCode, body } = await world.get(`/plans/${planId}/publish`, coordinator)
    assert.equal(statusCode, 200)
    assert.match(body, new RegExp(`href="/items/${priority}"`))
    assert.match(body, /findings? stops? publication/)
    assert.match(body, /Why you publish with these open/)
    assert.match(body, /What will be published[\s\S]*Mark property[\s\S]*How to read the ratings/)
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  })

  test('an open period can be closed from there, and who has not answered is counted', async () => {
    await asUser(coordinator, (tx) => openPeriod(tx, planId, { name: 'This year', starts: `${today.year}-01-01`, ends: `${today.year}-12-31`, due: `${today.year}-12-31` }))
    const { body } = await world.get(`/plans/${planId}/publish`, coordinator)
    assert.match(body, /This year is still open[\s\S]*1 item not answered yet[\s\S]*Reporting period This year/)
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
    assert.match(body, new RegExp(`href="/plans/${planId}/periods/close"`))
    await world.post(`/plans/${planId}/periods/close`, coordinator, {})
    assert.doesNotMatch((await world.get(`/plans/${planId}/publish`, coordinator)).body, /is still open/)
  })
})

describe('publishing', () => {
  test('a blocking finding stops it until a reason is given, which is kept on failure and printed in the edition', async () => {
    const stopped = await publish()
    assert.equal(stopped.statusCode, 422)
    assert.match(stopped.body, /There is a problem[\s\S]*in 20 characters or more/)
    const short = await publish({ overrideReason: 'Too short a one' })
    assert.equal(short.statusCode, 422)
    assert.match(short.body, /Too short a one/)
    assert.equal((await editions()).length, 0)
    const done = await publish({ overrideReason: REASON })
    assert.equal(done.statusCode, 303)
    const page = await world.get(String(done.headers.location), board)
    assert.match(page.body, new RegExp(`The reason given: ${REASON}`))
    assert.deepEqual((await editions()).map(({ number, overrideReason }) => [number, overrideReason]), [[1, REASON]])
  })

  for (const role of ['owner', 'board member', 'analyst', 'case worker', 'licensing officer', 'information governance lead', 'administrator', 'reader'] as const)
    test(`${/^[aio]/.test(role) ? 'an' : 'a'} ${role} can neither look it over nor publish`, async () => {
      const account = await world.ours.account(role)
      const { fingerprint } = await preview()
      assert.equal((await world.get(`/plans/${planId}/publish`, account)).statusCode, 404)
      assert.equal((await world.post(`/plans/${planId}/publish`, account, { fingerprint, overrideReason: REASON })).statusCode, 404)
      assert.equal((await editions()).length, 1)
    })

  test('a coordinator of another partnership can neither, even with our fingerprint; nor can anyone past the page, in the database itself', async () => {
    const ours = await preview()
    assert.equal((await world.get(`/plans/${planId}/publish`, stranger)).statusCode, 404)
    assert.equal((await world.post(`/plans/${planId}/publish`, stranger, { fingerprint: ours.fingerprint, overrideReason: REASON })).statusCode, 404)
    const said = { overrideReason: REASON, corrects: null, correctionNote: null }
    for (const account of [board, stranger]) await assert.rejects(asUser(account, (tx) => publishEdition(tx, ours, said)), /row-level security|foreign key/)
    assert.equal((await editions()).length, 1)
  })

  test('what was looked over is what is published: a plan changed meanwhile is shown again, with what was typed', async () => {
    const { fingerprint } = await preview()
    await rate('Amber')
    const answer = await world.post(`/plans/${planId}/publish`, coordinator, { fingerprint, overrideReason: REASON })
    assert.equal(answer.statusCode, 409)
    assert.match(answer.body, /Nothing was published/)
    assert.match(answer.body, new RegExp(REASON))
    assert.equal((await editions()).length, 1)
  })

  test('a form without the fingerprint publishes nothing', async () => {
    const answer = await world.post(`/plans/${planId}/publish`, coordinator, { overrideReason: REASON })
    assert.equal(answer.statusCode, 409)
    assert.equal((await editions()).length, 1)
  })

  test('of two who publish at once one edition comes out, and the other is told', async () => {
    await rate('Green', priority)
    const { fingerprint } = await preview()
    const answers = await Promise.all([coordinator, other].map((account) => world.post(`/plans/${planId}/publish`, account, { fingerprint, overrideReason: REASON })))
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [303, 409])
    assert.match(answers.find(({ statusCode }) => statusCode === 409)!.body, /someone else published an edition/)
    assert.deepEqual((await editions()).map(({ number }) => number), [2, 1])
  })

  test('a number that is taken in the same moment is not taken twice, and nothing breaks', async () => {
    const [published] = await editions()
    const same = await preview()
    const again = asUser(other, (tx) => publishEdition(tx, { ...same, number: published!.number }, { overrideReason: REASON, corrects: null, correctionNote: null }))
    await assert.rejects(again, Forestalled)
    assert.equal((await editions()).length, 2)
  })

  test('publishing is logged as a disclosure, with ids and no words', async () => {
    const lead = await world.ours.account('information governance lead')
    const [newest] = await editions()
    const entries = await asUser(lead, (tx) => tx.selectFrom('audit_entry').select(['act', 'details']).where('subject_id', '=', newest!.editionId).execute())
    assert.deepEqual(entries.map(({ act }) => act), ['disclosed'])
    assert.doesNotMatch(JSON.stringify(entries), /Mark property|The board meets/)
  })
})

describe('a correction', () => {
  test('names the edition and says why; both show it', async () => {
    await rate('Green')
    const unsaid = await publish({ corrects: '1', overrideReason: REASON })
    assert.equal(unsaid.statusCode, 422)
    assert.match(unsaid.body, /Say what was wrong in edition 1/)
    assert.equal((await publish({ corrects: '9', correctionNote: 'The rating of 1.1', overrideReason: REASON })).statusCode, 422)
    assert.equal((await publish({ corrects: '1', correctionNote: 'The rating of 1.1', overrideReason: REASON })).statusCode, 303)
    const [third, , first] = await editions()
    assert.deepEqual([third!.corrects, third!.correctionNote], [1, 'The rating of 1.1'])
    assert.match((await world.get(`/editions/${third!.editionId}`, board)).body, /This edition corrects[\s\S]*edition 1[\s\S]*The rating of 1\.1/)
    assert.match((await world.get(`/editions/${first!.editionId}`, board)).body, /Edition 3<\/a> corrects this one[\s\S]*The rating of 1\.1/)
    assert.match((await world.get('/editions', board)).body, /Corrected by edition 3/)
  })
})
