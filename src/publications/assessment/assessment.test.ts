import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { type Actor, asUser } from '../../db/tx.ts'
import { selectGround } from '../../incidents/explore/ground.ts'
import { addCounts, addTown } from '../../incidents/explore/specimens.ts'
import { signalsOf } from '../../incidents/signals/renew.ts'
import { openWorld } from '../../../test/world.ts'
import { draftSources } from '../drafting/sources.ts'
import { selectWholePaper } from '../papers/store.ts'
import { standingTo, standingToThree, changeWords } from './change.ts'
import { wholeMonths } from './held.ts'

const world = await openWorld()
after(() => world.close())
const analyst = await world.ours.account('analyst')
const administrator = await world.ours.account('administrator')
const member = await world.ours.account('board member')
const stranger = await world.theirs.account('analyst')
await addTown(analyst)

// Six years to December 2024: theft doubles in the last and leaps in its December, drugs stay, and there are few robberies.
const years = (each: readonly number[]) => each.flatMap((n) => Array.from({ length: 12 }, (_, month) => n + (month % 2)))
const { sourceId } = await addCounts(analyst, '2019-01-01', [
  { text: 'Theft from the person', north: years([20, 20, 20, 20, 20, 44]).with(-1, 120), south: years([10, 10, 10, 10, 10, 10]) },
  { text: 'Drugs', north: years([12, 12, 12, 12, 12, 12]), south: years([9, 9, 9, 9, 9, 9]) },
  { text: 'Weapons', north: years([1, 1, 1, 1, 1, 1]), south: [] },
  { text: 'Robbery', north: [...new Array<number>(60).fill(0), 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], south: [] },
  { text: 'Bicycle theft', north: [...years([8, 8, 8, 8, 8]), ...new Array<number>(12).fill(0)], south: years([7, 7, 7, 7, 7]).concat(new Array<number>(12).fill(0)) },
], { name: 'Recorded crime', provider: 'Testbury Police', positions: 'snapped', knownGaps: 'Fraud is recorded elsewhere' })

const PERIOD = { starts: '2024-01-01', ends: '2024-12-31', today: Temporal.PlainDate.from('2025-02-10'), partnership: 'Testbury' }
const draft = (key: string, actor: Actor = analyst, asked = PERIOD) => asUser(actor, (tx) => draftSources.find((each) => each.key === key)!.draft(tx, asked))
const rowOf = (body: string, name: string) => body.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? ''

describe('what a change is worth', () => {
  const shown = (n: number | null) => ({ text: n === null ? 'Fewer than 5' : String(n), n })
  test('two counts that chance would set so far apart are not told as a change, and few are told without a percentage', () => {
    assert.equal(standingTo(shown(110), shown(100)), 'could be chance')
    assert.equal(standingTo(shown(150), shown(100)), 'higher')
    assert.equal(standingTo(shown(100), shown(150)), 'lower')
    assert.equal(standingTo(shown(null), shown(150)), 'not said')
    assert.equal(standingTo(shown(100), null), 'not said')
    assert.equal(changeWords(shown(9), 4, 'could be chance'), 'Few: could be chance')
    assert.equal(changeWords(shown(150), 100, 'higher'), '+50%, higher')
    assert.equal(changeWords(shown(null), 100, 'not said'), 'Not said')
  })
  test('the average of three years varies less than one year, so a smaller rise above it is one', () => {
    assert.equal(standingTo(shown(137), shown(100)), 'could be chance')
    assert.equal(standingToThree(shown(137), shown(300)), 'higher')
    assert.equal(standingToThree(shown(137), shown(null)), 'not said')
  })
  test('only months that are whole within the days count', () => {
    assert.deepEqual(wholeMonths({ starts: '2024-01-01', ends: '2024-12-31' }), { from: 2024 * 12, to: 2024 * 12 + 11 })
    assert.deepEqual(wholeMonths({ starts: '2024-01-02', ends: '2024-12-30' }), { from: 2024 * 12 + 1, to: 2024 * 12 + 10 })
  })
})

