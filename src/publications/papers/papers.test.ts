import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { parsePaper } from '../../documents/parse.ts'
import { type Actor, asSystem, asUser } from '../../db/tx.ts'
import { insertPlan } from '../../../test/plan-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { readBody, typedTable } from './body.ts'
import { forPublic } from './shown.ts'
import { selectPaperEdition, selectPapers, selectWholePaper } from './store.ts'

const world = await openWorld()
after(() => world.close())
let coordinator: Actor, analyst: Actor, member: Actor, stranger: Actor
before(async () => {
  coordinator = await world.ours.account('coordinator')
  analyst = await world.ours.account('analyst')
  member = await world.ours.account('board member')
  stranger = await world.theirs.account('coordinator')
})

const FIELDS = { kind: 'committee report', title: 'Community safety update', starts: '1 7 2026', ends: '30 9 2026', committee: 'Safer Communities Committee', committeeOn: '12 10 2026', reportOf: 'Head of Community Safety', asks: 'information', contact: 'A Person' }
const begin = async (fields: Record<string, string> = {}) => {
  const { statusCode, headers } = await world.post('/papers/new', coordinator, { ...FIELDS, ...fields, version: '0' })
  assert.equal(statusCode, 303)
  return String(headers.location).split('/').at(-1)!
}
const whole = async (paperId: string) => (await asUser(coordinator, (tx) => selectWholePaper(tx, paperId)))!
const addSection = async (paperId: string, heading: string, body: string, more: Record<string, string> = {}) => {
  await world.post(`/papers/${paperId}/sections`, coordinator, { heading, source: '' })
  const { sectionId, version } = (await whole(paperId)).sections.at(-1)!
  const { statusCode } = await world.post(`/papers/${paperId}/sections/${sectionId}`, coordinator, { heading, body, version: String(version), recommendation: '', ...more })
  assert.equal(statusCode, 303)
  return sectionId
}
const publish = async (paperId: string, more: Record<string, string> = {}) => {
  const { body } = await world.get(`/papers/${paperId}/publish`, coordinator)
  const fingerprint = /name="fingerprint" value="(\w+)"/.exec(body)![1]!
  return world.post(`/papers/${paperId}/publish`, coordinator, { fingerprint, overrideReason: '', corrects: '', correctionNote: '', ...more })
}

describe('what is typed in a section', () => {
  test('is read as paragraphs, lists and tables, and what stands in bars comes back as it went in', () => {
    const blocks = readBody(`First, a sentence.\n\n- one\n- two\n\n${typedTable(['Kind', 'How many'], [['Theft | robbery', '12']])}\n\n1. first\n2. second`)
    assert.deepEqual(blocks, [
      { kind: 'paragraph', text: 'First, a sentence.' },
      { kind: 'list', ordered: false, items: [{ text: 'one', depth: 0 }, { text: 'two', depth: 0 }] },
      { kind: 'table', head: ['Kind', 'How many'], rows: [['Theft – robbery', '12']] },
      { kind: 'list', ordered: true, items: [{ text: 'first', depth: 0 }, { text: 'second', depth: 0 }] },
    ])
  })
  test('an empty one has nothing in it', () => assert.deepEqual(readBody(' \n '), []))
})

