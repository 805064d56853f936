import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Actor, asSystem, asUser } from '../../db/tx.ts'
import { addCase, addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { consultCase, logLook } from '../case-store.ts'

const world = await openWorld()
after(() => world.close())
const casework = await addCasework(world.ours)
const { governance, coordinator, worker, officer, chair, patrol } = casework
const { council, police, partnershipId } = world.ours
const opened = await addCase(casework)
const other = await addCase(casework)
const inPartnership = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem('look, for a test', work, partnershipId)
const plain = (page: { body: string }) => {
  assert.doesNotMatch(page.body, /undefined|\bNaN\b|\[object/)
  return page.body.replaceAll(/\s+/g, ' ')
}
const look = (actor: Actor, caseId = opened.caseId) => asUser(actor, (tx) => consultCase(tx, caseId))
const rows = ({ body }: { body: string }) => (body.match(/data-label="When"/g) ?? []).length
const exclude = (actor: Actor, caseId = opened.caseId) => inPartnership((tx) => tx.insertInto('case_exclusion').values({ partnership_id: partnershipId, case_id: caseId, account_id: actor.accountId, reason: 'Her brother' }).execute())
/** The officer reads what the council said, and a colleague of the council does. */
const readContribution = (actor: Actor) => asUser(actor, async (tx) => {
  const cover = await consultCase(tx, opened.caseId)
  await logLook(tx, cover!, [{ part: 'contribution', holderAgencyId: council, contributionId: crypto.randomUUID() }])
})

test('who leads a case reads every look at it; others read those at what their own agency holds; looking at the list is itself a look', async () => {
  await readContribution(officer)
  await asUser(coordinator, async (tx) => logLook(tx, (await consultCase(tx, opened.caseId))!, [{ part: 'contribution', holderAgencyId: police }]))
  const [all, theirs] = [plain(await world.get(`/cases/${opened.caseId}/access`, chair)), plain(await world.get(`/cases/${opened.caseId}/access`, officer))]
  assert.match(all, /Every look at this case.*What an agency said/)
  assert.match(theirs, /Looks at what Testbury Police holds/)
  assert.equal(rows({ body: theirs }), 1)
  const before = rows(await world.get(`/cases/${opened.caseId}/access`, chair))
  assert.equal(rows(await world.get(`/cases/${opened.caseId}/access`, chair)), before + 1)
})

test('for whoever is shut out, has no role, or belongs elsewhere, the page is not there, as for a case that never was', async () => {
  const [shutOut, noRole, elsewhere] = [await world.ours.account('case worker'), await world.ours.account('case worker'), await world.theirs.account('case worker')]
  await inPartnership((tx) => tx.insertInto('scheme_member').values({ partnership_id: partnershipId, scheme_id: casework.schemeId, account_id: shutOut.accountId, role: 'worker' }).execute())
  assert.equal((await world.get(`/cases/${opened.caseId}/access`, shutOut)).statusCode, 200)
  await exclude(shutOut)
  for (const actor of [shutOut, noRole, elsewhere]) {
    const [hidden, missing] = [await world.get(`/cases/${opened.caseId}/access`, actor), await world.get(`/cases/${crypto.randomUUID()}/access`, actor)]
    assert.deepEqual([hidden.statusCode, hidden.body], [404, missing.body])
  }
  assert.equal((await world.get('/cases/x/access', coordinator)).statusCode, 404)
  assert.equal((await world.get(`/cases/${opened.caseId}/access`, patrol)).statusCode, 404)
})

test('an agency reads who of the others looked at what it said, also after its own part in the case and its agreement ended', async () => {
  await look(officer)
  await asUser(coordinator, async (tx) => logLook(tx, (await consultCase(tx, opened.caseId))!, [{ part: 'contribution', holderAgencyId: police }]))
  const mine = plain(await world.get('/cases/access-to-ours', officer))
  assert.match(mine, new RegExp(`Testbury Police.*${opened.reference}.*What an agency said.*Testbury Police`))
  assert.doesNotMatch(mine, /Testbury Council<\/td> <td role="cell" data-label="Clause"/)
  await inPartnership((tx) => tx.updateTable('case_party').set({ left_at: Temporal.Now.instant().toString(), left_reason: 'Done' }).where('case_id', '=', opened.caseId).where('agency_id', '=', police).execute())
  assert.equal((await world.get(`/cases/${opened.caseId}/access`, officer)).statusCode, 404)
  assert.match(plain(await world.get('/cases/access-to-ours', officer)), new RegExp(opened.reference))
  assert.match(plain(await world.get(`/cases/access-to-ours?reference=${opened.reference}`, officer)), /What an agency said/)
  // But one who is shut out reads nothing of it, and a colleague without a role in the scheme neither.
  const noRole = await world.ours.account('case worker', police)
  assert.doesNotMatch((await world.get('/cases/access-to-ours', noRole)).body, new RegExp(opened.reference))
  await exclude(officer)
  assert.doesNotMatch((await world.get('/cases/access-to-ours', officer)).body, new RegExp(opened.reference))
  assert.equal((await world.get('/cases/access-to-ours', patrol)).statusCode, 404)
})

test('the governance lead searches every look, by person, agency, case, part, clause and day; a case she is shut out of is found as little as none', async () => {
  await look(coordinator, other.caseId)
  const found = async (query: string, actor = governance) => rows(await world.get(`/sharing/access?${query}`, actor))
  assert.ok((await found('')) > 3)
  assert.equal(await found(`reference=${other.reference.toLowerCase()}`), 1)
  assert.equal(await found(`reference=${other.reference}&person=${worker.accountId}`), 0)
  assert.ok((await found(`agency=${police}`)) > 0)
  assert.equal(await found(`agency=${police}&person=${coordinator.accountId}`), 0)
  assert.equal(await found('part=protected'), 0)
  assert.equal(await found('clause=emergency+access'), 0)
  const today = Temporal.Now.zonedDateTimeISO('Europe/London').toPlainDate()
  assert.ok((await found(`from=${today}&to=${today}`)) > 0)
  assert.equal(await found(`from=${today.add({ days: 1 })}`), 0)
  assert.equal((await world.get('/sharing/access?from=yesterday', governance)).statusCode, 422)
  assert.equal((await world.get('/sharing/access?reference=Smith', governance)).statusCode, 422)
  for (const query of ['person=x', 'before=x', 'before=-1', 'part=x', 'clause=x', 'person=a&person=b', 'reference=a&reference=b']) assert.ok([200, 422].includes((await world.get(`/sharing/access?${query}`, governance)).statusCode), query)
  const shutOut = await world.ours.account('information governance lead')
  await exclude(shutOut, other.caseId)
  const bare = (body: string) => body.replaceAll(other.reference, 'CM-2222-2222').replaceAll(/value="[A-Za-z0-9_-]{12}\.[^"]+"/g, '')
  assert.equal(bare((await world.get(`/sharing/access?reference=${other.reference}`, shutOut)).body), bare((await world.get('/sharing/access?reference=CM-2222-2222', shutOut)).body))
  assert.doesNotMatch((await world.get('/sharing/access', shutOut)).body, new RegExp(other.reference))
  assert.doesNotMatch((await world.get('/sharing/access/export.csv', shutOut)).body, new RegExp(other.reference))
  assert.equal((await world.get('/sharing/access', coordinator)).statusCode, 404)
  assert.equal(rows(await world.get('/sharing/access', await world.theirs.account('information governance lead'))), 0)
})

test('fifty looks stand on a page, and the rest behind it; all are taken away as CSV in which no cell runs', async () => {
  await inPartnership((tx) => tx.updateTable('account').set({ name: '=cmd|x' }).where('account_id', '=', worker.accountId).execute())
  for (let time = 0; time < 60; time++) await look(worker)
  const first = await world.get(`/sharing/access?person=${worker.accountId}`, governance)
  assert.equal(rows(first), 50)
  const older = /href="([^"]+)">Older looks/.exec(first.body)![1]!.replaceAll('&amp;', '&')
  assert.equal(rows(await world.get(older, governance)), 10)
  const csv = await world.get(`/sharing/access/export.csv?person=${worker.accountId}`, governance)
  assert.equal(csv.body.trim().split('\r\n').length, 61)
  assert.match(csv.body, /,'=cmd\|x,Testbury Council,|,"'=cmd\|x",Testbury Council,/)
  assert.match(String(csv.headers['content-disposition']), /^attachment/)
  const acts = await inPartnership((tx) => tx.selectFrom('audit_entry').select(['act', 'details']).where('subject_kind', '=', 'access log').where('account_id', '=', governance.accountId).orderBy('entry', 'desc').limit(1).execute())
  assert.deepEqual(acts, [{ act: 'disclosed', details: { entries: 60, as: 'CSV' } }])
})

test('unusual looks are shown with why, and counted on the front page', async () => {
  const night = Temporal.Now.zonedDateTimeISO('Europe/London').toPlainDate().subtract({ days: 2 }).toZonedDateTime({ timeZone: 'Europe/London', plainTime: '03:15' }).toInstant().toString()
  await inPartnership((tx) => tx.insertInto('access_entry').values({
    partnership_id: partnershipId, at: night, account_id: chair.accountId, agency_id: police, case_id: other.caseId, scheme_id: casework.schemeId, part: 'file', holder_agency_id: council, clause: 'takes part',
  }).execute())
  assert.match(plain(await world.get('/sharing/access/unusual', governance)), new RegExp(`03:15.*${other.reference}.*outside the hours in which the scheme works`))
  assert.match(plain(await world.get('/sharing', governance)), /looks? in the last seven days (was|were) unusual/)
  const shutOut = await world.ours.account('information governance lead')
  await exclude(shutOut, other.caseId)
  assert.doesNotMatch((await world.get('/sharing/access/unusual', shutOut)).body, new RegExp(other.reference))
  assert.equal((await world.get('/sharing/access/unusual', coordinator)).statusCode, 404)
})

test('the law page gives each purpose and power its source and first day', async () => {
  assert.match(plain(await world.get('/sharing/law', governance)), /Crime and Disorder Act 1998, s.115.*Since 30 September 1998.*To be checked/)
  assert.equal((await world.get('/sharing/law', coordinator)).statusCode, 404)
  assert.equal((await world.get('/sharing', coordinator)).statusCode, 404)
})
