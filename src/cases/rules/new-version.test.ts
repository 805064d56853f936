import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asUser } from '../../db/tx.ts'
import type { Condition } from './condition.ts'
import { selectReviewRules } from '../case-review/rule-store.ts'
import { numbersIn, readRuleVersion, withNumbers } from './new-version.ts'
import { type RuleVersion, selectRules, selectRuleVersions, selectScheme } from './rule-store.ts'

const world = await openWorld()
after(() => world.close())
let schemeId: string, chair: Actor, officer: Actor, governance: Actor
before(async () => {
  ;({ schemeId, chair, officer, governance } = await addCasework(world.ours))
})
const url = (kind = 'criteria') => `/cases/rules/${schemeId}/${kind}/new`
const versions = <K extends 'criteria' | 'risk'>(kind: K) => asUser(chair, async (tx) => selectRuleVersions(tx, (await selectScheme(tx, schemeId))!, kind))
const day = (days: number) => Temporal.Now.plainDateISO('Europe/London').add({ days })
const typedDay = (days: number) => `${day(days).day} ${day(days).month} ${day(days).year}`

/** Every field as the page has it: what a person sends who changes nothing. */
async function fieldsOf(kind = 'criteria', address = url(kind), actor = chair): Promise<Record<string, string>> {
  const { statusCode, body } = await world.get(address, actor)
  assert.equal(statusCode, 200)
  const decoded = (text: string) => text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&#x2F;', '/')
  const fields: Record<string, string> = {}
  for (const [tag] of body.matchAll(/<input\b[^>]*>/g)) {
    const [, name] = /name="([^"]+)"/.exec(tag) ?? []
    if (name && name !== '_csrf' && !tag.includes('type="checkbox"')) fields[name] = decoded(/value="([^"]*)"/.exec(tag)?.[1] ?? '')
  }
  for (const [, name, text] of body.matchAll(/<textarea\b[^>]*name="([^"]+)"[^>]*>([^<]*)</g)) fields[name!] = decoded(text!)
  for (const [, name, options] of body.matchAll(/<select\b[^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)) fields[name!] = decoded(/value="([^"]*)"\s+selected/.exec(options!)?.[1] ?? '')
  return { ...fields, validFrom: typedDay(10), source: 'Agreed by the steering group' }
}

describe('numbers within a condition', () => {
  const condition: Condition = { all: [{ fact: 'reports', atLeast: 3 }, { not: { fact: 'score', below: 75 } }, { any: [{ fact: 'last', after: 'first', withinMonths: 12 }, { fact: 'hate', is: true }] }] }
  test('are found in order and put back changed, and nothing else moves', () => {
    assert.deepEqual(numbersIn(condition), [3, 75, 12])
    assert.deepEqual(withNumbers(condition, [4, 80, 6]), { all: [{ fact: 'reports', atLeast: 4 }, { not: { fact: 'score', below: 80 } }, { any: [{ fact: 'last', after: 'first', withinMonths: 6 }, { fact: 'hate', is: true }] }] })
  })
})