describe('a report to a committee', () => {
  test('is begun, drafted, written, published and read in Word with its headings and header rows', async () => {
    await insertPlan(coordinator, { items: [{ code: '1', title: 'Violence', kind: 'priority' }] })
    const paperId = await begin({ drafted: 'yes' })
    const { sections } = await whole(paperId)
    assert.ok(sections.length >= 4, `${sections.length} sections`)
    assert.ok(sections.every(({ drafted, body }) => drafted === body && body !== ''))
    await addSection(paperId, 'Christmas activity', 'The partnership was out on four evenings.\n\nIt will be again.', { recommendation: 'To note the activity' })
    const page = await world.get(`/papers/${paperId}`, coordinator)
    assert.match(page.body, /Christmas activity/)
    assert.doesNotMatch(page.body, /undefined|\bNaN\b|\[object/)
    const { statusCode, headers } = await publish(paperId)
    assert.equal(statusCode, 303)
    const { body } = await world.get(String(headers.location), member)
    assert.match(body, /Christmas activity: To note the activity/)
    const word = await world.app.inject({ url: `${String(headers.location)}/paper.docx`, headers: { cookie: await world.signIn(member) } })
    const read = await parsePaper('paper.docx', word.rawPayload)
    assert.ok(read.ok)
    const headings = read.paper.blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []))
    assert.ok(headings.includes('Recommendations') && headings.includes('Christmas activity'), headings.join('; '))
    const numbers = read.paper.blocks.flatMap((block) => (block.kind === 'paragraph' && block.number ? [block.number] : []))
    assert.deepEqual(numbers, numbers.map((_, at) => `${at + 1}.`), 'paragraphs are numbered without a gap')
    assert.ok(numbers.length > 2)
  })

  test('its recommendations are the headings’ own, whatever order they are moved into', async () => {
    const paperId = await begin()
    await addSection(paperId, 'One', 'Said.', { recommendation: 'To note one' })
    const second = await addSection(paperId, 'Two', 'Said.', { recommendation: 'To note two' })
    await world.post(`/papers/${paperId}/sections/${second}/up`, coordinator, {})
    const { body } = await world.get(`/papers/${paperId}/read`, coordinator)
    assert.ok(body.indexOf('Two: To note two') > 0 && body.indexOf('Two: To note two') < body.indexOf('One: To note one'))
  })

  test('an empty section, a missing appendix and a paper for decision that asks none stop publication until a reason is printed', async () => {
    const paperId = await begin({ asks: 'decision' })
    await world.post(`/papers/${paperId}/sections`, coordinator, { heading: 'Nothing yet', source: '' })
    const cookie = await world.signIn(coordinator)
    const token = /name="_csrf" value="([^"]+)"/.exec((await world.app.inject({ url: `/papers/${paperId}`, headers: { cookie } })).body)![1]!
    const payload = `--b\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nMonitoring tool\r\n--b--\r\n`
    assert.equal((await world.app.inject({ method: 'POST', url: `/papers/${paperId}/appendices`, headers: { cookie, 'content-type': 'multipart/form-data; boundary=b' }, payload })).statusCode, 303)
    const { body } = await world.get(`/papers/${paperId}/publish`, coordinator)
    for (const said of ['The section is empty', 'named and not attached', 'is for decision and asks for none']) assert.match(body, new RegExp(said))
    assert.equal((await publish(paperId)).statusCode, 422)
    assert.equal((await publish(paperId, { overrideReason: 'too short' })).statusCode, 422)
    const published = await publish(paperId, { overrideReason: 'The committee’s clerk wants it today as it is' })
    assert.equal(published.statusCode, 303)
    assert.match((await world.get(String(published.headers.location), member)).body, /clerk wants it today/)
  })

  test('what was looked over is what is published: changed meanwhile, nothing is', async () => {
    const paperId = await begin()
    await addSection(paperId, 'One', 'Said.')
    const { body } = await world.get(`/papers/${paperId}/publish`, coordinator)
    const fingerprint = /name="fingerprint" value="(\w+)"/.exec(body)![1]!
    await addSection(paperId, 'Two', 'Said later.')
    assert.equal((await world.post(`/papers/${paperId}/publish`, coordinator, { fingerprint, overrideReason: '', corrects: '', correctionNote: '' })).statusCode, 409)
  })
})

test('the second to write in a section is shown both, and loses neither', async () => {
  const paperId = await begin()
  const sectionId = await addSection(paperId, 'One', 'As it was.')
  const { version } = (await whole(paperId)).sections[0]!
  const save = (actor: Actor, body: string) => world.post(`/papers/${paperId}/sections/${sectionId}`, actor, { heading: 'One', body, version: String(version), recommendation: '' })
  assert.equal((await save(coordinator, 'The first to save.')).statusCode, 303)
  const second = await save(analyst, 'The second to save.')
  assert.equal(second.statusCode, 409)
  assert.match(second.body, /The first to save/)
  assert.match(second.body, /The second to save/)
  assert.equal((await whole(paperId)).sections[0]!.body, 'The first to save.')
})

