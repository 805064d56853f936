import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addCasework, type Casework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asSystem } from '../../db/tx.ts'
import { STARTING_CRITERIA } from '../rules/starting-rules.ts'
import { isSaidIn } from './draft-forms.ts'

const world = await openWorld()
after(() => world.close())
let casework: Casework
before(async () => void (casework = await addCasework(world.ours)))

const NAME = 'Zebedee Quillfeather'
const REFUGE = '14 Hidden Lane, Leeds LS1 4AP'
const why = { about: 'victim', reasons: 'Shouted at every night for a month', wanted: 'That it stops', worry: 'very worried' }
const person = { kind: 'person', role: 'victim', name: NAME, born: '3 4 1961', phone: '020 7946 0123', resident: 'yes' }
const other = { kind: 'person', role: 'perpetrator', name: 'Barnaby Thistlewick', resident: 'no', home_area: 'Otherham' }
const place = { kind: 'place', name: 'Testa House', address: '5 Testa Street, London EC2V 7HH' }
const incident = { from: '1/3/2026', until: '3/3/2026', what: 'Banged on the door', behaviour: 'housing nuisance', place: 'Testa House', complained_on: '4/3/2026', complained_to: 'The landlord', response: 'None came' }
const consent = { consent: 'refused', consent_reason: 'He fears for his tenancy', guards: 'yes' }
const safety = { unsafe: ['letter', 'visit'], unsafe_note: 'They open his post', guarded_kind: 'address', guarded: REFUGE }
const PDF = Buffer.from('%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n')

type Fields = Record<string, string | readonly string[]>
async function begin(fields: Fields = why, actor: Actor = casework.patrol): Promise<string> {
  const sent = await world.post(`/refer/${casework.schemeId}/full`, actor, fields)
  assert.equal(sent.statusCode, 303, sent.body)
  return /^(\/refer\/drafts\/[^/]+)\/people$/.exec(String(sent.headers.location))![1]!
}
const step = async (url: string, fields: Fields) => {
  const sent = await world.post(url, casework.patrol, fields)
  assert.equal(sent.statusCode, 303, sent.body)
  return String(sent.headers.location)
}
const add = async (url: string, fields: Fields, id: string = crypto.randomUUID()) => {
  await step(`${url}/one`, { item: id, ...fields })
  return id
}
const page = async (url: string) => {
  const { statusCode, body } = await world.get(url, casework.patrol)
  assert.equal(statusCode, 200, url)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  return body
}
async function upload(url: string, bytes: Buffer, name: string) {
  const cookie = await world.signIn(casework.patrol)
  const token = /name="_csrf" value="([^"]+)"/.exec((await world.app.inject({ url: '/my-work', headers: { cookie } })).body)![1]!
  const payload = Buffer.concat([Buffer.from(`--edge\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n--edge\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`), bytes, Buffer.from('\r\n--edge--\r\n')])
  return world.app.inject({ method: 'POST', url: `${url}/files`, headers: { cookie, 'content-type': 'multipart/form-data; boundary=edge' }, payload })
}
const ours = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem('look at what was written', work, world.ours.partnershipId)
const drafts = () => ours(async (tx) => (await tx.selectFrom('referral_draft').select('referral_draft_id').execute()).length)

