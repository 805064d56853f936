import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type Actor, asSystem, asUser } from '../src/db/tx.ts'
import { ROLE_POWERS, type Role } from '../src/people/powers.ts'
import { addCase, addCasework } from './case-fixture.ts'
import { addEachCaseThing } from './one-of-each-case.ts'
import { openWorld } from './world.ts'

// Non-interference: what is hidden from somebody may change as it will, and nothing that person can open changes by a byte.
const house = await openWorld()
after(() => house.close())
const { ours } = house
const partnership_id = ours.partnershipId
const casework = await addCasework(ours)
const { coordinator, officer, chair, governance, patrol } = casework
const outsider = await ours.account('case worker', ours.police)

// A case that all of them may know of as far as they go, so that no page is bare; each then has another hidden, on the same panel.
const open = await addEachCaseThing(ours, casework, await addCase(casework))
const watchers: [who: string, actor: Actor, roles: Role][] = [
  ['an officer excluded by name', officer, 'case worker'], ['a chair excluded by name', chair, 'case worker'], ['a governance lead excluded by name', governance, 'information governance lead'],
  ['a case worker with no role in the scheme', outsider, 'case worker'], ['an administrator', await ours.account('administrator'), 'administrator'], ['an analyst', await ours.account('analyst'), 'analyst'],
]
const excluded = [officer, chair, governance]
const hiddenCases: { caseId: string; reference: string }[] = []
/** A case that those three are shut out of, before they could have looked. */
async function addHidden(by: Actor = officer, stage: 'referred' | 'open' = 'open') {
  const made = await addCase({ ...casework, officer: by }, stage)
  await asUser(coordinator, (tx) => tx.insertInto('case_exclusion').values(excluded.map(({ accountId }) => ({ partnership_id, case_id: made.caseId, account_id: accountId, reason: 'A relative', declared_by: coordinator.accountId }))).execute())
  return made
}

const routes = readFileSync(join(import.meta.dirname, '../routes.txt'), 'utf8').trim().split('\n').map((line) => /^(\w+) +(\S+) +(.+)$/.exec(line)!)
// Pages that have nothing to do with anybody's cases, or that say how this process is.
const APART = /^\/(assets|health|ready|accessibility|data|hotspots|explore|editions|plans|items|profiles|sign-in|set-password|account)(\/|$)/
const gets = routes.filter(([, method, pattern]) => method === 'GET' && !APART.test(pattern!)).map(([, , pattern, power]) => ({ pattern: pattern!, power: power! }))
const address = (pattern: string, ids: Record<string, string>) => pattern.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? 'none')

const SEARCHES = ['/people-and-places?name=Kanarienvogel', '/people-and-places?name=Testa', '/people-and-places?q=Testa+Person', '/cases?q=CM', '/cases?stage=open', '/audit?kind=case', `/audit?person=${coordinator.accountId}`, `/audit/export.csv?person=${coordinator.accountId}`]
// Somebody is found in the register by a name that stands in no address.
const FIND = '/sharing/disclosures/people'
const FOUND_BY = ['Kanarienvogel', 'Testa']
/** Addresses that lists the watcher may open, and things of the case that is open to them; their own looks write themselves down, so those pages are left to searches. */
const addressesFor = (role: Role) => [
  ...gets.filter(({ power }) => ['public', 'signed in'].includes(power) || ROLE_POWERS[role].some((each) => each === power)).map(({ pattern }) => address(pattern, open)).filter((url) => !/^\/audit(\/|$)/.test(url)),
  ...SEARCHES.filter((url) => !url.startsWith('/audit') || role === 'information governance lead'),
]
// What a form carries of its own, and the clock.
const plain = (body: string) => body.replaceAll(/\b\d\d:\d\d\b/g, '').replaceAll(/(name="(?:_csrf|_form\w*|form_?key|formKey)" value|nonce)="[^"]*"/gi, '$1').replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?=" data-form)/g, '')
async function crawl(actor: Actor, role: Role): Promise<Map<string, string>> {
  const pages = new Map<string, string>()
  for (const url of addressesFor(role)) {
    const { statusCode, body, headers } = await house.get(url, actor)
    pages.set(url, `${statusCode} ${headers.location ?? ''}\n${plain(body)}`)
  }
  for (const q of FOUND_BY) {
    const { statusCode, body } = await house.post(FIND, actor, { q })
    pages.set(`${FIND} (${q})`, `${statusCode}\n${plain(body)}`)
  }
  return pages
}

