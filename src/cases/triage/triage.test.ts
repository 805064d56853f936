import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addCasework, type Casework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { asSystem, asUser } from '../../db/tx.ts'
import { insertReferral } from '../referral/store.ts'

const world = await openWorld()
after(() => world.close())
let casework: Casework
before(async () => void (casework = await addCasework(world.ours)))

const FITTING = { at_risk: true, many_agencies: true, unusual: true, elsewhere: 'no', hotspot: false }
const refer = (facts: Record<string, boolean | string> = {}) =>
  asUser(casework.patrol, (tx) => insertReferral(tx, {
    schemeId: casework.schemeId, channel: 'form', about: 'victim', reasons: 'Followed home twice', consent: 'given', consentReason: null, facts, subjects: [{ kind: 'person', role: 'victim', resident: true, facts: [{ kind: 'name', value: 'Testa Person' }] }],
  }))
const standing = (caseId: string) => asSystem('look at a case', async (tx) => ({
  file: await tx.selectFrom('case_file').select(['stage', 'opened_on', 'review_on', 'version']).where('case_id', '=', caseId).executeTakeFirstOrThrow(),
  referral: await tx.selectFrom('referral').select(['outcome', 'decision', 'judgement', 'advice', 'advice_sent_at']).where('case_id', '=', caseId).executeTakeFirstOrThrow(),
  notices: await tx.selectFrom('notice').select(['account_id', 'subject', 'body']).where('effect', '=', `referral ${caseId} decided`).execute(),
  looks: await tx.selectFrom('access_entry').select(['account_id', 'part']).where('case_id', '=', caseId).execute(),
}), world.ours.partnershipId)
const decide = (caseId: string, fields: Record<string, string>, actor = casework.coordinator) => world.post(`/triage/${caseId}`, actor, { version: '1', ...fields })