describe('The full form', () => {
  test('goes step by step to a referral that holds all that was said, and leaves no draft', async () => {
    const draft = await begin()
    const id = await add(`${draft}/people`, person)
    await add(`${draft}/people`, other)
    await add(`${draft}/people`, place)
    await add(`${draft}/incidents`, incident)
    const [question] = STARTING_CRITERIA['community marac']!.rules.questions.filter(({ kind }) => kind === 'yes or no')
    assert.equal(await step(`${draft}/criteria`, { [`fact_${question!.key}`]: 'yes' }), `${draft}/consent`)
    assert.equal(await step(`${draft}/consent`, consent), `${draft}/safety`)
    await add(`${draft}/safety`, { who: id, ...safety })
    assert.equal((await upload(draft, PDF, 'Letter.pdf')).statusCode, 303)
    const before = await drafts()
    for (const [at, holds] of [['why', 'Shouted at'], ['people', 'Thistlewick'], ['incidents', 'Banged on the door'], ['criteria', question!.asks], ['consent', 'fears for his tenancy'], ['safety', 'kept apart'], ['files', 'Letter.pdf'], ['', 'Zebedee']] as const)
      assert.ok((await page(`${draft}/${at}`.replace(/\/$/, ''))).includes(holds), at)
    const location = await step(draft, {})
    assert.equal(await drafts(), before - 1)
    assert.equal((await world.get(draft, casework.patrol)).statusCode, 404)
    assert.equal((await world.post(draft, casework.patrol, {})).statusCode, 404)

    const case_id = location.split('/').at(-1)!
    const of = await ours(async (tx) => ({
      referral: await tx.selectFrom('referral').selectAll().where('case_id', '=', case_id).executeTakeFirstOrThrow(),
      subjects: await tx.selectFrom('subject').select(['role', 'resident', 'home_area']).where('case_id', '=', case_id).orderBy('role').execute(),
      facts: await tx.selectFrom('index_fact').select(['kind', 'value']).where('case_id', '=', case_id).execute(),
      diary: await tx.selectFrom('diary_entry').selectAll().where('case_id', '=', case_id).execute(),
      guarded: await tx.selectFrom('protected_fact').select(['kind', 'value']).where('case_id', '=', case_id).execute(),
      unsafe: await tx.selectFrom('safe_contact').select(['method', 'note']).where('case_id', '=', case_id).orderBy('method').execute(),
      files: await tx.selectFrom('case_document').select(['name', 'kind']).where('case_id', '=', case_id).execute(),
      audited: await tx.selectFrom('audit_entry').select('details').where('subject_id', '=', case_id).execute(),
    }))
    assert.deepEqual([of.referral.channel, of.referral.wanted, of.referral.consent, of.referral.consent_reason], ['form', 'That it stops', 'refused', 'He fears for his tenancy'])
    assert.deepEqual(of.referral.facts, { [question!.key]: true, worry: 'very worried' })
    assert.deepEqual(of.subjects, [{ role: 'location', resident: null, home_area: null }, { role: 'perpetrator', resident: false, home_area: 'Otherham' }, { role: 'victim', resident: true, home_area: null }])
    assert.ok(['Zebedee Quillfeather', 'Barnaby Thistlewick', 'Testa House', '5 Testa Street, London EC2V 7HH'].every((value) => of.facts.some((fact) => fact.value === value)))
    const [entry] = of.diary
    assert.deepEqual([entry!.happened_from, entry!.happened_to, entry!.complained_on, entry!.complained_to, entry!.response].map(String), ['2026-03-01', '2026-03-03', '2026-03-04', 'The landlord', 'None came'])
    assert.deepEqual(of.guarded, [{ kind: 'address', value: REFUGE }])
    assert.deepEqual(of.unsafe, [{ method: 'letter', note: 'They open his post' }, { method: 'visit', note: 'They open his post' }])
    assert.deepEqual(of.files, [{ name: 'Letter.pdf', kind: 'pdf' }])
    assert.ok(of.audited.length > 0)
    assert.doesNotMatch(JSON.stringify(of.audited), /Quillfeather|Hidden Lane/)
    // What must be kept from anyone is in its own place and nowhere else.
    assert.doesNotMatch(JSON.stringify({ ...of, guarded: null }), /Hidden Lane/)
    assert.equal(await ours(async (tx) => (await tx.selectFrom('index_word').select('word').where('case_id', '=', case_id).execute()).some(({ word }) => /hidden|ls14ap/i.test(word))), false)

    const triage = await world.get(`/triage/${case_id}`, casework.coordinator)
    assert.equal(triage.statusCode, 200)
    assert.ok(triage.body.includes(`${question!.asks.replace(/\?$/, '')}: yes`), 'the criteria are answered at triage')
    assert.match(triage.body, /How worried: very worried/)
    assert.doesNotMatch(triage.body, /Hidden Lane/)
  })

  test('keeps what was typed when left in the middle of a step, and is gone on with from my referrals', async () => {
    const sent = await world.post(`/refer/${casework.schemeId}/full`, casework.patrol, { reasons: 'Only half a sentence about', later: 'yes' })
    assert.equal(sent.headers.location, '/referrals')
    const draft = [...(await page('/referrals')).matchAll(/href="(\/refer\/drafts\/[^"/]+)"/g)][0]![1]!
    assert.match(await page(`${draft}/why`), /Only half a sentence about/)
    await step(`${draft}/people/one`, { item: crypto.randomUUID(), kind: 'person', name: NAME, born: 'last week', later: 'yes' })
    assert.match(await page(draft), /To do: .*Choose their part in it/)
    const refused = await world.post(draft, casework.patrol, {})
    assert.equal(refused.statusCode, 422)
    for (const lack of ['Choose what this is about', 'Choose their part in it', 'Enter a date of birth', 'Say whether they agreed', 'Say whether anything must be kept']) assert.match(refused.body, new RegExp(lack))
    assert.equal(await step(`${draft}/why?then=check`, why), draft)
  })

  for (const [says, at, fields, expected] of [
    ['a person without a part', '/people/one', { ...person, role: '' }, 'Choose their part in it'], ['a place that is nowhere', '/people/one', { kind: 'place', address: '' }, 'Enter where it is'],
    ['something that is neither', '/people/one', { kind: 'ghost' }, 'Save'], ['an incident to come', '/incidents/one', { ...incident, from: '1/1/2190', until: '' }, 'Enter a day that has come'],
    ['an incident that ends before it begins', '/incidents/one', { ...incident, until: '1/2/2026' }, 'cannot end before'], ['a complaint to nobody', '/incidents/one', { ...incident, complained_to: '' }, 'Say who was told'],
    ['no reason for want of consent', '/consent', { consent: 'not asked', guards: 'no' }, 'Say why you refer without'], ['no word on safety', '/consent', { consent: 'given' }, 'Say whether anything must be kept'],
    ['a secret about nobody', '/safety/one', { ...safety, who: crypto.randomUUID() }, 'Choose whom it is about'],
  ] as const)
    test(`says what is wrong beside the field: ${says}`, async () => {
      const draft = await begin()
      const sent = await world.post(`${draft}${at}`, casework.patrol, { item: crypto.randomUUID(), ...fields })
      assert.equal(sent.statusCode, 422, sent.body)
      assert.match(sent.body, new RegExp(expected))
      assert.match(sent.body, /There is a problem/)
    })

  test('what must be kept from anyone is not shown again, stays when left empty, and goes with the person it is of', async () => {
    const draft = await begin()
    const id = await add(`${draft}/people`, person)
    await step(`${draft}/consent`, consent)
    const kept = await add(`${draft}/safety`, { who: id, ...safety })
    await add(`${draft}/safety`, { who: id, unsafe: 'phone', guarded_kind: 'address', guarded: '' }, kept)
    for (const at of ['', '/safety', `/safety/one?item=${kept}`]) assert.doesNotMatch(await page(`${draft}${at}`), /Hidden Lane/)
    assert.match(await page(draft), /Address: kept apart; not by phone/)
    const stored = async () => JSON.stringify(await ours((tx) => tx.selectFrom('referral_draft').select('entered').where('referral_draft_id', '=', draft.split('/').at(-1)!).execute()))
    assert.match(await stored(), /Hidden Lane/)
    await step(`${draft}/people`, { remove: id })
    assert.doesNotMatch(await stored(), /Hidden Lane|Quillfeather/)
  })

  test('what must be kept from anyone and is written elsewhere too holds the referral back', async () => {
    const draft = await begin()
    const id = await add(`${draft}/people`, person)
    const sent = await world.post(`${draft}/safety/one`, casework.patrol, { item: crypto.randomUUID(), who: id, guarded_kind: 'phone', guarded: '(020) 7946 0123' })
    assert.equal(sent.statusCode, 422)
    assert.match(sent.body, /written this elsewhere/)
    await add(`${draft}/safety`, { who: id, ...safety })
    await add(`${draft}/incidents`, { ...incident, place: '', what: 'He came to 14 hidden lane at night' })
    await step(`${draft}/consent`, consent)
    const refused = await world.post(draft, casework.patrol, {})
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /written this elsewhere/)
  })

  test('a hostile file is refused with the reason beside the field, at most five are taken, and one can be removed', async () => {
    const draft = await begin()
    const refused = await upload(draft, Buffer.from('<html><script>1</script></html>'), 'x.pdf')
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /This is a web page/)
    assert.match((await upload(draft, Buffer.alloc(0), '')).body, /Choose a file/)
    for (const name of ['a', 'b', 'c', 'd', 'e']) assert.equal((await upload(draft, PDF, `${name}.pdf`)).statusCode, 303)
    assert.match((await upload(draft, PDF, 'f.pdf')).body, /at most 5 files/)
    const file = /name="file" value="([^"]+)"/.exec(await page(`${draft}/files`))![1]!
    await step(`${draft}/files/remove`, { file })
    assert.doesNotMatch(await page(`${draft}/files`), /a\.pdf/)
  })
})

