// The table of aoristic sums published with the R package aoristic (GPL-3) for 1,025 burglaries in Washington DC in early 2016, read where it is.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { aoristic } from './aoristic.ts'
import { clockSecond } from './hour-of-week.ts'
import { aoristicInZone } from './zoned-windows.ts'

const folder = new URL('../../../../shared/data/spatial-reference/aoristic/', import.meta.url)
const read = (file: string) => parse(readFileSync(new URL(file, folder), 'utf8'), { columns: true }) as Record<string, string>[]
const burglaries = read('dc-burglaries-2016h1.csv')
const start = Float64Array.from(burglaries, ({ StartDateTime }) => clockSecond(StartDateTime!)!)
const end = Float64Array.from(burglaries, ({ EndDateTime }) => clockSecond(EndDateTime!) ?? NaN)
const published = read('dc-burglaries-2016h1-aoristic-summary.csv')
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

test('Washington burglaries: all 168 weights equal the published table to its third decimal; 37 without an end, 28 of a week or more', () => {
  const { weights, readings } = aoristic(start, end)
  for (const [hour, row] of published.entries()) {
    for (const [day, name] of DAYS.entries()) assert.ok(Math.abs(weights[day * 24 + hour]! - Number(row[name])) < 0.00051, `${name} ${hour}`)
  }
  assert.deepEqual([readings['end missing'], readings['a week or longer']], [37, 28])
  assert.ok(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - burglaries.length) < 1e-9)
})

test('Washington burglaries: with no clock change between, a zone gives the same weights', () => {
  const zoned = aoristicInZone(start, end, 'UTC')
  aoristic(start, end).weights.forEach((weight, hour) => assert.ok(Math.abs(zoned[hour]! - weight) < 1e-9))
})