describe('what was recorded', () => {
  test('cites its data set, months and what it is divided by; counts stand beside rates, the year before and three years', async () => {
    const { body, drawn, restricted } = await draft('recorded crime')
    assert.match(body, /“Recorded crime” \(Testbury Police\), January 2024 to December 2024:/)
    assert.match(body, /For each 1,000 residents \| For each 1,000 workers/)
    assert.match(body, /Divided by 8,000 residents \(Census 2021, as at 21 March 2021\) and 500,000 workers/)
    // North 609 and South 126 in 2024; 246 and 126 in each year before. 735 for 8,000 residents is 91.9 for each 1,000.
    assert.match(rowOf(body, 'Theft from the person'), /\| 735 \| 91\.9 \| 1\.5 \| 372 \| \+97\.6%, higher \| 372 \| \+97\.6%, higher \|/)
    assert.match(rowOf(body, 'Drugs'), /\| 264 \| .* \| 264 \| 0%, could be chance \|/)
    assert.match(body, /More than chance would set apart: Theft from the person \(735 against 372\)/)
    assert.equal(restricted, undefined)
    assert.deepEqual((drawn as { months: unknown; denominators: { counted: string }[]; dataset: string }[]).map(({ months, denominators, dataset }) => [dataset, months, denominators.map(({ counted }) => counted)]), [['Recorded crime', { from: 24288, to: 24299 }, ['residents', 'workers']]])
  })
  test('a small count is not shown, nor what would give it away', async () => {
    const { body, drawn } = await draft('recorded crime')
    const robbery = rowOf(body, 'Robbery')
    assert.match(robbery, /^\| Robbery \| Fewer than 5 \| Not said \| Not said \|/)
    assert.doesNotMatch(robbery, /\| 2 \|/)
    assert.match(rowOf(body, 'Weapons'), /^\| Weapons \| Not shown \|/, 'with the total it would give the small one away')
    assert.doesNotMatch(JSON.stringify(drawn), /"now":"2"/)
  })
  test('it says which earlier years are not held, and which months of those asked for', async () => {
    const { body } = await draft('recorded crime', analyst, { ...PERIOD, starts: '2020-01-01', ends: '2020-12-31' })
    assert.match(body, /The three times before are not all held whole/)
    assert.doesNotMatch(body, /Average of three/)
    assert.match((await draft('recorded crime', analyst, { ...PERIOD, starts: '2019-01-01', ends: '2019-12-31' })).body, /earlier years are not held whole/)
    assert.match((await draft('recorded crime', analyst, { ...PERIOD, starts: '2030-01-01', ends: '2030-12-31' })).body, /no whole month of these days is held; it holds January 2019 to December 2024/)
    assert.match((await draft('recorded crime', analyst, { ...PERIOD, starts: '2024-07-15', ends: '2025-06-30' })).body, /August 2024 to December 2024/)
  })
  test('an account that may not read the data drafts nothing from them, nor another partnership', async () => {
    for (const key of ['recorded crime', 'signals', 'places', 'priority candidates', 'data gaps', 'repeat places'])
      for (const actor of [administrator, stranger]) assert.doesNotMatch((await draft(key, actor)).body, /Testbury|Theft|North/, key)
  })
})

test('What changed: signals say whether they can be relied on, and one that a person dismissed is left out', async () => {
  assert.match((await draft('signals')).body, /no signal is kept/)
  await signalsOf(world.ours.partnershipId, await asUser(analyst, selectGround), sourceId)
  const { body } = await draft('signals')
  assert.match(body, /December 2024: \d+ series|December 2024: one series/)
  assert.match(body, /Theft from the person, North in December 2024 was higher than usual: 120, where .* It can be relied on\./)
  assert.match((await draft('signals', analyst, { ...PERIOD, starts: '2023-01-01', ends: '2023-12-31' })).body, /December 2024, which is outside the days/)
  const before = body.split('\n').length
  const { area_id, category_id } = await asUser(analyst, (tx) => tx.selectFrom('signal').select(['area_id', 'category_id']).where('sentence', 'like', 'Theft from the person, North%').executeTakeFirstOrThrow())
  await world.post(`/signals/${sourceId}/${category_id}/${area_id}/dismiss`, analyst, { month: '2024-12', reason: 'A new way of counting began' })
  const after = (await draft('signals')).body
  assert.doesNotMatch(after, /Theft from the person, North/)
  assert.equal(after.split('\n').length, before - 1)
})