test('what is restricted is not in the copy for the public, neither as heading nor as what was asked', async () => {
  const paperId = await begin()
  await addSection(paperId, 'Open to all', 'Said.', { recommendation: 'To note it' })
  await addSection(paperId, 'A person of concern', 'Not for all.', { recommendation: 'To agree about them', restricted: 'yes' })
  const { headers } = await publish(paperId)
  const address = String(headers.location)
  const { body } = await world.get(`${address}?for=public`, member)
  assert.doesNotMatch(body, /A person of concern|Not for all|agree about them/)
  assert.match((await world.get(address, member)).body, /A person of concern/)
  const found = (await asUser(member, (tx) => selectPaperEdition(tx, address.split('/').at(-1)!)))!
  assert.doesNotMatch(JSON.stringify(forPublic(found.shown)), /person of concern|Not for all|agree about them/)
  const html = await world.app.inject({ url: `${address}/paper.html?for=public`, headers: { cookie: await world.signIn(member) } })
  assert.match(String(html.headers['content-disposition']), /attachment/)
  assert.doesNotMatch(html.body, /person of concern/)
})

test('a published edition is changed by nothing done to the paper afterwards; a correction says what was wrong', async () => {
  const paperId = await begin()
  const sectionId = await addSection(paperId, 'One', 'As published.')
  const first = String((await publish(paperId)).headers.location)
  await world.post(`/papers/${paperId}/sections/${sectionId}/remove`, coordinator, {})
  await addSection(paperId, 'Another', 'Put right.')
  assert.match((await world.get(first, member)).body, /As published/)
  assert.equal((await publish(paperId, { corrects: '1' })).statusCode, 422, 'without saying what was wrong')
  assert.equal((await publish(paperId, { corrects: '1', correctionNote: 'One was not true' })).statusCode, 303)
  assert.match((await world.get(first, member)).body, /corrects this one[\s\S]*One was not true/)
})

test('drafts are for those who write papers, editions for those who read them, and another partnership finds neither', async () => {
  const paperId = await begin()
  await addSection(paperId, 'One', 'Said.')
  const edition = String((await publish(paperId)).headers.location)
  const reader = await world.ours.account('reader')
  for (const url of [`/papers/${paperId}`, `/papers/${paperId}/read`, `/papers/${paperId}/draft.docx`, `/papers/${paperId}/about`]) {
    assert.equal((await world.get(url, analyst)).statusCode, 200, url)
    for (const actor of [member, reader, stranger]) assert.equal((await world.get(url, actor)).statusCode, 404, url)
  }
  assert.equal((await world.get(`/papers/${paperId}/publish`, analyst)).statusCode, 404, 'who writes need not be who publishes')
  assert.equal((await world.get(edition, member)).statusCode, 200)
  for (const actor of [reader, stranger]) assert.equal((await world.get(edition, actor)).statusCode, 404)
  assert.deepEqual(await asUser(stranger, (tx) => selectPapers(tx)), [])
  const { statusCode } = await world.post(`/papers/${paperId}/summary`, member, { summary: 'Mine', version: '1' })
  assert.equal(statusCode, 404)
  const entries = await asSystem('read the audit log', (tx) => tx.selectFrom('audit_entry').select('act').where('subject_kind', '=', 'paper').where('subject_id', '=', paperId).execute(), world.ours.partnershipId)
  assert.ok(entries.some(({ act }) => act === 'disclosed'))
})

test('bad input is answered beside its field, and what was typed stays', async () => {
  const { statusCode, body } = await world.post('/papers/new', coordinator, { ...FIELDS, title: '', ends: '1 1 2020', version: '0' })
  assert.equal(statusCode, 422)
  for (const said of ['Enter a title', 'The last day is before the first', 'Safer Communities Committee']) assert.match(body, new RegExp(said))
})
