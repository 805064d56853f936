import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addCasework, type Casework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { asSystem, asUser } from '../../db/tx.ts'

const world = await openWorld()
after(() => world.close())
let casework: Casework
before(async () => void (casework = await addCasework(world.ours)))

const CANARY = 'Zebedee Quillfeather'
const fields = {
  about: 'victim', reasons: `Shouted at every night for a month. ${CANARY} is afraid to go out`, worry: 'very worried', name: CANARY, born: '3 4 1961', phone: '020 7946 0123', address: '5 Testa Street, London EC2V 7HH',
  resident: 'yes', guards: 'yes', guarded_kind: 'phone', guarded: '020 7946 0999', unsafe: 'letter', consent: 'given',
}
const shortUrl = () => `/refer/${casework.schemeId}/short`
const everything = (caseId: string) => asSystem('look at what was written', async (tx) => ({
  referral: await tx.selectFrom('referral').selectAll().where('case_id', '=', caseId).executeTakeFirstOrThrow(),
  subjects: await tx.selectFrom('subject').selectAll().where('case_id', '=', caseId).execute(),
  facts: await tx.selectFrom('index_fact').selectAll().where('case_id', '=', caseId).execute(),
  guarded: await tx.selectFrom('protected_fact').selectAll().where('case_id', '=', caseId).execute(),
  unsafe: await tx.selectFrom('safe_contact').selectAll().where('case_id', '=', caseId).execute(),
  audited: await tx.selectFrom('audit_entry').select('details').where('subject_id', '=', caseId).execute(),
}), world.ours.partnershipId)

describe('A patrol officer refers', () => {
  test('on one page, and everything said is in the case, the protected number apart', async () => {
    const sent = await world.post(shortUrl(), casework.patrol, fields)
    assert.equal(sent.statusCode, 303, sent.body)
    const caseId = String(sent.headers.location).split('/').at(-1)!
    const { referral, subjects, facts, guarded, unsafe, audited } = await everything(caseId)
    assert.equal(referral.channel, 'short form')
    assert.equal(subjects[0]?.role, 'victim')
    assert.deepEqual(facts.map(({ kind }) => kind).toSorted(), ['address', 'birth', 'name', 'phone'])
    assert.deepEqual(guarded.map(({ kind, value }) => [kind, value]), [['phone', '020 7946 0999']])
    assert.equal(facts.some(({ value }) => value === '020 7946 0999'), false)
    assert.deepEqual(unsafe.map(({ method, allowed }) => [method, allowed]), [['letter', false]])
    assert.equal(JSON.stringify(audited).includes('Quillfeather'), false)
    assert.ok(audited.length > 0)
  })

  test('and the confirmation gives the reference and what happens next, and repeats nothing', async () => {
    const sent = await world.post(shortUrl(), casework.patrol, fields)
    const page = await world.get(String(sent.headers.location), casework.patrol)
    assert.match(page.body, /CM-[0-9A-Z]{4}-[0-9A-Z]{4}/)
    assert.match(page.body, /What happens next/)
    assert.doesNotMatch(page.body, /Quillfeather|Shouted|0999|undefined|\[object/)
    const mine = await world.get('/referrals', casework.patrol)
    assert.match(mine.body, /Waiting to be looked at/)
    assert.doesNotMatch(mine.body, /Quillfeather/)
  })

  test('but does not see the case she opened, nor does a colleague see her referral', async () => {
    const sent = await world.post(shortUrl(), casework.patrol, fields)
    const caseId = String(sent.headers.location).split('/').at(-1)!
    assert.equal((await asUser(casework.patrol, (tx) => tx.selectFrom('case_file').select('case_id').where('case_id', '=', caseId).execute())).length, 0)
    assert.equal((await world.get(`/referrals/${caseId}`, casework.worker)).statusCode, 404)
    assert.equal((await world.get(`/referrals/${caseId}`, await world.theirs.account('owner'))).statusCode, 404)
  })

  for (const [says, change, expected] of [
    ['without saying what happened', { reasons: '' }, 'Say what happened'],
    ['without consent and without a reason', { consent: 'refused' }, 'Say why you refer without their agreement'],
    ['with the number that must be kept also where all would read it', { phone: '02079460999' }, 'leave it out here'],
    ['with a note on safety that belongs to no way of contact', { unsafe: [], unsafe_note: 'Only in the morning' }, 'the note is kept with it'],
    ['with a birth that is none', { born: 'last week' }, 'Enter a date of birth'],
  ] as const)
    test(`is told what is wrong ${says}, and loses nothing of what was typed`, async () => {
      const sent = await world.post(shortUrl(), casework.patrol, { ...fields, ...change })
      assert.equal(sent.statusCode, 422)
      assert.match(sent.body, new RegExp(expected))
      assert.match(sent.body, /Quillfeather/)
    })

  test('the answer is the same, byte for byte, whether or not the person is in a case that is hidden', async () => {
    const closed = await addCasework(world.ours, 'domestic abuse marac', 'closed')
    await world.post(`/refer/${closed.schemeId}/short`, closed.patrol, { ...fields, name: 'Hidden Person' })
    const plain = (body: string) => body.replaceAll(/CM-[0-9A-Z]{4}-[0-9A-Z]{4}/g, 'REF').replaceAll(/value="[^"]*"/g, '').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    const pages = []
    for (const name of ['Hidden Person', 'Unknown Person']) {
      const sent = await world.post(shortUrl(), casework.patrol, { ...fields, name })
      pages.push(plain((await world.get(String(sent.headers.location), casework.patrol)).body))
    }
    assert.equal(pages[0], pages[1])
  })

  test('not to a scheme of another partnership, nor to one that takes none', async () => {
    assert.equal((await world.get(shortUrl(), await world.theirs.account('owner'))).statusCode, 404)
    const review = await addCasework(world.ours, 'asb case review')
    assert.equal((await world.get(`/refer/${review.schemeId}/short`, review.patrol)).statusCode, 404)
    assert.equal((await world.get('/refer/nonsense/short', casework.patrol)).statusCode, 404)
    assert.equal((await world.get('/refer', await world.ours.account('reader'))).statusCode, 404)
  })
})
