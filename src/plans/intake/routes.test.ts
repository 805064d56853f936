import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openWorld, type World } from '../../../test/world.ts'
import { type Actor, asUser } from '../../db/tx.ts'
import { selectPlan, selectPlans } from '../store.ts'

let world: World
let coordinator: Actor
before(async () => {
  world = await openWorld()
  coordinator = await world.ours.account('coordinator')
})
after(() => world.close())

/** Sends a file in the way a browser does, and gives the answer. */
async function send(name: string, content: string | Uint8Array, actor = coordinator) {
  const cookie = await world.signIn(actor)
  const page = await world.app.inject({ url: '/plans/import', headers: { cookie } })
  const token = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
  const edge = 'wardmote-test-edge'
  const head = `--${edge}\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`
  const payload = Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from(`\r\n--${edge}--\r\n`)])
  return world.app.inject({ method: 'POST', url: '/plans/import', headers: { cookie, 'content-type': `multipart/form-data; boundary=${edge}` }, payload })
}

const bodyOf = (rows: readonly string[]) => rows.map((row) => `| ${row} |`).join('\n')
const paper = (title: string, rows: readonly string[]) => `# ${title}\n\nGreen: delivered. Amber: planned. Red: not started.\n\n| No | Action | Owner | RAG | Progress |\n|---|---|---|---|---|\n${bodyOf(rows)}\n`
const FIRST = ['1 | Light the towpath | Testbury Council | Green | Lamps fitted on 3 May 2024.', '2 | Patrol the market | Testbury Police | Amber | Rota agreed.', '3 | Visit schools | Youth workers | Red | Nothing yet.']

/** Everything a browser would send back from a page's one form, as the page has filled it in. */
function filled(body: string, action: string): Record<string, string | string[]> {
  const form = body.split('<form').find((each) => each.includes(action)) ?? ''
  const fields: Record<string, string | string[]> = {}
  const add = (name: string, value: string) => {
    fields[name] = name in fields ? [...[fields[name]!].flat(), value] : value
  }
  const plain = (text: string) => text.replace(/&amp;/g, '&').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&lt;/g, '<')
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const [name, value, kind] = ['name', 'value', 'type'].map((part) => new RegExp(`\\b${part}="([^"]*)"`).exec(tag)?.[1] ?? '')
    if (name && name !== '_csrf' && (!['checkbox', 'radio'].includes(kind!) || / checked/.test(tag))) add(name, plain(value!))
  }
  for (const [, name, options] of form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    const chosen = /<option value="([^"]*)"[^>]* selected/.exec(options!) ?? /<option value="([^"]*)"/.exec(options!)
    add(name!, chosen?.[1] ?? '')
  }
  return fields
}

async function bringIn(name: string, content: string | Uint8Array, change: Record<string, string | string[]> = {}) {
  const sent = await send(name, content)
  assert.equal(sent.statusCode, 303, sent.body)
  const page = await world.get(`${sent.headers.location}/preview`, coordinator)
  const taken = await world.post(`${sent.headers.location}/take`, coordinator, { ...filled(page.body, '/take'), ...change })
  assert.equal(taken.statusCode, 303, /There is a problem[\s\S]{0,800}/.exec(taken.body)?.[0] ?? taken.body.slice(0, 2000))
  return { batch: String(sent.headers.location), planId: String(taken.headers.location).split('/')[2]!, page: page.body }
}

