import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { insertPlan, insertUpdate } from '../../../test/plan-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { asUser } from '../../db/tx.ts'
import { dismissFinding, findingsOf } from '../checks/store.ts'
import { changeState } from '../keeping/store.ts'
import { selectPlan } from '../store.ts'
import { previewEdition, publishEdition, selectEdition } from './store.ts'

const world = await openWorld()
after(() => world.close())
const coordinator = await world.ours.account('coordinator')
const reader = await world.ours.account('reader')
const stranger = await world.theirs.account('coordinator')
const strangeReader = await world.theirs.account('reader')
const today = Temporal.Now.plainDateISO('Europe/London')
const spring = `${today.year}-01-02`

const { planId, items } = await insertPlan(coordinator, {
  title: 'Testbury plan', starts: `${today.year}-01-01`, ends: `${today.year}-12-31`, rollUp: 'majority',
  items: [
    { code: '1', title: 'Burglary', kind: 'priority' },
    {
      code: '1.1', title: 'Mark <b>property</b>', under: '1', owner: { organisationId: world.ours.council, post: 'Warden', accountable: true },
      says: { declared: 'Amber', on: today.toString(), narrative: 'Kits went out', reason: 'Half of them were faulty' },
      evidence: [{ kind: 'output', from: today.toString(), statement: 'Kits handed over', quantity: 1200, unit: 'kits', also: ['1.2'] }],
    },
    { code: '1.2', title: 'Visit victims', under: '1', says: { declared: 'Green', on: today.toString(), narrative: 'All were visited' } },
    { code: '1.4', title: 'Talk to shops', under: '1', says: { declared: 'Green', on: today.toString(), narrative: 'Ten shops' } },
    { code: '1.3', title: 'Light the alley', under: '1', state: 'withdrawn', note: 'The grant ended', says: { declared: 'Red', on: spring } },
    { code: '2', title: 'Noise', state: 'complete', outcome: { text: 'Quieter nights', type: 'claimed' }, says: { declared: 'Green', on: today.toString() } },
  ],
})

const publish = () =>
  asUser(coordinator, async (tx) => {
    const preview = (await previewEdition(tx, planId, 'Testbury Safer Together', today))!
    return publishEdition(tx, preview, { overrideReason: 'Whatever stands in its way', corrects: null, correctionNote: null })
  })
const dismissed = await asUser(coordinator, async (tx) => {
  const [finding] = (await findingsOf(tx, (await selectPlan(tx, planId))!, today)).standing
  await dismissFinding(tx, planId, finding!.check, finding!.subject, 'The chair knows of this one')
  return finding!
})
const first = await publish()
const second = await asUser(coordinator, async (tx) => insertUpdate(tx, items.get('1.1')!, { declared: 'Green', on: today.toString(), narrative: 'The rest arrived' })).then(publish)
const page = async (url: string, account = reader) => {
  const { statusCode, body } = await world.get(url, account)
  assert.equal(statusCode, 200, url)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  return body.replaceAll(/\s+/g, ' ')
}

describe('an edition as its reader has it', () => {
  test('begins with the whole in a sentence, then its figures, then what to look at', async () => {
    const body = await page(`/editions/${first}`)
    assert.match(body, /Of 4 activities, 3 are rated Green, 1 Amber and none Red\./)
    assert.ok(body.indexOf('Of 4 activities') < body.indexOf('For the board’s attention'))
    assert.match(body, /For the board’s attention.*1\.1 Mark &lt;b&gt;property&lt;\/b&gt;.*Declared Amber, but Green by the criteria/)
  })

  test('shows both ratings in words with why, the owner’s reason, and what other rules would give', async () => {
    const body = await page(`/editions/${first}`)
    assert.match(body, /1 piece of work delivered in the period\. The owner’s reason: Half of them were faulty/)
    assert.match(body, /the rating most of its activities have/)
    assert.match(body, /2 green, 1 amber of 3\. Rule: most decide\. If the worst decides or a third decides: Amber/)
    assert.match(body, /Work is scoped and planned/)
    assert.match(body, /Nothing measured/)
  })

  test('shows evidence with its date and quantity, and that it serves another item too', async () => {
    assert.match(await page(`/editions/${first}`), /Output, \d+ \w+ \d{4}, 1,200 kits:.*Kits handed over.*Also serves 1\.2; counted once/)
  })

  test('keeps tombstones with their reasons, and types outcomes', async () => {
    const body = await page(`/editions/${first}`)
    assert.match(body, /1\.3<\/span> Light the alley.*Withdrawn on 1 June 2026: The grant ended/)
    assert.match(body, /Outcome, claimed: Quieter nights/)
  })

  test('prints the findings, and what was answered with who, when and why', async () => {
    const body = await page(`/editions/${first}`)
    assert.match(body, /Findings answered, and why.*The chair knows of this one.*Testbury coordinator/)
    const { shown } = (await asUser(reader, (tx) => selectEdition(tx, first)))!
    assert.deepEqual(shown.answered.map(({ subject, check }) => [check, subject]), [[dismissed.check, dismissed.subject]])
    assert.ok(shown.findings.length > 0)
  })

  test('says what changed since the one before, in short and under headings', async () => {
    assert.match(await page(`/editions/${first}`), /This is the first edition/)
    assert.match(await page(`/editions/${second}`), /1\.1 went from Amber to Green\./)
    assert.match(await page(`/editions/${second}/changes`), /Compared with edition 1.*1 rating better, 0 worse.*Ratings.*1\.1 went from Amber to Green\./)
    assert.match(await page(`/editions/${first}`), /A later one is published: <a class="govuk-link" href="\/editions\/[^"]+">edition 2/)
  })

  test('stands in the list under its plan, newest first; a coordinator can publish the next from there and a reader cannot', async () => {
    const body = await page('/editions')
    assert.ok(body.indexOf(', edition 2<') < body.indexOf(', edition 1<'))
    assert.doesNotMatch(body, /Publish the next/)
    assert.match(await page('/editions', coordinator), new RegExp(`/plans/${planId}/publish`))
  })

  test('is not made again for a visitor who has it; is for another visitor, and when a later edition comes out', async () => {
    const cookie = await world.signIn(reader)
    const { headers } = await world.app.inject({ url: `/editions/${second}`, headers: { cookie } })
    const ask = (own: string) => world.app.inject({ url: `/editions/${second}`, headers: { cookie: own, 'if-none-match': String(headers.etag) } })
    assert.equal((await ask(cookie)).statusCode, 304)
    assert.equal((await ask(await world.signIn(coordinator))).statusCode, 200)
    assert.equal((await ask(await world.signIn(stranger))).statusCode, 404)
    await publish()
    assert.equal((await ask(cookie)).statusCode, 200)
  })
})

