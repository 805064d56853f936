import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import { asSystem } from '../../db/tx.ts'
import { chaseDuties } from './chase.ts'
import { coveredBy, dutyDay, dutyOf, occurrencesOf } from './duty.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const assessment = dutyOf('strategic-assessment')!
const kept = { since: '2024-01-01', applies: true, reason: null }

describe('a duty to publish', () => {
  test('falls due each year from the first day it is kept here to the next one ahead, and is late from the day after', () => {
    const found = occurrencesOf(assessment, kept, [{ dueOn: '2025-03-31', answeredOn: '2025-04-02', where: 'Its site', address: null }], [], day('2026-04-03'))
    assert.deepEqual(found.map(({ dueOn, daysLate }) => [dueOn, daysLate]), [['2024-03-31', 733], ['2025-03-31', 0], ['2026-03-31', 3], ['2027-03-31', 0]])
    assert.deepEqual(occurrencesOf(assessment, kept, [], [], day('2024-03-31')).map(({ dueOn, daysLate }) => [dueOn, daysLate]), [['2024-03-31', 0]], 'on the day itself it is not late')
  })
  test('is not asked about where nobody said it is kept here, where it does not apply, or before its law was in force', () => {
    assert.deepEqual(occurrencesOf(assessment, null, [], [], day('2026-01-01')), [])
    assert.deepEqual(occurrencesOf(assessment, { ...kept, applies: false, reason: 'It does not' }, [], [], day('2026-01-01')), [])
    assert.equal(occurrencesOf(dutyOf('serious-violence-strategy')!, { ...kept, since: '2020-01-01' }, [], [], day('2026-01-01'))[0]!.dueOn, '2024-01-31')
  })
  test('is about the last year of its own that had ended by then; a plan, about the year ahead', () => {
    assert.deepEqual(coveredBy(assessment, day('2026-03-31')), { starts: '2025-01-01', ends: '2025-12-31' })
    assert.deepEqual(coveredBy(dutyOf('case-review-figures')!, day('2026-06-30')), { starts: '2025-04-01', ends: '2026-03-31' })
    assert.deepEqual(coveredBy(dutyOf('partnership-plan')!, day('2026-04-01')), { starts: '2026-04-01', ends: '2027-03-31' })
    assert.deepEqual(coveredBy(dutyOf('late-night-levy')!, day('2026-12-31')), { starts: '2025-10-01', ends: '2026-09-30' })
  })
  test('is named by its key and a day on which it does fall due, and by nothing else', () => {
    assert.equal(dutyDay('scrutiny 2026-03-31')?.duty.name, 'Report to the crime and disorder committee')
    for (const wrong of ['scrutiny 2026-03-30', 'scrutiny', 'nothing 2026-03-31', 'scrutiny 2026-03-31T00', '']) assert.equal(dutyDay(wrong), null, wrong)
  })
})

