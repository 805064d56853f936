import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { openWorld } from '../../../test/world.ts'
import { type Actor, asUser } from '../../db/tx.ts'
import { addCounts, addTown, steady } from '../explore/specimens.ts'
import { kindsOfDay } from './day-kinds.ts'
import { gridOf, knownSentences, standingOut } from './hours.ts'
import { patternOfYear } from './year.ts'

const world = await openWorld()
after(() => world.close())
const analyst = await world.ours.account('analyst')
const stranger = await world.theirs.account('analyst')
await addTown(analyst)
const crime = await addCounts(analyst, '2021-01-01', [{ text: 'Drugs', north: steady(10, 48), south: steady(5, 48) }])
const noise = await addCounts(analyst, '2024-01-01', [{ text: 'Loud music', north: steady(100, 12), south: steady(10, 12) }], { name: 'Noise complaints', rowIs: 'complaint', layout: 'mapped', attribution: null, provider: 'Testbury Council' })

// A complaint at noon every day, and four more at 23:00 each Saturday.
const loudMusic = noise.categories['Loud music']!
await asUser(analyst, async (tx) => {
  const { load_id } = await tx.selectFrom('load').select('load_id').where('source_id', '=', noise.sourceId).executeTakeFirstOrThrow()
  await sql`insert into hour_count (partnership_id, source_id, category_id, day, hour, load_id, weight)
    select ${world.ours.partnershipId}::uuid, ${noise.sourceId}::integer, ${loudMusic}::integer, d::date, h, ${load_id}::integer, case h when 12 then 1 else 4 end
    from generate_series(date '2024-01-01', date '2024-12-31', interval '1 day') d cross join (values (12), (23)) t (h) where h = 12 or extract(dow from d) = 6`.execute(tx)
  await sql`insert into load_file (partnership_id, load_id, file_no, name, hash, bytes) values (${world.ours.partnershipId}::uuid, ${load_id}, 1, 'noise.csv', 'x', 1)`.execute(tx)
  await sql`insert into incident (partnership_id, load_id, row_no, file_no, line, source_id, month, category_id, key, content, starts, ends, position, placed)
    select ${world.ours.partnershipId}::uuid, ${load_id}::integer, n, 1, n, ${noise.sourceId}::integer, '2024-07-01', ${loudMusic}::integer, n, n,
      case when n <= 8 then timestamptz '2024-07-06 22:00+01' end, case when n <= 5 then timestamptz '2024-07-06 22:30+01' when n <= 8 then timestamptz '2024-07-07 09:00+01' end, 'none', 'unplaced'
    from generate_series(1, 10) n`.execute(tx)
})

const textOf = (body: string) => body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/&quot;/g, '"').replaceAll(/&#39;/g, "'").replaceAll(/\s+/g, ' ')
const page = async (url: string, actor: Actor = analyst) => {
  const { statusCode, body } = await world.get(url, actor)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object|Infinity/, url)
  assert.doesNotMatch(body, /\sstyle=|<style/, url)
  return { statusCode, body, text: textOf(body) }
}

test('a source with months only says plainly why it has no hours, and shows months and seasons', async () => {
  const { text } = await page(`/time?source=${crime.sourceId}`)
  assert.match(text, /Data\.police\.uk gives only the month of each crime, so that nobody can be found by it/)
  assert.match(text, /Over 3 whole years: too few to say which months differ by more than chance/)
  assert.doesNotMatch(text, /Hours of the week/)
})

test('hours by weekday are drawn and tabled, with how well the hour is known, and what stands out in words', async () => {
  const { text, body } = await page(`/time?source=${noise.sourceId}&from=2024-07&to=2024-07`)
  assert.match(text, /We know the hour for 50% of these 10\./)
  assert.match(text, /For 30% only a stretch of more than four hours is known/)
  assert.match(text, /2 have no time at all, and are left out/)
  assert.match(body, /wm-plot--narrow/)
  const whole = (await page(`/time?source=${noise.sourceId}`)).text
  assert.match(whole, /Most in one hour: 208, Saturday from 23:00/)
  assert.match(whole, /Saturday 23:00 to 00:00: 208, where \d+ would be expected of that hour and that day/)
  assert.match(whole, /Saturday 5 52 More than chance gives/)
  assert.match(whole, /Bank holiday 1 8/)
})