describe('a new version of the criteria', () => {
  test('is for those who lead the scheme: a worker of it, another partnership and a made-up scheme find nothing', async () => {
    for (const actor of [officer, await world.theirs.account('case worker'), await world.ours.account('coordinator')]) {
      assert.equal((await world.get(url(), actor)).statusCode, 404)
      assert.equal((await world.post(url(), actor, { validFrom: typedDay(10), source: 'Mine', after: '1' })).statusCode, 404)
    }
    assert.match((await world.get(`/cases/rules/${schemeId}`, chair)).body, /Write a new version of the criteria/)
    assert.doesNotMatch((await world.get(`/cases/rules/${schemeId}`, officer)).body, /Write a new version/)
  })

  test('begins today or later, after the one before, and says what it rests on', async () => {
    const fields = await fieldsOf()
    const { statusCode, body } = await world.post(url(), chair, { ...fields, validFrom: '1 1 2020', source: '' })
    assert.equal(statusCode, 422)
    for (const said of [/today or later/, /Say what it rests on/]) assert.match(body, said)
    assert.equal((await versions('criteria')).length, 1)
  })

  test('that contradicts itself is shown with an example, and kept only when somebody says that a person settles it', async () => {
    const fields = await fieldsOf()
    // The clause that sends things to other panels no longer goes before those that admit.
    const at = (await versions('criteria'))[0]!.rules.clauses.findIndex(({ effect }) => effect === 'excludes')
    const shown = await world.post(url(), chair, { ...fields, [`clause-${at}-outranks`]: '' })
    assert.equal(shown.statusCode, 422)
    assert.match(shown.body, /admits what 3 excludes/)
    assert.equal((await versions('criteria')).length, 1)
    assert.equal((await world.post(url(), chair, { ...fields, [`clause-${at}-outranks`]: '', sure: 'yes' })).statusCode, 303)
    const [latest, first] = await versions('criteria')
    assert.deepEqual([latest!.version, latest!.validFrom, first!.version, first!.validTo], [2, day(10).toString(), 1, day(9).toString()])
    assert.equal(latest!.source, 'Agreed by the steering group')
  })

  test('rules what is decided from its day, and not a day before', async () => {
    const on = (iso: string) => asUser(chair, async (tx) => (await selectRules(tx, (await selectScheme(tx, schemeId))!, 'criteria', iso))?.version)
    assert.deepEqual([await on(day(0).toString()), await on(day(9).toString()), await on(day(10).toString())], [1, 1, 2])
  })

  test('may leave a clause out and add one that rests on what was chosen', async () => {
    const fields = await fieldsOf()
    const before = (await versions('criteria'))[0]!.rules
    const flag = before.clauses.findIndex(({ effect }) => effect === 'flags')
    const added = { 'new-0-id': '9', 'new-0-says': 'Somebody at risk where it is unusual', 'new-0-source': 'Minutes', 'new-0-effect': 'flags', 'new-0-at_risk': 'yes', 'new-0-unusual': 'yes' }
    assert.equal((await world.post(url(), chair, { ...fields, validFrom: typedDay(20), [`clause-${flag}-drop`]: 'yes', ...added, 'new-0-at_risk': '', 'new-0-unusual': '' })).statusCode, 422, 'a clause that rests on nothing')
    assert.equal((await world.post(url(), chair, { ...fields, validFrom: typedDay(20), [`clause-${flag}-drop`]: 'yes', ...added, sure: 'yes' })).statusCode, 303)
    const { clauses } = (await versions('criteria'))[0]!.rules
    assert.equal(clauses.length, before.clauses.length)
    assert.deepEqual(clauses.at(-1)!.when, { all: [{ fact: 'at_risk', is: true }, { fact: 'unusual', is: true }] })
  })

  test('the second of two who write one is told, and nothing of the first is lost', async () => {
    const stale = { ...(await fieldsOf()), after: '1', validFrom: typedDay(40), sure: 'yes' }
    const { statusCode, body } = await world.post(url(), chair, stale)
    assert.equal(statusCode, 409)
    assert.match(body, /Somebody wrote another version/)
    assert.equal((await versions('criteria'))[0]!.version, 3)
  })

  test('a clause that goes before one that is not there is refused', async () => {
    const [latest] = await versions('criteria')
    const typed = Object.fromEntries(latest!.rules.clauses.flatMap(({ says, source, effect }, at) => [[`clause-${at}-says`, says], [`clause-${at}-source`, source], [`clause-${at}-effect`, effect], [`clause-${at}-outranks`, at === 0 ? '77' : '']]))
    const read = readRuleVersion({ ...typed, validFrom: typedDay(60), source: 'x' }, latest as RuleVersion<'criteria'>, day(0).toString())
    assert.ok(!read.ok && read.errors.some(({ text }) => /outranks 77, which is not there/.test(text)))
  })
})