describe('in a browser', async () => {
  const world = await openWorld()
  after(() => world.close())
  const [writer, reader, stranger, theirs] = [await world.ours.account('coordinator'), await world.ours.account('board member'), await world.ours.account('administrator'), await world.theirs.account('coordinator')]
  const today = Temporal.Now.plainDateISO('Europe/London')
  const last = occurrencesOf(assessment, { ...kept, since: today.subtract({ years: 1 }).toString() }, [], [], today).find(({ daysLate }) => daysLate > 0)!
  const here = `/duties/strategic-assessment/${last.dueOn}`

  test('nothing is late until somebody says a duty is kept here; then what fell due since is, for those who write and those who read', async () => {
    assert.match((await world.get('/duties', writer)).body, /Nothing is followed yet/)
    const empty = await world.post('/duties/strategic-assessment/setting', writer, { applies: 'no', since: '1 4 2024' })
    assert.equal(empty.statusCode, 422)
    assert.match(empty.body, /Say why it does not apply/)
    assert.equal((await world.post('/duties/strategic-assessment/setting', writer, { applies: 'yes', since: today.subtract({ years: 1 }).toLocaleString('en-GB') })).statusCode, 303)
    for (const actor of [writer, reader]) assert.match((await world.get('/duties', actor)).body, /1 publication is late.*Late by \d+ days?/s)
    assert.match((await world.get('/my-work', writer)).body, /To be published.*Strategic assessment/s)
    assert.doesNotMatch((await world.get('/my-work', reader)).body, /To be published/)
    assert.match((await world.get('/duties', theirs)).body, /Nothing is followed yet/)
  })

  test('whoever may not write papers changes nothing, and whoever may not read them finds nothing', async () => {
    for (const actor of [reader, stranger]) {
      assert.equal((await world.post('/duties/scrutiny/setting', actor, { applies: 'yes', since: '1 4 2024' })).statusCode, 404)
      assert.equal((await world.get(here, actor)).statusCode, 404)
      assert.equal((await world.post(here, actor, { where: 'x', answeredOn: '1 4 2024' })).statusCode, 404)
      assert.equal((await world.post(`${here}/withdraw`, actor, {})).statusCode, 404)
    }
    assert.equal((await world.get('/duties', stranger)).statusCode, 404)
    assert.equal((await world.post(here, theirs, { where: 'x', answeredOn: '1 4 2024' })).statusCode, 404)
    assert.equal((await world.get('/duties/nothing', writer)).statusCode, 404)
    assert.equal((await world.get('/duties/strategic-assessment/2026-02-30', writer)).statusCode, 404)
  })

  test('those who write papers are told once that one is late', async () => {
    const chase = () => asSystem('chase duties in a test', (tx) => chaseDuties(tx), world.ours.partnershipId)
    assert.deepEqual([await chase(), await chase()], [1, 0])
    const [notice] = await asSystem('read the notice', (tx) => tx.selectFrom('notice').select(['account_id', 'body']).where('effect', 'like', 'duty %').execute(), world.ours.partnershipId)
    assert.deepEqual([notice!.account_id, notice!.body.includes(here)], [writer.accountId, true])
  })

  test('where it was published outside is said with the day, and taken back if that was wrong', async () => {
    const nowhere = await world.post(here, writer, { answeredOn: '1 4 2024' })
    assert.equal(nowhere.statusCode, 422)
    assert.match(nowhere.body, /say where it is found/)
    const ahead = await world.post(here, writer, { where: 'The council’s site', answeredOn: today.add({ days: 1 }).toLocaleString('en-GB') })
    assert.match(ahead.body, /That day is still to come/)
    assert.match(ahead.body, /The council’s site/, 'what was typed is still there')
    assert.equal((await world.post(here, writer, { publication: '/editions/made-up', answeredOn: '1 4 2024' })).statusCode, 422)
    assert.equal((await world.post(here, writer, { where: 'The council’s site', answeredOn: today.toLocaleString('en-GB') })).statusCode, 303)
    assert.match((await world.get('/duties', reader)).body, /Published \d+ days? late.*The council’s site/s)
    await world.post(here, writer, { where: 'Somewhere else', answeredOn: today.toLocaleString('en-GB') })
    assert.doesNotMatch((await world.get('/duties', reader)).body, /Somewhere else/)
    assert.equal((await world.post(`${here}/withdraw`, writer, {})).statusCode, 303)
    assert.equal((await world.post(`${here}/withdraw`, writer, {})).statusCode, 404)
    assert.match((await world.get('/duties', reader)).body, /1 publication is late/)
  })

  test('the figures of case reviews are offered for their own duty alone', async () => {
    await world.post('/duties/case-review-figures/setting', writer, { applies: 'yes', since: today.subtract({ years: 1 }).toLocaleString('en-GB') })
    const own = occurrencesOf(dutyOf('case-review-figures')!, { ...kept, since: today.subtract({ years: 1 }).toString() }, [], [], today)[0]!
    assert.match((await world.get(`/duties/case-review-figures/${own.dueOn}`, writer)).body, /Figures of case reviews, on their public page/)
    assert.doesNotMatch((await world.get(here, writer)).body, /Figures of case reviews/)
    await world.post('/duties/case-review-figures/setting', writer, { applies: 'no', since: '1 4 2024', reason: 'Only for this test' })
  })

  test('a paper begun for it has its kind, days and name, is shown as being written, and answers it when published', async () => {
    const form = await world.get(`/papers/new?duty=strategic-assessment&due=${last.dueOn}`, writer)
    assert.match(form.body, /For a duty to publish: <strong>Strategic assessment<\/strong>/)
    assert.match(form.body, new RegExp(`name="answers" value="strategic-assessment ${last.dueOn}"`))
    const begun = await world.post('/papers/new', writer, { kind: 'strategic assessment', title: 'Assessment of the year', starts: last.starts.split('-').reverse().join(' '), ends: last.ends.split('-').reverse().join(' '), asks: 'information', answers: `strategic-assessment ${last.dueOn}` })
    assert.equal(begun.statusCode, 303)
    const paper = String(begun.headers.location)
    assert.match((await world.get(paper, writer)).body, /Answers.*Strategic assessment, due/s)
    assert.match((await world.get('/duties', writer)).body, /Being written: .*Assessment of the year/s)
    await world.post(`${paper}/sections`, writer, { heading: 'What was recorded' })
    const look = await world.get(`${paper}/publish`, writer)
    const fingerprint = /name="fingerprint" value="([^"]+)"/.exec(look.body)![1]!
    const published = await world.post(`${paper}/publish`, writer, { fingerprint, overrideReason: 'The year is over and the board waits for it', corrects: '', correctionNote: '' })
    assert.equal(published.statusCode, 303)
    const { body } = await world.get('/duties', reader)
    assert.doesNotMatch(body, /is late|undefined|\bNaN\b|\[object/)
    assert.match(body, new RegExp(`<a class="govuk-link" href="${String(published.headers.location)}">Assessment of the year, edition 1</a>`))
  })
})