test('Where it happens: wards by count and by rate, with what they are divided by', async () => {
  const { body } = await draft('places')
  assert.match(body, /For each 1,000 residents \| Beside the rest/)
  assert.match(body, /Divided by residents: Census 2021, as at 21 March 2021/)
  assert.match(body, /North has the most, \d+|the total is not shown/)
  assert.match(body, /Fewer than 3 wards have a rate, too few to compare/)
  assert.match(body, /moves each to a point nearby/)
})

test('Points that it comes back to stand only in a restricted section, which stays so when it is drafted again', async () => {
  await asUser(analyst, async (tx) => {
    const partnership_id = tx.actor.partnershipId!
    const load_id = (await tx.selectFrom('load').select('load_id').where('source_id', '=', sourceId).executeTakeFirstOrThrow()).load_id
    const category_id = (await tx.selectFrom('source_term').select('term_id').where('text', '=', 'Drugs').executeTakeFirstOrThrow()).term_id
    await tx.insertInto('incident').values(Array.from({ length: 9 }, (_, row_no) => ({ partnership_id, load_id, row_no, file_no: 1, line: row_no + 2, source_id: sourceId, month: '2024-06-01', category_id, key: row_no, content: row_no, position: 'snapped', placed: 'inside', easting: row_no < 6 ? 532_000 : 532_000 + row_no, northing: 181_000 }))).execute()
  })
  const { body, restricted } = await draft('repeat places')
  assert.equal(restricted, true)
  assert.match(body, /one point has 6 of the 9 crimes placed within the area, 67%/)
  for (const key of ['recorded crime', 'places', 'signals', 'data gaps', 'priority candidates']) assert.doesNotMatch((await draft(key)).body, /532000/)
  const made = await world.post('/papers/new', analyst, { kind: 'strategic assessment', title: 'Assessment of 2024', starts: '1 1 2024', ends: '31 12 2024', asks: 'information', drafted: 'yes', version: '0' })
  assert.equal(made.statusCode, 303)
  const paperId = String(made.headers.location).split('/').at(-1)!
  const section = async () => (await asUser(analyst, (tx) => selectWholePaper(tx, paperId)))!.sections.find(({ source }) => source === 'repeat places')!
  const first = await section()
  assert.equal(first.restricted, true)
  await world.post(`/papers/${paperId}/sections/${first.sectionId}`, analyst, { heading: first.heading, body: first.body, recommendation: '', restricted: '', version: String(first.version) })
  assert.equal((await section()).restricted, false)
  await world.post(`/papers/${paperId}/sections/${first.sectionId}/draft`, analyst, { version: String((await section()).version), again: 'yes' })
  assert.equal((await section()).restricted, true)
  const { body: page } = await world.get(`/papers/${paperId}/read`, analyst)
  assert.match(page, /What was recorded[^]*Where it happens[^]*What we do not know[^]*What the priorities should be/)
  assert.doesNotMatch(page, /undefined|\bNaN\b|\[object|Infinity/)
  assert.equal((await world.get(`/papers/${paperId}/read`, member)).statusCode, 404)
})

test('What we do not know names what stopped, what misleads and what is not held at all', async () => {
  const { body } = await draft('data gaps')
  assert.match(body, /Bicycle theft/)
  assert.match(body, /Who keeps it says: Fraud is recorded elsewhere/)
  assert.match(body, /No reports, calls, complaints or inspections of these days are held/)
  assert.match(body, /one ward neither people nor premises are counted: Nobody’s Green/)
})

test('Candidates for priorities give their reasons and leave harm to people', async () => {
  const { body } = await draft('priority candidates')
  assert.match(body, /These are candidates, not priorities/)
  assert.match(rowOf(body, 'Theft from the person'), /Most crimes: 735\. Rose from 372 to 735 in a year, more than chance would set apart; above the average of three years too.*\(Recorded crime, January 2024 to December 2024\) \| To judge \| To judge \| To judge \|/)
  assert.doesNotMatch(rowOf(body, 'Robbery'), /Rose/)
})