test('a day may begin at six, so that a night belongs to its evening, and days that are named stand by themselves', async () => {
  const { text } = await page(`/time?source=${noise.sourceId}&begins=6&days=2024-07-06,2024-07-13,banana`)
  assert.match(text, /Day 06 07 08/)
  assert.match(text, /Days you named 5 2 Too few to say/)
  assert.match(text, /“banana” is not a day: write one like 2024-07-14/)
})

test('nonsense in the address is answered in words', async () => {
  for (const url of ['/time?source=99', '/time?source=x&from=2024-99&to=%00&category=-1', `/time?source=${noise.sourceId}&from=2030-01&to=2029-01`, '/time?days[]=1&begins=7&category[x]=1']) assert.equal((await page(url)).statusCode, 200, url)
  assert.match((await page('/time?source=99')).text, /There is no source “99”/)
})

test('board members see the hours; readers and other partnerships do not', async () => {
  assert.equal((await world.get('/time', await world.ours.account('board member'))).statusCode, 200)
  assert.equal((await world.get('/time', await world.ours.account('reader'))).statusCode, 404)
  assert.match((await page(`/time?source=${noise.sourceId}`, stranger)).text, /No source of data has been added yet/)
})

test('an hour that only follows its day and its hour does not stand out; one beyond both does; a few are not judged', () => {
  const week = Float64Array.from({ length: 168 }, (_, at) => (at % 24 === 12 ? 40 : 6) * (at < 24 ? 2 : 1))
  assert.deepEqual(standingOut(gridOf({ week, days: new Float64Array(0) }, 0)), [])
  week[6 * 24 + 22] = 60
  week[6 * 24 + 23] = 60
  const [first] = standingOut(gridOf({ week, days: new Float64Array(0) }, 0))
  assert.equal(first!.text, 'Saturday 22:00 to 00:00')
  assert.equal(gridOf({ week: Float64Array.from({ length: 168 }, () => 1), days: new Float64Array(0) }, 0)[0]![0]!.finding, 'too few')
})

test('with a day that begins at six, Sunday 02:00 stands in the row of Saturday', () => {
  const week = new Float64Array(168)
  week[2] = 9
  const saturday = gridOf({ week, days: new Float64Array(0) }, 6)[5]!
  assert.deepEqual(saturday.filter(({ weight }) => weight > 0).map(({ day, hour }) => `${day} ${hour}`), ['Saturday 2'])
})

test('many records at exactly midnight are read as times not known', () => {
  const minutes = Object.fromEntries([['0', 90], ...Array.from({ length: 60 }, (_, at) => [String(at + 1), 2])])
  assert.match(knownSentences({ rows: 210, timed: 210, withinHour: 210, overFourHours: 0, tooWide: 0, minutes }).join(' '), /90 are timed at exactly midnight/)
})

test('bank holidays are their own kind of day, in a year of them', () => {
  const days = Float64Array.from({ length: 366 }, (_, at) => (at % 7 === 4 ? 10 : 5)) // 1 January 2024 was a Monday
  const kinds = kindsOfDay(days, Temporal.PlainDate.from('2024-01-01'), new Set())
  assert.equal(kinds.find(({ kind }) => kind === 'Bank holiday')!.days, 8)
  assert.equal(kinds.find(({ kind }) => kind === 'Friday')!.finding, 'more')
  assert.equal(kinds.reduce((sum, each) => sum + each.days, 0), 366)
})

test('a month of the year is marked when the years agree on it, and not from fewer than four of them', () => {
  const year = (most: number) => [30, 30, 31, 30, 29, 30, 31, 30, 30, 30, 31, most]
  const counts = Array.from({ length: 6 }, (_, at) => year(60 + at)).flat()
  const { years, months } = patternOfYear(counts, 2022 * 12)
  assert.equal(years, 6)
  assert.equal(months[11]!.finding, 'more')
  assert.equal(patternOfYear(counts.slice(0, 36), 2022 * 12).months[11]!.finding, 'too few')
  assert.equal(patternOfYear([...counts.slice(0, 40), null, ...counts.slice(41)], 2022 * 12).years, 5)
})