describe('a new version of the risk matrix', () => {
  test('has other limits, in order', async () => {
    const fields = await fieldsOf('risk')
    const [before] = await versions('risk')
    const high = before!.rules.bands.findIndex(({ band }) => band === 'high')
    assert.equal((await world.post(url('risk'), chair, { ...fields, [`band-${high}`]: '0' })).statusCode, 422)
    assert.equal((await world.post(url('risk'), chair, { ...fields, [`band-${high}`]: 'many' })).statusCode, 422)
    assert.equal((await world.post(url('risk'), chair, { ...fields, 'score-0-0': '101' })).statusCode, 422)
    assert.equal((await world.post(url('risk'), chair, { ...fields, [`band-${high}`]: String(before!.rules.bands[high]!.from + 1) })).statusCode, 303)
    assert.equal((await versions('risk'))[0]!.rules.bands[high]!.from, before!.rules.bands[high]!.from + 1)
  })
})

describe('a version that does not hold yet', () => {
  const page = `/cases/rules/`
  const withdrawal = async (actor = chair) => /action="([^"]+\/withdraw)"/.exec((await world.get(page + schemeId, actor)).body)?.[1] ?? null

  test('is withdrawn with a reason by who leads the scheme and by nobody else, and the one before it goes on', async () => {
    const [latest, previous] = await versions('criteria')
    const address = (await withdrawal())!
    assert.ok(address.includes(latest!.ruleSetId!))
    assert.equal(await withdrawal(officer), null)
    for (const actor of [officer, await world.theirs.account('case worker')]) assert.equal((await world.post(address, actor, { reason: 'Mine' })).statusCode, 404)
    const without = await world.post(address, chair, { reason: ' ' })
    assert.equal(without.statusCode, 422)
    assert.match(without.body, /Say why it is withdrawn/)
    assert.equal((await world.post(address, chair, { reason: 'The steering group thought again' })).statusCode, 303)
    assert.deepEqual((await versions('criteria')).slice(0, 2).map(({ version, withdrawn, validTo }) => [version, withdrawn, validTo]), [[latest!.version, 'The steering group thought again', latest!.validTo], [previous!.version, null, null]])
    assert.match((await world.get(page + schemeId, chair)).body, /Withdrawn before it held: The steering group thought again/)
    assert.equal((await world.post(address, chair, { reason: 'Twice' })).statusCode, 422)
  })

  test('and withdrawn leaves its number to nobody: the next one follows it', async () => {
    const withdrawn = (await versions('criteria'))[0]!.version
    assert.equal((await world.post(url(), chair, { ...(await fieldsOf()), validFrom: typedDay(30), sure: 'yes' })).statusCode, 303)
    const [latest, , standing] = await versions('criteria')
    assert.deepEqual([latest!.version, standing!.validTo], [withdrawn + 1, day(29).toString()])
  })

  test('that holds, or held, is neither withdrawn nor altered, whoever asks the database', async () => {
    const first = (await versions('criteria')).at(-1)!
    const refused = await world.post(`${page}${schemeId}/versions/${first.ruleSetId}/withdraw`, chair, { reason: 'Regret' })
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /does not hold yet/)
    for (const change of [{ source: 'Another' }, { valid_from: '2001-01-01' }, { withdrawn_at: '2026-01-01T00:00:00Z', withdrawn_reason: 'Regret' }])
      await assert.rejects(asUser(chair, (tx) => tx.updateTable('rule_set').set(change).where('rule_set_id', '=', first.ruleSetId!).execute()), /not changed|does not hold yet/)
  })

  test('is told from the one in force, on any day asked about', async () => {
    for (const [days, version] of [[0, 1], [9, 1], [10, 2], [29, 2], [30, 4]] as const)
      assert.match((await world.get(`${page}${schemeId}?on=${encodeURIComponent(typedDay(days))}`, officer)).body, new RegExp(`<dt>Criteria</dt><dd>Version ${version}</dd>`), String(days))
    assert.equal((await world.get(`${page}${schemeId}?on=soon`, officer)).statusCode, 422)
  })
})

