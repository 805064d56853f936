import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openWorld } from '../../../test/world.ts'
import type { Actor } from '../../db/tx.ts'
import { addCounts, addTown, NORTH, steady } from './specimens.ts'

const world = await openWorld()
after(() => world.close())
const analyst = await world.ours.account('analyst')
const stranger = await world.theirs.account('analyst')
const early = await world.get('/explore', analyst)

await addTown(analyst)
const months = 60 // from January 2020 to December 2024
const drugs = { text: 'Drugs', north: [...steady(10, 48), ...steady(20, 12)], south: [...steady(5, 48), ...steady(6, 12)], unplaced: steady(1, months), outside: steady(2, months) }
const robbery = { text: 'Robbery', north: [...steady(2, 59), 3], south: steady(0, months), noWard: steady(1, months) }
const crime = await addCounts(analyst, '2020-01-01', [drugs, robbery])
const noise = await addCounts(analyst, '2023-01-01', [{ text: 'Loud music', national: 'Anti-social behaviour', north: steady(8, 24), south: steady(3, 24) }], { name: 'Noise complaints', rowIs: 'complaint', provider: 'Testbury Council', attribution: null, layout: 'mapped' })

const textOf = (body: string) => body.replaceAll(/<(script|style)[^>]*>.*?<\/\1>/gs, ' ').replaceAll(/<[^>]+>/g, ' ').replaceAll(/&quot;/g, '"').replaceAll(/&#39;/g, "'").replaceAll(/\s+/g, ' ')
const page = async (url: string, actor: Actor = analyst) => {
  const { statusCode, body } = await world.get(url, actor)
  assert.doesNotMatch(body, /undefined|\bNaN\b|\[object|Infinity/, url)
  assert.doesNotMatch(body, /\sstyle=|<style/, url)
  return { statusCode, body, text: textOf(body) }
}

test('before anything is held, the page says what to do', () => {
  assert.equal(early.statusCode, 200)
  assert.match(textOf(early.body), /No source of data has been added yet\. Load some/)
})

test('counts stand beside rates, a year before, the average of three before, and say what they are divided by', async () => {
  const { text } = await page(`/explore?source=${crime.sourceId}`)
  assert.match(text, /All crimes 385 crimes, January to December 2024: 0\.770 for each 1,000 workers/)
  assert.match(text, /133 more \(\+52\.8%\) than in the same months a year before \(252\), more than chance would give/)
  assert.match(text, /Drugs 348 0\.696 90\.4% 216 132 more \(\+61\.1%\) more than chance 216\.0/)
  assert.match(text, /Robbery 37 .*? 36 1 more \(\+2\.8%\) 36/)
  assert.match(text, /Rates are of 500,000 workers as at 21 March 2021 \(Census 2021\)/)
  assert.match(text, /12 \(3\.1%\) could not be placed on the map/)
  assert.match(text, /Contains public sector information/)
})

test('residents where many more work are called a misleading base', async () => {
  assert.match((await page(`/explore?source=${crime.sourceId}&per=residents`)).text, /Residents are a misleading base here: 8,000 live in the area and 500,000 are its workers/)
  assert.doesNotMatch((await page(`/explore?source=${crime.sourceId}&per=workers`)).text, /misleading base/)
})

test('wards add up to the whole with what is in no ward, outside or not placed, and a ward without anything is left out', async () => {
  const { text } = await page(`/explore?source=${crime.sourceId}&rows=ward&from=2024-01&to=2024-01`)
  assert.match(text, /North 22 0\.220 .*South 6 0\.015 .*In no ward: outside, or between boundaries 3 – .*Not placed on the map 1 – .*Total 32/)
  assert.doesNotMatch(/By wards.*Month by month/.exec(text)![0], /Nobody’s Green/)
})

test('rows by columns show each count with its rate, and an area beside another its own', async () => {
  const { text } = await page(`/explore?source=${crime.sourceId}&rows=category&columns=ward&from=2024-01&to=2024-12`)
  assert.match(text, /Drugs 240 2\.40 72 0\.180 24 12 348 0\.696/)
  assert.match((await page(`/explore?source=${crime.sourceId}&against=${NORTH}`)).text, /North: count North: rate Drugs 348 .*? 240 2\.40/)
})

test('a whole area is what was placed inside it', async () => {
  assert.match((await page(`/explore?source=${crime.sourceId}&area=1&from=2024-01&to=2024-01`)).text, /Testbury 29 crimes, January 2024/)
})

test('two sources are reports and not incidents, and shares of different wholes carry a caveat', async () => {
  const { text } = await page(`/explore?source=${crime.sourceId}&source=${noise.sourceId}`)
  assert.match(text, /These shares are of different wholes and may not be compared or added up\. One is of the crimes of “Recorded crime”, the other of the complaints of “Noise complaints”/)
  assert.match(text, /Read the totals as reports, not incidents/)
  assert.match(text, /No comparison with all three times before: not all of those months are held/)
  assert.doesNotMatch((await page(`/explore?source=${crime.sourceId}`)).text, /different wholes/)
  assert.match((await page(`/explore?source=${crime.sourceId}&source=${noise.sourceId}&rows=compared`)).text, /Anti-social behaviour 132/)
})

test('what an address asks that makes no sense is said in words, and the rest is answered', async () => {
  const { statusCode, text } = await page('/explore?source=99&category=7777&area=banana&from=2024-13&to=%00&rows=rows&columns=category&per=cats&against=-9&harm=x&source=1%27')
  assert.equal(statusCode, 200)
  for (const said of [/There is no source “99”/, /There is no category “7777”/, /There is no area “banana”/, /“2024-13” is not a month/, /“cats” cannot be chosen for per/, /There is no area “-9”/])
    assert.match(text, said)
  const turned = (await page(`/explore?source=${crime.sourceId}&from=2024-06&to=2024-01`)).text
  assert.match(turned, /June 2024 is after January 2024: the period is read the other way round/)
  assert.match((await page(`/explore?source=${crime.sourceId}&from=1905-01&to=1905-12`)).text, /0 crimes, January to December 1905/)
  assert.match((await page(`/explore?source=${crime.sourceId}&rows=month&columns=year&from=1900-01&to=2024-12`)).text, /A period of more than 60 years is cut to the last 60.*would make more than 5,000 counts/)
  assert.equal((await page('/explore?from[a]=1&rows=__proto__&source=1e3')).statusCode, 200)
})

test('a table to publish shows no small number, and the file says which kind it is', async () => {
  const asked = `source=${crime.sourceId}&rows=category&columns=month&from=2024-10&to=2024-12&publishable=yes`
  const { text } = await page(`/explore?${asked}`)
  assert.match(text, /Robbery (<|&lt;)5 (<|&lt;)5 (<|&lt;)5 10/)
  assert.doesNotMatch(/By categories.*?Month by month/.exec(text)![0], /Robbery [^A-Z]*\b[1-4]\b/)
  const csv = await world.get(`/explore/table.csv?${asked}`, analyst)
  assert.match(String(csv.headers['content-disposition']), /small-numbers-protected/)
  assert.match(csv.body, /Robbery,December 2024,Fewer than 5,2024-10,2024-12/)
  const open = await world.get(`/explore/table.csv?source=${crime.sourceId}`, analyst)
  assert.match(String(open.headers['content-disposition']), /not-for-publication/)
  assert.match(open.body, /Drugs,348,0\.696,216/)
  assert.match(open.body, /Contains public sector information/)
})

test('months are not published where adding them up would give a hidden total away', async () => {
  const { text, body } = await page(`/explore?source=${crime.sourceId}&category=${crime.categories.Robbery}&from=2024-11&to=2024-11&publishable=yes`)
  assert.match(text, /Fewer than 5 crimes, November 2024/)
  assert.match(text, /The months are not shown by themselves/)
  assert.doesNotMatch(body, /wm-plot/)
})

test('months in a table to publish are not shown again beside it, where they could be told apart from what it hides', async () => {
  const asked = `source=${crime.sourceId}&category=${crime.categories.Robbery}&from=2024-10&to=2024-12&publishable=yes`
  assert.match((await page(`/explore?${asked}&rows=category&columns=month`)).text, /The months are not shown by themselves/)
  const months = (await page(`/explore?${asked}&rows=month`)).text
  assert.match(months, /December 2024 Fewer than 5 .*There is nothing to draw/)
})

test('the picture stands alone, with whose it is', async () => {
  const { body, headers } = await world.get(`/explore/picture.svg?source=${crime.sourceId}`, analyst)
  assert.match(String(headers['content-type']), /svg/)
  assert.match(body, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
  assert.match(body, /Contains public sector information/)
})

test('board members explore; readers, administrators and other partnerships do not', async () => {
  assert.equal((await world.get('/explore', await world.ours.account('board member'))).statusCode, 200)
  for (const role of ['reader', 'administrator', 'information governance lead'] as const)
    for (const url of ['/explore', '/explore/table.csv', '/explore/picture.svg']) assert.equal((await world.get(url, await world.ours.account(role))).statusCode, 404, `${role} ${url}`)
  const theirs = await page(`/explore?source=${crime.sourceId}`, stranger)
  assert.match(theirs.text, /No source of data has been added yet/)
  assert.doesNotMatch(theirs.text, /Drugs|Testbury Police/)
  assert.equal((await world.get(`/explore/table.csv?source=${crime.sourceId}`, stranger)).statusCode, 404)
})
