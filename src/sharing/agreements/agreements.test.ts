import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { asSystem, asUser } from '../../db/tx.ts'
import { addCase, addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { selectOptionalCase } from '../case-store.ts'
import { documentName, kindOf } from './document.ts'

const world = await openWorld()
after(() => world.close())
const casework = await addCasework(world.ours)
const { governance, officer, worker, coordinator, patrol } = casework
const { council, police } = world.ours
const policeLead = await world.ours.account('information governance lead', police)
const opened = await addCase(casework)

const FIELDS = {
  title: 'Sharing about anti-social behaviour', parties: [council, police], purposes: ['anti-social behaviour'], gateways: ['CDA s.115', 'public task'], dataClasses: ['housing'], retention: 'Six years', assessmentLink: '',
  starts: '1/4/2025', ends: '31/3/2099', reviewOn: '1/4/2090', replaces: '',
}
const plain = (page: { body: string }) => {
  assert.doesNotMatch(page.body, /undefined|\bNaN\b|\[object/)
  return page.body.replaceAll(/\s+/g, ' ')
}
const idOf = (page: { headers: Record<string, unknown> }) => String(page.headers.location).split('/').at(-1)!
const sees = (actor: typeof officer) => asUser(actor, async (tx) => (await selectOptionalCase(tx, opened.caseId)) !== null)

test('the register is kept by the governance lead, read by those who work cases, and by nobody else', async () => {
  assert.match(plain(await world.get('/sharing/agreements', governance)), /Agreement for community marac.*Live.*In force between Testbury Council and Testbury Police/)
  assert.match(plain(await world.get('/cases/agreements', worker)), /Agreement for community marac/)
  assert.doesNotMatch(plain(await world.get('/cases/agreements', worker)), /New agreement/)
  assert.equal((await world.get('/sharing/agreements', worker)).statusCode, 404)
  assert.equal((await world.get('/cases/agreements', patrol)).statusCode, 404)
  const theirs = await world.theirs.account('information governance lead')
  assert.doesNotMatch(plain(await world.get('/sharing/agreements', theirs)), /Agreement for/)
  assert.equal((await world.get(`/sharing/agreements/${casework.agreementId}`, theirs)).statusCode, 404)
  for (const url of ['/sharing/agreements/x', `/sharing/agreements/${crypto.randomUUID()}`, '/sharing/agreements/x/document', '/sharing/agreements/x/sign']) assert.equal((await world.get(url, governance)).statusCode, 404, url)
})

test('an agreement is made unsigned, says whose signature it waits for, and is signed by each agency’s own person with a confirmation', async () => {
  const made = idOf(await world.post('/sharing/agreements', governance, FIELDS))
  const href = `/sharing/agreements/${made}`
  assert.match(plain(await world.get(href, governance)), /Awaiting signatures.*Awaiting a signature from Testbury Council and Testbury Police.*Crime and Disorder Act 1998, s.115.*Since 30 September 1998/)
  assert.match(plain(await world.get(`${href}/sign`, governance)), /You sign for <strong>Testbury Council<\/strong>.*Nobody has signed yet/)
  assert.equal((await world.post(`${href}/sign`, governance, {})).statusCode, 422)
  await world.post(`${href}/sign`, governance, { sure: 'yes' })
  assert.match(plain(await world.get(href, governance)), /Awaiting a signature from Testbury Police/)
  // Again, or for an agency that is not hers: nothing changes.
  await world.post(`${href}/sign`, governance, { sure: 'yes' })
  assert.match(plain(await world.get(href, governance)), /Awaiting a signature from Testbury Police/)
  await world.post(`${href}/sign`, policeLead, { sure: 'yes' })
  assert.match(plain(await world.get(href, governance)), /Live.*In force between Testbury Council and Testbury Police/)
  const acts = await asSystem('read the log', (tx) => tx.selectFrom('audit_entry').select(['account_id', 'details']).where('subject_id', '=', made).orderBy('entry').execute(), world.ours.partnershipId)
  assert.deepEqual(acts.map(({ account_id }) => account_id), [governance.accountId, governance.accountId, policeLead.accountId])
  assert.equal((await world.post(`${href}/sign`, worker, { sure: 'yes' })).statusCode, 404)
})

test('a signature made on paper names who made it', async () => {
  const href = `/sharing/agreements/${idOf(await world.post('/sharing/agreements', governance, FIELDS))}`
  assert.match(plain(await world.post(`${href}/paper`, governance, { agency: police, signatory: '', signedOn: '' })), /Enter who signed for it.*Enter the day it was signed/)
  assert.match(plain(await world.post(`${href}/paper`, governance, { agency: police, signatory: 'Chief Supt Example', signedOn: '1/1/2099' })), /The day must be today or in the past/)
  await world.post(`${href}/paper`, governance, { agency: police, signatory: 'Chief Supt Example', signedOn: '2/3/2026' })
  assert.match(plain(await world.get(href, governance)), /Chief Supt Example, on paper on 2 March 2026/)
})

test('a wrong form comes back with what was typed and what to do about it', async () => {
  const failed = await world.post('/sharing/agreements', governance, { ...FIELDS, parties: [council], ends: '1/1/2020', assessmentLink: 'javascript:alert(1)' })
  assert.equal(failed.statusCode, 422)
  assert.match(plain(failed), /Choose the agencies that are to sign: two or more/)
  assert.match(plain(failed), /beginning with https/)
  assert.match(failed.body, /value="Sharing about anti-social behaviour"/)
  assert.match(plain(await world.post('/sharing/agreements', governance, { ...FIELDS, ends: '1/1/2020' })), /It must not end before it begins/)
  assert.match(plain(await world.post('/sharing/agreements', governance, { ...FIELDS, starts: '1/4/1999' })), /no law behind it on the day the agreement begins/)
  assert.equal((await world.post('/sharing/agreements', governance, { ...FIELDS, parties: [council, world.theirs.police] })).statusCode, 422)
})

test('before withdrawing or leaving it is said what closes, and when it is done the gate is closed to the very next request', async () => {
  assert.deepEqual([await sees(worker), await sees(officer)], [true, true])
  const href = `/sharing/agreements/${casework.agreementId}`
  const says = /Scheme for community marac.*Testbury Police loses the way in to its cases: 2 people/
  assert.match(plain(await world.get(`${href}/withdraw`, governance)), says)
  assert.match(plain(await world.get(`${href}/leave?agency=${police}`, governance)), says)
  await world.post(`${href}/withdraw`, governance, { reason: 'x' })
  assert.equal(await sees(officer), true)
  assert.equal((await world.get(`/cases/${opened.caseId}`, officer)).statusCode, 200)
  await world.post(`${href}/leave`, governance, { agency: police, sure: 'yes' })
  const [closed, missing] = [await world.get(`/cases/${opened.caseId}`, officer), await world.get(`/cases/${crypto.randomUUID()}`, officer)]
  assert.deepEqual([closed.statusCode, closed.body], [404, missing.body])
  assert.deepEqual([await sees(worker), await sees(officer)], [true, false])
  assert.match(plain(await world.get(href, governance)), /Left by its parties.*Testbury Police left/)

  const renewal = await world.post('/sharing/agreements', governance, { ...FIELDS, purposes: ['community safety casework'], replaces: casework.agreementId })
  const again = `/sharing/agreements/${idOf(renewal)}`
  assert.match(plain(await world.get(href, governance)), /It is replaced by/)
  await world.post(`${again}/sign`, governance, { sure: 'yes' })
  assert.equal(await sees(officer), false)
  await world.post(`${again}/sign`, policeLead, { sure: 'yes' })
  assert.equal(await sees(officer), true)
  await world.post(`${again}/withdraw`, governance, { reason: 'The board decided so', sure: 'yes' })
  assert.deepEqual([await sees(worker), await sees(officer), await sees(coordinator)], [true, false, true])
  assert.match(plain(await world.get(again, governance)), /Withdrawn.*The board decided so/)
})

test('an agreement that lapsed yesterday closes the gate, and one that lapses today does not', async () => {
  const setEnd = (ends: string) => asSystem('let an agreement lapse', (tx) => tx.updateTable('agreement').set({ withdrawn_at: null, withdrawn_reason: null, ends }).where('partnership_id', '=', world.ours.partnershipId).execute(), world.ours.partnershipId)
  const today = Temporal.Now.zonedDateTimeISO('Europe/London').toPlainDate()
  await setEnd(today.toString())
  assert.equal(await sees(officer), true)
  assert.match(plain(await world.get('/sharing/agreements', governance)), /Lapses at the end of today/)
  await setEnd(today.subtract({ days: 1 }).toString())
  assert.equal(await sees(officer), false)
  assert.match(plain(await world.get('/sharing/agreements', governance)), /Expired.*1 day ago/)
})

test('a document is known by its content, given out as a file to keep, and fixed once an agency has signed', async () => {
  const made = idOf(await world.post('/sharing/agreements', governance, FIELDS))
  const href = `/sharing/agreements/${made}`
  const upload = async (bytes: string, name = 'x.pdf') => {
    const cookie = await world.signIn(governance)
    const token = /name="_csrf" value="([^"]+)"/.exec((await world.app.inject({ url: href, headers: { cookie } })).body)![1]!
    const edge = 'edge-of-the-form'
    const payload = `--${edge}\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\n${token}\r\n--${edge}\r\ncontent-disposition: form-data; name="document"; filename="${name}"\r\ncontent-type: text/html\r\n\r\n${bytes}\r\n--${edge}--\r\n`
    return world.app.inject({ method: 'POST', url: `${href}/document`, headers: { cookie, 'content-type': `multipart/form-data; boundary=${edge}` }, payload })
  }
  assert.match(plain(await upload('<script>alert(1)</script>')), /must be a PDF/)
  assert.match(plain(await upload('')), /The file is empty|Choose the agreement/)
  assert.equal((await upload('%PDF-1.7 the agreement', '../../evil".html')).statusCode, 303)
  const document = await world.get(`/cases/agreements/${made}/document`, worker)
  assert.deepEqual([document.headers['content-type'], document.headers['content-disposition'], document.body], ['application/pdf', 'attachment; filename="sharing-about-anti-social-behaviour.pdf"', '%PDF-1.7 the agreement'])
  assert.match(String(document.headers['content-security-policy']), /sandbox/)
  assert.equal((await world.get(`/cases/agreements/${made}/document`, patrol)).statusCode, 404)
  await world.post(`${href}/sign`, governance, { sure: 'yes' })
  assert.match(plain(await upload('%PDF-1.7 another')), /An agency has signed the document that is there/)
  assert.deepEqual(kindOf(Buffer.alloc(10 * 1024 * 1024 + 1)), { refused: 'The file must be 10 MB or smaller' })
  assert.ok('refused' in kindOf(Buffer.from('PK\x03\x04 word/document.xml vbaProject.bin')))
  assert.equal(documentName('Ünïcode / "quotes"\r\n', 'pdf'), 'unicode-quotes.pdf')
})

test('a review sets the next, which is neither past nor after the agreement ends', async () => {
  const href = `/sharing/agreements/${idOf(await world.post('/sharing/agreements', governance, FIELDS))}`
  assert.equal((await world.post(`${href}/review`, governance, { reviewOn: '1/1/2020' })).statusCode, 422)
  assert.equal((await world.post(`${href}/review`, governance, { reviewOn: '1/1/2100' })).statusCode, 422)
  await world.post(`${href}/review`, governance, { reviewOn: '1/1/2095' })
  assert.match(plain(await world.get(href, governance)), /1 January 2095/)
})