describe('the information governance lead', () => {
  test('reads the rules of a scheme and writes the next from its own page, without casework', async () => {
    const base = `/sharing/schemes/${schemeId}/rules`
    assert.match((await world.get(`/sharing/schemes/${schemeId}`, governance)).body, new RegExp(`href="${base}"`))
    const { statusCode, body } = await world.get(base, governance)
    assert.equal(statusCode, 200)
    assert.match(body, /Write a new version of the risk matrix/)
    assert.equal((await world.get(`/cases/rules/${schemeId}`, governance)).statusCode, 404)
    const fields = await fieldsOf('risk', `${base}/risk/new`, governance)
    const kept = await world.post(`${base}/risk/new`, governance, { ...fields, validFrom: typedDay(50) })
    assert.deepEqual([kept.statusCode, kept.headers.location], [303, base])
  })
  test('finds no rules of another partnership there, nor does a case worker', async () => {
    for (const actor of [await world.theirs.account('information governance lead'), chair])
      for (const path of ['', '/criteria/new']) assert.equal((await world.get(`/sharing/schemes/${schemeId}/rules${path}`, actor)).statusCode, 404)
  })
})

describe('a new version of when a case review must be held', () => {
  let review: Awaited<ReturnType<typeof addCasework>>, address: string
  before(async () => {
    review = await addCasework(world.ours, 'asb case review')
    address = `/cases/rules/${review.schemeId}/review-threshold/new`
  })
  const write = async (typed: Record<string, string>) => world.post(address, review.coordinator, { ...(await fieldsOf('', address, review.coordinator)), ...typed })
  const rulesOn = (days: number) => asUser(review.coordinator, (tx) => selectReviewRules(tx, review.schemeId, day(days).toString()))

  for (const [says, typed, reason] of [
    ['four complaints', { complaints: '4' }, /The Act asks for 3 complaints at most/],
    ['fewer than six months to apply', { monthsToApply: '5' }, /within six months of the application: less would narrow it/],
    ['no time to complain', { monthsToComplain: '0' }, /Enter a whole number from 1/],
    ['no complaint at all', { complaints: '0' }, /Enter a whole number from 1/],
  ] as const)
    test(`cannot be narrower than the Act: ${says} is refused, with the reason`, async () => {
      const { statusCode, body } = await write(typed)
      assert.equal(statusCode, 422)
      assert.match(body, reason)
      assert.deepEqual((await rulesOn(10)).threshold.complaints, 3)
    })

  test('may be kinder, from its day on', async () => {
    assert.equal((await write({ complaints: '2', monthsToApply: '9', acknowledge: '1' })).statusCode, 303)
    const [before, since] = [await rulesOn(9), await rulesOn(10)]
    assert.deepEqual([before.threshold.complaints, before.clocks.acknowledge, since.threshold.complaints, since.threshold.monthsToApply, since.clocks.acknowledge], [3, 2, 2, 9, 1])
    const { body } = await world.get(`/cases/rules/${review.schemeId}`, review.coordinator)
    assert.match(body, /when 2 complaints were made, each within 1 month of what happened, and the application comes within 9 months/)
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
    assert.equal((await world.get(address, review.worker)).statusCode, 404, 'a worker of the scheme does not write its rules')
  })

  test('is refused by the database too, whoever writes it', async () => {
    const rules = JSON.stringify({ threshold: { complaints: 5, monthsToComplain: 1, monthsToApply: 6, source: 'Ours' }, clocks: {} })
    await assert.rejects(asUser(review.coordinator, (tx) => tx.insertInto('rule_set').values({ partnership_id: world.ours.partnershipId, scheme_id: review.schemeId, kind: 'review threshold', version: 9, valid_from: '2026-01-01', source: 'Ours', rules }).execute()), /check constraint/)
  })
})