const planWith = (planId: string) => asUser(coordinator, async (tx) => (await selectPlan(tx, planId, { history: 'whole' }))!)
const clean = (body: string) => assert.doesNotMatch(body.replace(/<script[\s\S]*?<\/script>/g, ''), /undefined|\bNaN\b|\[object/)

test('a coordinator sends a plan, sees how it was read, looks at it and takes it', async () => {
  const sent = await send('Safer streets.md', paper('Safer streets action plan 2024', FIRST))
  const reading = await world.get(String(sent.headers.location), coordinator)
  clean(reading.body)
  assert.match(reading.body, /How the paper was read/)
  assert.match(reading.body, /3 items found/)
  assert.match(reading.body, /<option value="owner" selected>Owner/)
  const corrected = await world.post(String(sent.headers.location), coordinator, filled(reading.body, 'method="post" novalidate'))
  assert.equal(corrected.headers.location, `${sent.headers.location}/preview`)
  const preview = await world.get(String(corrected.headers.location), coordinator)
  clean(preview.body)
  for (const words of ['Light the towpath', 'Testbury Council', 'Youth workers', 'Take this plan', 'not started', 'Owners to settle']) assert.ok(preview.body.includes(words), words)
  const taken = await world.post(`${sent.headers.location}/take`, coordinator, { ...filled(preview.body, '/take'), owner_0: world.ours.council })
  assert.equal(taken.statusCode, 303, taken.body.slice(0, 3000))
  const plan = await planWith(String(taken.headers.location).split('/')[2]!)
  assert.deepEqual(plan.items.map(({ code, title, updates, owners }) => [code, title, updates[0]!.declared, owners[0]!.organisationId, owners[0]!.accountable]), [
    ['1', 'Light the towpath', 'Green', world.ours.council, true], ['2', 'Patrol the market', 'Amber', world.ours.police, true], ['3', 'Visit schools', 'Red', world.ours.council, true],
  ])
  assert.deepEqual([plan.title, plan.kind, String(plan.starts), String(plan.ends), plan.rollUp], ['Safer streets action plan 2024', 'action plan', '2024-01-01', '2024-12-31', null])
  assert.deepEqual(plan.items[0]!.stated, [{ word: 'Green', place: 'Table 1, line 7', trend: null }])
  assert.deepEqual([plan.items[0]!.updates[0]!.source, plan.items[0]!.updates[0]!.by, plan.items[0]!.updates[0]!.narrative], ['Safer streets.md', null, 'Lamps fitted on 3 May 2024.'])
  const shown = await world.get(String(taken.headers.location), coordinator)
  assert.match(shown.body, /Patrol the market/)
  const again = await send('Another name.md', paper('Safer streets action plan 2024', FIRST))
  assert.equal(again.headers.location, '/plans/import', 'the very same file is not taken twice, whatever it is called')
})

test('others cannot: no owner, board member or reader, nobody signed out, and no other partnership', async () => {
  const sent = await send('closed.md', paper('A plan of ours 2024', FIRST.slice(0, 2)))
  const batch = String(sent.headers.location)
  const pages = ['/plans/import', batch, `${batch}/preview`]
  for (const role of ['owner', 'board member', 'analyst', 'administrator'] as const) {
    const someone = await world.ours.account(role)
    for (const page of pages) assert.equal((await world.get(page, someone)).statusCode, 404, `${role} at ${page}`)
    for (const act of ['', '/take', '/change', '/drop', '/undo']) assert.equal((await world.post(`${batch}${act}`, someone, {})).statusCode, 404, `${role} at ${act}`)
  }
  const stranger = await world.theirs.account('coordinator')
  for (const page of pages.slice(1)) assert.equal((await world.get(page, stranger)).statusCode, 404)
  for (const act of ['', '/take', '/change', '/drop', '/undo']) assert.equal((await world.post(`${batch}${act}`, stranger, {})).statusCode, 404)
  const theirs = await world.get('/plans/import', stranger)
  assert.doesNotMatch(theirs.body, /closed\.md/)
  assert.equal((await send('closed.md', paper('A plan of ours 2024', FIRST.slice(0, 2)), stranger)).headers.location === batch, false, 'the same bytes elsewhere are another matter')
  assert.match(String((await world.get('/plans/import', null)).headers.location), /sign-in/)
})

test('a wrong file is answered in one sentence and leaves nothing behind', async () => {
  const before = (await world.get('/plans/import', coordinator)).body
  for (const [name, content, says] of [
    ['empty.docx', '', /Choose|empty|no text/], ['renamed.docx', 'MZ\u0000\u0001 this is a program', /./], ['prose.md', '# Minutes\n\nWe met. We agreed.\n', /has no tables/],
  ] as const) {
    const answer = await send(name, content)
    assert.equal(answer.statusCode, 422, name)
    assert.match(answer.body, /There is a problem/)
    assert.match(answer.body, says)
  }
  assert.equal((await world.get('/plans/import', coordinator)).body.match(/\/drop/g)?.length, before.match(/\/drop/g)?.length)
})

test('an item the paper rates in two ways is taken with both, and nothing is declared', async () => {
  const { planId, page } = await bringIn('two ways.md', `# Dashboard June 2024

| Priority | RAG |
|---|---|
| 1 Violence | Green |
| 2 Theft | Amber |

Detail

| Objective | 1 Violence |
|---|---|
| Owner | Testbury Police |
| RAG | Red |
| Current position | Two stabbings in May. |
`, { starts: '1 4 2024', ends: '31 3 2025' })
  assert.match(page, /The paper says two things/)
  const [violence, theft] = (await planWith(planId)).items
  assert.deepEqual([violence!.updates.length, violence!.stated.map(({ word }) => word).sort(), violence!.stateNote], [0, ['Green', 'Red'], 'Two stabbings in May.'])
  assert.equal(theft!.updates[0]!.declared, 'Amber')
  assert.equal(String(theft!.updates[0]!.positionOn), '2024-06-30')
})

test('the next version shows what it changes, takes what is ticked, and doubles nothing', async () => {
  const { planId } = await bringIn('market v1.md', paper('Market action plan 2024', FIRST.map((row) => row.replace('Youth workers', 'Testbury Police'))))
  const sent = await send('market v2.md', paper('Market action plan 2024', [
    '1 | Light the towpath and the steps | Testbury Council | Green | Lamps fitted on 3 May 2024.', '2 | Patrol the market | Testbury Council | Green | Patrols run daily.', '4 | Paint the arches | Testbury Council | Red | ',
  ]))
  const batch = String(sent.headers.location)
  const reading = await world.get(batch, coordinator)
  assert.match(reading.body, new RegExp(`<option value="${planId}" selected>The next version of`))
  await world.post(batch, coordinator, filled(reading.body, 'method="post" novalidate'))
  const page = await world.get(`${batch}/preview`, coordinator)
  clean(page.body)
  assert.match(page.body, /What this version changes/)
  const form = filled(page.body, '/change')
  assert.deepEqual([form.accept].flat().sort(), ['added 4', 'owner 2', 'position 2', 'rating 2', 'title 1'], 'all but what is gone from the paper is ticked')
  const taken = await world.post(`${batch}/change`, coordinator, { ...form, accept: ['added 4', 'removed 3', 'rating 2', 'position 2', 'title 1'], removedReason: 'The schools said no' })
  assert.equal(taken.statusCode, 303, taken.body.slice(0, 2000))
  const plan = await planWith(planId)
  assert.deepEqual(plan.items.map(({ code, title, state, stateNote }) => [code, title, state, stateNote]), [
    ['1', 'Light the towpath and the steps', 'not started', null].slice(0, 4), ['2', 'Patrol the market', plan.items[1]!.state, null], ['3', 'Visit schools', 'withdrawn', 'The schools said no'], ['4', 'Paint the arches', 'not started', null],
  ].map((row, index) => (index === 0 ? [row[0], row[1], plan.items[0]!.state, null] : row)))
  assert.equal(plan.items[1]!.owners[0]!.organisationId, world.ours.police, 'what was not ticked stays')
  assert.deepEqual(plan.items[1]!.updates.map(({ declared, narrative }) => [declared, narrative]), [['Green', 'Patrols run daily.'], ['Amber', 'Rota agreed.']], 'history is added to')
  assert.deepEqual(plan.items[1]!.stated.map(({ word }) => word), ['Green'])
  const same = await send('market v3.md', `${paper('Market action plan 2024', [
    '1 | Light the towpath and the steps | Testbury Council | Green | Lamps fitted on 3 May 2024.', '2 | Patrol the market | Testbury Police | Green | Patrols run daily.', '4 | Paint the arches | Testbury Council | Red | ',
  ])}\nA last line.\n`)
  await world.post(String(same.headers.location), coordinator, { nextOf: planId })
  assert.match((await world.get(`${same.headers.location}/preview`, coordinator)).body, /Nothing has changed/)
})

test('a column a person corrects is read so, now and the next time', async () => {
  const table = (note: string) => `| Ref | What | Body | Standing | Remarks on it |\n|---|---|---|---|---|\n| a1 | Sweep the yard of needles | Testbury Council | Green | Done ${note} |\n| a2 | Fence the yard with steel | Testbury Police | Red | Not ${note} |\n`
  const sent = await send('odd headers.md', `# Yard plan 2024\n\n${table('yet')}`)
  const reading = await world.get(String(sent.headers.location), coordinator)
  const name = (header: string, body: string) => new RegExp(`${header}</th>[\\s\\S]*?name="(holds_\\d+_\\d+)"`).exec(body)![1]!
  const form = { ...filled(reading.body, 'method="post" novalidate'), [name('Body', reading.body)]: 'owner', [name('Remarks on it', reading.body)]: 'position' }
  await world.post(String(sent.headers.location), coordinator, form)
  const preview = await world.get(`${sent.headers.location}/preview`, coordinator)
  assert.match(preview.body, /Testbury Police/)
  await world.post(`${sent.headers.location}/take`, coordinator, filled(preview.body, '/take'))
  const next = await send('odd headers 2.md', `# Yard plan 2025\n\n${table('again')}`)
  assert.match((await world.get(String(next.headers.location), coordinator)).body, /<option value="owner" selected>/, 'remembered for a paper of the same shape')
})

test('bringing a plan in can be undone until somebody has worked on it', async () => {
  const content = paper('A mistaken plan 2024', FIRST)
  const { planId } = await bringIn('mistake.md', content)
  const list = await world.get('/plans/import', coordinator)
  const undo = /action="([^"]+\/undo)"/.exec(list.body.split('<tr').find((row) => row.includes('mistake.md'))!)![1]!
  assert.equal((await world.post(undo, coordinator, {})).statusCode, 303)
  const plan = await planWith(planId)
  assert.equal(plan.state, 'closed')
  assert.ok(plan.items.every(({ state, stateNote }) => state === 'withdrawn' && stateNote!.includes('mistake.md')))
  const anew = await bringIn('mistake.md', content)
  assert.notEqual(anew.planId, planId, 'the file may be brought in anew')
  await asUser(coordinator, (tx) => tx.updateTable('plan_item').set({ title: 'Light the towpath well', version: 2 }).where('plan_id', '=', anew.planId).where('code', '=', '1').execute())
  const rows = (await world.get('/plans/import', coordinator)).body.split('<tr').filter((row) => row.includes('mistake.md'))
  assert.equal(rows.length, 2)
  assert.ok(rows.every((row) => !row.includes('/undo')), 'no undo is offered once an item was changed')
})