describe('A draft', () => {
  test('is its writer’s alone: to everybody else it looks like one that never was', async () => {
    const draft = await begin()
    const item = await add(`${draft}/people`, person)
    const before = await ours((tx) => tx.selectFrom('referral_draft').selectAll().execute())
    const never = `/refer/drafts/${crypto.randomUUID()}`
    const colleague = await world.ours.account('owner', world.ours.police)
    for (const actor of [colleague, casework.coordinator, await world.ours.account(['coordinator', 'case worker', 'owner']), await world.theirs.account('owner')]) {
      for (const at of ['', '/why', '/people', `/people/one?item=${item}`, '/people/one', '/incidents', '/incidents/one', '/criteria', '/consent', '/safety', '/safety/one', '/files']) {
        const [hidden, missing] = [await world.get(`${draft}${at}`, actor), await world.get(`${never}${at}`, actor)]
        assert.deepEqual([hidden.statusCode, hidden.body], [404, missing.body], at)
      }
      for (const [at, fields] of [['', {}], ['/why', why], ['/people', { remove: item }], ['/people/one', { item, ...other }], ['/incidents/one', { item, ...incident }], ['/criteria', {}], ['/consent', consent], ['/safety/one', { item, ...safety }], ['/files/remove', {}], ['/discard', {}]] as const) {
        const [hidden, missing] = [await world.post(`${draft}${at}`, actor, fields), await world.post(`${never}${at}`, actor, fields)]
        assert.deepEqual([hidden.statusCode, hidden.body], [404, missing.body], at)
      }
    }
    assert.deepEqual(await ours((tx) => tx.selectFrom('referral_draft').selectAll().execute()), before)
    assert.equal((await world.get('/referrals', colleague)).body.includes(draft), false)
  })

  test('is listed as old after thirty days without a touch, and deleted when asked', async () => {
    const draft = await begin()
    const id = draft.split('/').at(-1)!
    assert.doesNotMatch(await page('/referrals'), /Not touched for 30 days/)
    await ours((tx) => tx.updateTable('referral_draft').set({ saved_at: Temporal.Now.instant().subtract({ hours: 24 * 31 }).toString() }).where('referral_draft_id', '=', id).execute())
    const [, old = ''] = (await page('/referrals')).split('Not touched for 30 days')
    assert.ok(old.includes(draft))
    await step(`${draft}/discard`, {})
    assert.equal((await page('/referrals')).includes(draft), false)
  })

  test('is begun in a scheme that takes referrals, and in no other', async () => {
    assert.match(await page('/refer'), new RegExp(`/refer/${casework.schemeId}/full`))
    for (const [schemeId, actor] of [[casework.schemeId, await world.theirs.account('owner')], [crypto.randomUUID(), casework.patrol], ['nonsense', casework.patrol]] as const) {
      assert.equal((await world.get(`/refer/${schemeId}/full`, actor)).statusCode, 404)
      assert.equal((await world.post(`/refer/${schemeId}/full`, actor, why)).statusCode, 404)
    }
  })
})

describe('What must be kept from anyone stands in a text', () => {
  for (const [text, kind, value, stands] of [
    ['ring 0207 946 0999 after six', 'phone', '020 7946 0999', true], ['ring 020 7946 0998', 'phone', '020 7946 0999', false], ['she is at 14, HIDDEN LANE', 'address', REFUGE, true],
    ['14 Hidden Lane, London EC2V 7HH', 'address', REFUGE, false], ['15 Hidden Lane', 'address', REFUGE, false], ['St Osyth’s, year 4', 'school', 'St Osyth', true], ['nothing of it', 'school', 'St Osyth', false],
  ] as const)
    test(`“${text}” ${stands ? 'says' : 'does not say'} ${kind} ${value}`, () => assert.equal(isSaidIn(text, kind, value), stands))
})