describe('an edition, for good', () => {
  test('stays as it was when the plan changes, word for word', async () => {
    const before = (await asUser(reader, (tx) => tx.selectFrom('edition').select(['shown', 'changes']).where('edition_id', '=', first).executeTakeFirstOrThrow()))
    const pageBefore = await page(`/editions/${first}`)
    await asUser(coordinator, async (tx) => {
      await changeState(tx, items.get('1.2')!, 1, { state: 'withdrawn', note: 'No longer wanted', since: today.toString() })
      await tx.updateTable('plan').set({ title: 'Another title' }).where('plan_id', '=', planId).execute()
    })
    const after = (await asUser(reader, (tx) => tx.selectFrom('edition').select(['shown', 'changes']).where('edition_id', '=', first).executeTakeFirstOrThrow()))
    assert.deepEqual(after, before)
    const main = (body: string) => body.slice(body.indexOf('id="attention"'))
    assert.equal(main(await page(`/editions/${first}`)), main(pageBefore))
  })

  test('cannot be changed or removed, not even by a coordinator past the pages', async () => {
    const changed = await asUser(coordinator, (tx) => tx.updateTable('edition').set({ override_reason: 'changed' }).executeTakeFirst())
    assert.equal(changed.numUpdatedRows, 0n)
    const removed = await asUser(coordinator, (tx) => tx.deleteFrom('edition').executeTakeFirst())
    assert.equal(removed.numDeletedRows, 0n)
  })
})

const PAPERS = ['board-paper.docx', 'action-plan.docx', 'plan.xlsx', 'plan.csv']
const OF_EDITION = ['', '/changes', ...PAPERS.map((paper) => `/${paper}`)]

describe('who may read editions', () => {
  for (const role of ['coordinator', 'owner', 'board member', 'analyst', 'case worker', 'licensing officer', 'information governance lead', 'reader'] as const)
    test(`${/^[aio]/.test(role) ? 'an' : 'a'} ${role} may`, async () => {
      const account = await world.ours.account(role)
      for (const address of OF_EDITION) assert.equal((await world.get(`/editions/${first}${address}`, account)).statusCode, 200, address)
    })

  test('an administrator may not; nobody may who is not signed in', async () => {
    const administrator = await world.ours.account('administrator')
    for (const url of ['/editions', ...OF_EDITION.map((address) => `/editions/${first}${address}`)]) {
      assert.equal((await world.get(url, administrator)).statusCode, 404, url)
      assert.equal((await world.get(url, null)).statusCode, 303, url)
    }
  })

  test('a reader opens editions but neither the live plan nor its drafts', async () => {
    for (const url of [`/plans/${planId}/dashboard`, ...PAPERS.map((paper) => `/plans/${planId}/${paper}`), `/plans/${planId}/publish`]) assert.equal((await world.get(url, reader)).statusCode, 404, url)
  })

  test('another partnership sees nothing: not the page, the list, the papers or the drafts, at a guessed address or a true one', async () => {
    await page(`/editions/${first}`) // so that it is held in this process when they ask
    for (const account of [stranger, strangeReader]) {
      const list = await page('/editions', account)
      assert.match(list, /Nothing has been published yet/)
      assert.doesNotMatch(list, /Testbury plan|Burglary/)
      assert.match(await page(`/editions?plan=${planId}`, account), /Nothing has been published yet/)
      for (const address of OF_EDITION) {
        const refused = await world.get(`/editions/${first}${address}`, account)
        assert.equal(refused.statusCode, 404, address)
        assert.doesNotMatch(refused.body, /Testbury plan|Burglary/)
      }
      for (const paper of PAPERS) assert.equal((await world.get(`/plans/${planId}/${paper}`, account)).statusCode, 404)
    }
  })

  test('an address that is no id, or nobody’s, is not found', async () => {
    for (const id of ['x', '00000000-0000-4000-8000-000000000000', `${first}'`])
      for (const address of OF_EDITION) assert.equal((await world.get(`/editions/${encodeURIComponent(id)}${address}`, reader)).statusCode, 404)
    assert.equal((await world.get('/editions?plan=x&plan=y', reader)).statusCode, 200)
  })
})