test('a file is taken once, though two people press the button at the same moment', async () => {
  const sent = await send('race.md', paper('A contested plan 2024', FIRST))
  const page = await world.get(`${sent.headers.location}/preview`, coordinator)
  const form = filled(page.body, '/take')
  const before = await asUser(coordinator, selectPlans)
  await Promise.all([world.post(`${sent.headers.location}/take`, coordinator, form), world.post(`${sent.headers.location}/take`, coordinator, form)])
  const plans = await asUser(coordinator, selectPlans)
  assert.equal(plans.length, before.length + 1)
})

test('what cannot be held is answered with its row and what to do, and nothing is taken', async () => {
  const plans = (await asUser(coordinator, selectPlans)).length
  const tries: [string, string, Record<string, string>, RegExp][] = [
    ['many.md', paper('Many 2024', Array.from({ length: 2001 }, (_, index) => `${index + 1} | Do the thing numbered ${index + 1} | Testbury Council | Green | `)), {}, /Split it before 2001/],
    ['long.md', paper('Long 2024', ['1 | Write a great deal about it | Testbury Council | Green | '.concat('word '.repeat(10_100)), '2 | Write a little about it | Testbury Council | Red | ']), {}, /position of 1 has 50,4\d\d characters[\s\S]*Shorten it/],
    ['blue.md', paper('Blue 2024', FIRST), { schemeId: 'standard: Completion', title: '' }, /Enter the plan’s title/],
    ['dates.md', paper('Dates 2024', FIRST), { starts: '1 5 2025', ends: '1 4 2025' }, /must end on or after/],
  ]
  for (const [name, content, change, says] of tries) {
    const sent = await send(name, content)
    const page = await world.get(`${sent.headers.location}/preview`, coordinator)
    const answer = await world.post(`${sent.headers.location}/take`, coordinator, { ...filled(page.body, '/take'), ...change })
    assert.equal(answer.statusCode, 422, name)
    assert.match(answer.body, says, name)
  }
  assert.equal((await asUser(coordinator, selectPlans)).length, plans)
})

test('bringing in, taking and dropping are in the audit log', async () => {
  const sent = await send('dropped.md', paper('Dropped 2024', FIRST))
  assert.equal((await world.post(`${sent.headers.location}/drop`, coordinator, {})).statusCode, 303)
  assert.equal((await world.get(String(sent.headers.location), coordinator)).statusCode, 404)
  const leads = await world.ours.account('information governance lead')
  const acts = await asUser(leads, (tx) => tx.selectFrom('audit_entry').select(['act', 'subject_kind as kind']).where('subject_id', '=', String(sent.headers.location).split('/').at(-1)!).orderBy('entry').execute())
  assert.deepEqual(acts, [{ act: 'collected', kind: 'import' }, { act: 'erased', kind: 'import' }])
})
