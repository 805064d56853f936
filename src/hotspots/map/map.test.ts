import assert from 'node:assert/strict'
import { test } from 'node:test'
import { extentOf, squareMetresOf, touchingPairs } from './area-shapes.ts'
import { drawMap, mapFile, type MapDrawing } from './drawing.ts'
import { frameOf, pathAlong, scaleBarOf } from './frame.ts'
import { drawGround, groundAreas, middleOf } from './ground-drawing.ts'
import type { MapGround } from './ground-held.ts'

const box = (west: number, south: number, east: number, north: number) => [[[west, south, east, south, east, north, west, north, west, south]]]
const area = (areaId: number, kind: 'partnership' | 'ward', name: string, boundary: number[][][]) => ({
  areaId, kind, code: name, name, boundary, provenance: 'A map office',
})
const GROUND: MapGround = {
  version: '1',
  areas: [
    area(1, 'partnership', 'Town', box(1000, 2000, 3000, 3000)),
    area(2, 'ward', 'West & Quay', box(1000, 2000, 2000, 3000)), area(3, 'ward', 'East', box(2000, 2000, 3000, 3000)),
  ],
  lines: [{ name: 'streets', attribution: 'Street makers', lines: [[1000, 2500, 3000, 2500], [9000, 9000, 9100, 9100]] }],
}

test('a map keeps its shape: a metre east is as long as a metre north, and north is up', () => {
  const frame = frameOf({ west: 1000, east: 3000, south: 2000, north: 3000 }, 1000)
  assert.equal(Math.round((frame.x(2000) - frame.x(1000)) * 10), Math.round((frame.y(2000) - frame.y(3000)) * 10))
  assert.ok(frame.y(3000) < frame.y(2000))
  assert.ok(frame.x(1000) > 0 && frame.x(3000) < 1000)
})

test('ground taller than it is wide still fits a screen', () => {
  const frame = frameOf({ west: 0, east: 100, south: 0, north: 5000 }, 1000)
  assert.ok(frame.height <= 1150, String(frame.height))
})

test('the scale bar is a round length and as long as it says', () => {
  for (const [east, text] of [[1500, '200 m'], [3000, '500 m'], [60_000, '10 km'], [300, '50 m']] as const) {
    const frame = frameOf({ west: 0, east, south: 0, north: east / 2 }, 1000)
    const bar = scaleBarOf(frame)
    assert.equal(bar.text, text)
    assert.ok(Math.abs(bar.pixels - bar.metres * frame.perMetre) < 0.1)
    assert.ok(bar.pixels <= 250)
  }
})

test('steps too small to see are left out of a path, and its ends never are', () => {
  const frame = frameOf({ west: 0, east: 10_000, south: 0, north: 5000 }, 1000)
  const line = [0, 0, ...Array.from({ length: 50 }, (_, step) => [step, step]).flat(), 5000, 2500]
  const path = pathAlong(frame, [line], false)
  assert.equal(path.match(/l/g)?.length, 10) // 51 steps of a tenth of a pixel each way, and the long last one
  const ends = path.match(/[-\d.]+/g)!.map(Number).reduce<[number, number]>(([x, y], value, at) => (at % 2 === 0 ? [x + value, y] : [x, y + value]), [0, 0])
  assert.ok(Math.abs(ends[0] - frame.x(5000)) < 0.6 && Math.abs(ends[1] - frame.y(2500)) < 0.6)
})

test('the area of a boundary leaves out its holes, whichever way the rings run', () => {
  const ring = box(0, 0, 100, 100)[0]![0]!
  const hole = [20, 20, 20, 40, 40, 40, 40, 20, 20, 20]
  assert.equal(squareMetresOf([[ring, hole]]), 9600)
  assert.equal(squareMetresOf([[ring.toReversed(), hole]]), 9600)
  assert.throws(() => extentOf([]), RangeError)
})

test('areas that share an edge touch, and areas across a river do not', () => {
  const areas = [box(0, 0, 100, 100), box(105, 0, 200, 100), box(0, 160, 100, 260)]
  assert.deepEqual(touchingPairs(areas, 15), [[0, 1], [1, 0]])
})

test('the ground is the partnership’s own boundary, or its wards where nobody gave one', () => {
  assert.deepEqual(groundAreas(GROUND).map(({ name }) => name), ['Town'])
  assert.deepEqual(groundAreas({ ...GROUND, areas: GROUND.areas.slice(1) }).map(({ name }) => name), ['West & Quay', 'East'])
  assert.deepEqual(middleOf(GROUND.areas[0]!), { x: 2000, y: 2500 })
})

test('the number of an area bent about another is written inside it', () => {
  const bent = [[[0, 0, 300, 0, 300, 300, 0, 300, 0, 290, 280, 290, 280, 10, 0, 10, 0, 0]]]
  const { x, y } = middleOf({ boundary: bent })
  assert.ok(x > 280 && x < 300 && y > 0 && y < 300, `${x} ${y}`)
})

test('only streets that reach into the map are drawn', () => {
  const frame = frameOf({ west: 1000, east: 3000, south: 2000, north: 3000 }, 1000)
  assert.equal(drawGround(GROUND, frame).split('<path')[3]!.match(/M/g)!.length, 1)
})

const drawing: MapDrawing = {
  id: 'test', title: 'Where <thefts> are', description: 'One square is marked.', ground: GROUND, groundHref: '/ground.svg',
  shapes: [
    { boundary: box(1200, 2200, 1300, 2300), mark: 'chosen', number: 1 },
    { boundary: box(1500, 2200, 1600, 2300), mark: 'raised', number: null },
  ],
  key: [{ mark: 'chosen', text: 'Chosen & numbered' }],
}

test('a map says in words what it shows, has a scale and north, and carries no style or script that a policy would stop', () => {
  const markup = drawMap(drawing)
  assert.match(markup, /role="img" aria-labelledby="test-wide-title test-wide-desc"/)
  assert.match(markup, /Where &lt;thefts&gt; are/)
  assert.match(markup, /Chosen &amp; numbered/)
  assert.match(markup, />N<\/text>/)
  assert.match(markup, /\d+ m<\/text>/)
  assert.match(markup, /West &amp; Quay/)
  assert.doesNotMatch(markup, /\sstyle=|<style|<script|\bNaN\b|undefined/)
  assert.equal(new Set(markup.match(/ id="[^"]+"/g)).size, markup.match(/ id="[^"]+"/g)!.length, 'no id twice')
})

test('a map in a file stands by itself: its own ground, title, key and credits', () => {
  const file = mapFile({ ...drawing, groundHref: null }, ['Street makers & others'])
  assert.match(file, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/)
  assert.match(file, /Street makers &amp; others/)
  assert.match(file, /Where &lt;thefts&gt; are/)
  assert.doesNotMatch(file, /<image|href=/)
})