describe('The referrals that wait', () => {
  test('are shown to those who work in the scheme, in words, and the look is written down', async () => {
    const { caseId, reference } = await refer()
    const page = await world.get('/triage', casework.coordinator)
    assert.match(page.body, new RegExp(`${reference}[\\s\\S]*Came today`))
    assert.doesNotMatch(page.body, /Testa Person|undefined|\bNaN\b|\[object/)
    assert.ok((await standing(caseId)).looks.some(({ part }) => part === 'list'))
  })
  test('and to nobody else: not whoever referred, not one excluded by name, not another partnership', async () => {
    const { caseId, reference } = await refer()
    const url = `/triage/${caseId}`
    assert.equal((await world.get(url, casework.patrol)).statusCode, 404)
    assert.equal((await world.get(url, casework.governance)).statusCode, 404)
    assert.equal((await world.get(url, await world.theirs.account('case worker'))).statusCode, 404)
    await asUser(casework.coordinator, (tx) => tx.insertInto('case_exclusion').values({ partnership_id: world.ours.partnershipId, case_id: caseId, account_id: casework.worker.accountId, reason: 'A neighbour', declared_by: casework.coordinator.accountId }).execute())
    assert.equal((await world.get(url, casework.worker)).statusCode, 404)
    assert.doesNotMatch((await world.get('/triage', casework.worker)).body, new RegExp(reference))
  })
})

describe('Triage', () => {
  test('shows what was said and the clause that fired, with its source', async () => {
    const { caseId } = await refer(FITTING)
    const { body } = await world.get(`/triage/${caseId}`, casework.coordinator)
    for (const expected of [/Followed home twice/, /Meets the criteria/, /Somebody vulnerable or at risk, in a case that is complex/, /Local rules of the City Community MARAC/, /Version 1/]) assert.match(body, expected)
    assert.doesNotMatch(body, /undefined|\bNaN\b|\[object/)
  })
  test('accepts what meets the criteria: the case opens, with its review, under the version of the rules it was decided by', async () => {
    const { caseId } = await refer(FITTING)
    assert.equal((await decide(caseId, { outcome: 'accepted' })).statusCode, 303)
    const { file, referral, notices } = await standing(caseId)
    assert.equal(file.stage, 'open')
    assert.equal(Temporal.PlainDate.from(file.opened_on!).until(file.review_on!).days, 84)
    const kept = referral.decision as { ruleSetId: string; version: number; fired: { id: string }[] }
    assert.deepEqual([kept.version, kept.fired.map(({ id }) => id)], [1, ['1']])
    assert.match(kept.ruleSetId, /^[0-9a-f-]{36}$/)
    assert.deepEqual(notices.map(({ account_id }) => account_id), [casework.patrol.accountId])
    assert.doesNotMatch(JSON.stringify(notices), /Testa|Followed/)
  })
  test('below the criteria only judgement admits, and judgement is written', async () => {
    const { caseId } = await refer({ ...FITTING, unusual: false })
    const refused = await decide(caseId, { outcome: 'accepted' })
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /Say why: the criteria alone do not say so/)
    assert.equal((await decide(caseId, { outcome: 'accepted', judgement: 'The pattern is getting worse' })).statusCode, 303)
    assert.equal((await standing(caseId)).referral.judgement, 'The pattern is getting worse')
  })
  test('below the criteria advice goes back, and whoever referred reads it and nothing else', async () => {
    const { caseId } = await refer({ ...FITTING, unusual: false })
    assert.equal((await decide(caseId, { outcome: 'advice given' })).statusCode, 422)
    assert.equal((await decide(caseId, { outcome: 'advice given', advice: 'Speak to the landlord first' })).statusCode, 303)
    const { file, referral } = await standing(caseId)
    assert.deepEqual([file.stage, referral.outcome, referral.advice_sent_at !== null], ['advised', 'advice given', true])
    const followed = await world.get(`/referrals/${caseId}`, casework.patrol)
    assert.match(followed.body, /Speak to the landlord first/)
    assert.doesNotMatch(followed.body, /Followed home|Testa Person|Does not meet/)
  })
  test('says where it belongs', async () => {
    const { caseId } = await refer({ ...FITTING, elsewhere: 'domestic abuse' })
    assert.equal((await decide(caseId, { outcome: 'belongs elsewhere', elsewhere: 'Domestic abuse MARAC' })).statusCode, 303)
    assert.deepEqual([(await standing(caseId)).file.stage, (await standing(caseId)).referral.advice], ['elsewhere', 'It belongs with: Domestic abuse MARAC.'])
  })
  test('is for those who lead: a worker of the scheme reads and decides nothing', async () => {
    const { caseId } = await refer(FITTING)
    const page = await world.get(`/triage/${caseId}`, casework.worker)
    assert.equal(page.statusCode, 200)
    assert.doesNotMatch(page.body, /Record the decision/)
    assert.equal((await decide(caseId, { outcome: 'accepted' }, casework.worker)).statusCode, 404)
    assert.equal((await standing(caseId)).file.stage, 'referred')
  })
  test('a second person finds what the first decided beside what they had written', async () => {
    const { caseId } = await refer(FITTING)
    await decide(caseId, { outcome: 'accepted' })
    const late = await decide(caseId, { outcome: 'advice given', advice: 'Mine, typed later' }, casework.chair)
    assert.equal(late.statusCode, 409)
    assert.match(late.body, /Mine, typed later/)
    assert.match(late.body, /Accepted/)
    assert.equal((await standing(caseId)).referral.outcome, 'accepted')
  })
  test('of two at once one decides', async () => {
    const { caseId } = await refer(FITTING)
    const answers = await Promise.all([decide(caseId, { outcome: 'accepted' }), decide(caseId, { outcome: 'belongs elsewhere', elsewhere: 'MAPPA', judgement: 'They have it' }, casework.chair)])
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).toSorted(), [303, 409])
  })
  test('what is known is added to, and the criteria asked again', async () => {
    const { caseId } = await refer({ worry: 'very worried' })
    assert.match((await world.get(`/triage/${caseId}`, casework.coordinator)).body, /Not enough is known/)
    const added = await world.post(`/triage/${caseId}/facts`, casework.coordinator, { version: '1', fact_at_risk: 'yes', fact_many_agencies: 'yes', fact_unusual: 'yes', fact_elsewhere: 'no', fact_hotspot: 'no' })
    assert.equal(added.statusCode, 303)
    const { body } = await world.get(`/triage/${caseId}`, casework.coordinator)
    assert.match(body, /Meets the criteria/)
    assert.match(body, /very worried/)
  })
})