/** What happens out of their sight: the hidden case gets one of everything, on a panel they know, and moves on; and more are referred. */
async function changeWhatIsHidden(hidden: Awaited<ReturnType<typeof addCase>>) {
  const things = await addEachCaseThing(ours, casework, hidden)
  await asSystem('what is hidden changes', async (tx) => {
    await tx.insertInto('panel_case').values({ partnership_id, case_id: hidden.caseId, panel_id: open.panelId!, position: 0, why: 'update' }).execute()
    // A meeting is known to all who work in its scheme; this one is not held after all.
    for (const panel of [things.panelId!]) {
      await tx.deleteFrom('panel_case').where('panel_id', '=', panel).execute()
      await tx.deleteFrom('panel_attendance').where('panel_id', '=', panel).execute()
      await tx.deleteFrom('panel').where('panel_id', '=', panel).execute()
    }
    await tx.deleteFrom('release_pack').where('release_pack_id', '=', things.packId!).execute()
    await tx.deleteFrom('referral_draft').where('referral_draft_id', '=', things.draftId!).execute()
  }, partnership_id)
  for (let count = 0; count < 3; count++) await addHidden(patrol, 'referred')
  for (const path of ['', '/people', '/information', '/access', '/diary', '/contact']) await house.get(`/cases/${hidden.caseId}${path}`, coordinator)
}

for (const [who, actor, role] of watchers)
  test(`${who} sees not one byte change when what is hidden from them does`, async () => {
    const hidden = await addHidden()
    hiddenCases.push(hidden)
    const [first, before] = [await crawl(actor, role), await crawl(actor, role)]
    await changeWhatIsHidden(hidden)
    const now = await crawl(actor, role)
    const changed: string[] = []
    let compared = 0
    for (const [url, page] of now) {
      // A page that differs by itself from one look to the next, such as the record of one's own looks, proves nothing either way.
      if (first.get(url) !== before.get(url)) continue
      compared++
      if (before.get(url) !== page) changed.push(`${url}\n${firstDifference(before.get(url)!, page)}`)
    }
    assert.deepEqual(changed, [])
    assert.ok(compared > 15, `${compared} pages compared`)
    assert.ok(now.size - compared <= 6, `${now.size - compared} pages differ by themselves: ${[...now.keys()].filter((url) => first.get(url) !== before.get(url)).join(' ')}`)
    for (const [url, page] of now) assert.ok(!page.includes(hidden.caseId) && !page.includes(hidden.reference), `${url} names the hidden case`)
  })

function firstDifference(one: string, other: string): string {
  const at = [...one].findIndex((letter, index) => other[index] !== letter)
  return `was: ${one.slice(Math.max(0, at - 80), at + 120)}\nis: ${other.slice(Math.max(0, at - 80), at + 120)}`
}

test('the register is searched by what is posted to it: the governance lead finds the person of a case that is open to them, and nobody else searches it', async () => {
  const found = await house.post(FIND, governance, { q: 'Testa' })
  assert.match(found.body, /Testa Person/)
  assert.equal((await house.post(FIND, officer, { q: 'Testa' })).statusCode, 404)
})

test('no notice goes to anybody about a case that is hidden from them', async () => {
  const rows = await asSystem('read the notices', (tx) => tx.selectFrom('notice').selectAll().where('partnership_id', '=', partnership_id).execute(), partnership_id)
  const wrong = rows.filter((row) => excluded.some(({ accountId }) => JSON.stringify(row).includes(accountId)) && hiddenCases.some(({ reference }) => JSON.stringify(row).includes(reference)))
  assert.deepEqual(wrong, [])
})
