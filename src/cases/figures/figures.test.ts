import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { addCase, addCasework } from '../../../test/case-fixture.ts'
import { openWorld } from '../../../test/world.ts'
import { asSystem, asUser } from '../../db/tx.ts'
import { sayPublishable } from '../../statistics/disclosure.ts'
import { countCases } from './count-cases.ts'
import { figuresFrom } from './figure-source.ts'
import { powerPart } from './figure.ts'
import { selectCounts } from './store.ts'
import { yearsOf } from './years.ts'

const month = (text: string, figure: string, part: string, n: number) => ({ month: `${text}-01`, figure, part, n })
const say = (count: Parameters<typeof sayPublishable>[0] | null) => (count ? sayPublishable(count) : null)

describe('figures by year', () => {
  test('the City’s first year of forty referrals, eleven about residents, is shown as it was', () => {
    const counts = [...Array.from({ length: 11 }, (_, at) => month(`2016-${String(4 + (at % 9)).padStart(2, '0')}`, 'referrals', 'resident', 1)), month('2016-06', 'referrals', 'not resident', 20), month('2017-01', 'referrals', 'no person', 9)]
    const [row] = yearsOf('referrals', counts, '2017-06-01').rows.slice(-1)
    assert.deepEqual([row!.year, ...row!.cells.map(say), say(row!.total)], ['April 2016 to March 2017', '11', '20', '9', '40'])
  })
  test('one to four are never shown, nor given away by a total; a nought is a nought; the present quarter is left out', () => {
    const { rows } = yearsOf('decisions', [month('2025-05', 'decisions', 'accepted', 12), month('2025-06', 'decisions', 'advice given', 3), month('2026-11', 'decisions', 'accepted', 40)], '2026-11-22')
    const last = rows.at(-1)!
    assert.equal(say(last.cells[1]!), 'Fewer than 5')
    assert.deepEqual([say(last.cells[0]!), say(last.total)], ['Not shown', '15'], 'with twelve shown, three could be worked out')
    assert.equal(say(last.cells[2]!), '0')
    assert.ok(!rows.some(({ cells }) => cells.some((cell) => say(cell) === '40')))
  })
})

test('a measure gets noughts, suppressed readings, and nothing for the month that is not over', () => {
  const fed = figuresFrom([month('2026-08', 'referrals', 'resident', 3), month('2026-10', 'referrals', 'resident', 7), month('2026-11', 'referrals', 'resident', 9)], 'referrals', '', { frequency: 'month' }, Temporal.PlainDate.from('2026-11-22'))
  assert.deepEqual(fed.map(({ state, value }) => [state, value]), [['suppressed', null], ['value', 0], ['value', 7]])
})

test('each power counts as one kind', () => assert.deepEqual(['warning letter', 'community protection notice', 'criminal behaviour order'].map(powerPart), ['informal', 'notice', 'order']))

describe('counting', () => {
  test('cases are counted as the system, read by those who read figures and nobody else, and never across partnerships', async () => {
    const world = await openWorld()
    after(() => world.close())
    const casework = await addCasework(world.ours)
    await addCase(casework)
    const count = () => asSystem('count', countCases, world.ours.partnershipId)
    assert.equal(await count(), 1)
    assert.equal(await count(), 1)
    const seenBy = async (actor: Parameters<typeof asUser>[0]) => (await asUser(actor, (tx) => selectCounts(tx, casework.schemeId))).length
    assert.deepEqual([await seenBy(await world.ours.account('board member')), await seenBy(await world.ours.account('administrator')), await seenBy(await world.theirs.account('board member'))], [1, 0, 0])
    const page = await world.get('/case-figures', await world.ours.account('board member'))
    assert.equal(page.statusCode, 200)
    assert.match(page.body, /Referrals.*Fewer than 5/s)
    assert.doesNotMatch(page.body, /Testa|undefined|\bNaN\b/)
    assert.equal((await world.get('/case-figures', await world.ours.account('administrator'))).statusCode, 404)
    assert.match((await world.get('/case-figures.csv', await world.ours.account('board member'))).body, /Fewer than 5/)
  })
})
