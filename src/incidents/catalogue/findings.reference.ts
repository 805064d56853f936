import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { EVERYWHERE, OUTSIDE, UNPLACED } from '../incident.ts'
import { findingsOf } from './findings.ts'
import { erasFrom } from './map-eras.ts'
import { monthAt } from './month-line.ts'
import type { MonthCount } from './series-line.ts'

const STREET = new URL('../../../../shared/data/police-uk/city-of-london/street/', import.meta.url)
type Row = Record<'Month' | 'Longitude' | 'Latitude' | 'LSOA name' | 'Crime type', string>

function readStreet() {
  const counts = new Map<string, MonthCount>()
  const kinds: string[] = []
  const points = new Map<string, Set<string>>()
  const add = (month: string, categoryId: number, areaId: number) => {
    const key = `${month} ${categoryId} ${areaId}`
    const count = counts.get(key) ?? { month, categoryId, areaId, n: 0 }
    count.n++
    counts.set(key, count)
  }
  for (const name of readdirSync(STREET)) {
    if (!/\.csv(\.gz)?$/.test(name)) continue
    const bytes = readFileSync(new URL(name, STREET))
    for (const row of parse(name.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true }) as Row[]) {
      const month = `${row.Month}-01`
      if (!kinds.includes(row['Crime type'])) kinds.push(row['Crime type'])
      const kind = kinds.indexOf(row['Crime type'])
      add(month, kind, EVERYWHERE)
      if (row.Longitude === '') add(month, kind, UNPLACED)
      else {
        if (!row['LSOA name'].startsWith('City of London')) add(month, kind, OUTSIDE)
        const of = points.get(month) ?? new Set()
        points.set(month, of.add(`${row.Longitude} ${row.Latitude}`))
      }
    }
  }
  return { counts: [...counts.values()], kinds, points: [...points].map(([month, of]) => ({ month, points: of })) }
}

test('the City of London’s street files 2016 to 2025: the gaps, the noughts, the changed recording and the new map that ../shared/data/README.md lists are found, and no other kind at nought is called a gap', () => {
  const { counts, kinds, points } = readStreet()
  const source = { refresh: 'month', dueDays: 60, state: 'live', rowIs: 'crime', positions: 'snapped' } as const
  const eras = erasFrom(points)
  const findings = findingsOf({ source, categories: new Map(kinds.map((text, id) => [id, text])), counts, eras, today: Temporal.PlainDate.from('2025-08-01') })
  const months = (kind: string) => findings.filter((finding) => finding.kind === kind).map((finding) => finding.months)
  assert.deepEqual(months('missing months'), [['2017-10-01', '2017-11-01']])
  assert.deepEqual(months('gap like a zero'), [['2017-05-01', '2017-09-01']])
  assert.deepEqual(eras.map(({ from, seenBefore }) => [monthAt(from), Math.round((seenBefore ?? 0) * 100)]), [['2016-01-01', 0], ['2022-07-01', 2]])
  const changes = findings.filter(({ kind }) => kind === 'level changed')
  assert.ok(changes.every(({ sentence }) => sentence.startsWith('Anti-social behaviour falls')))
  assert.ok(changes[0]!.from! >= '2022-06-01' && changes[0]!.from! <= '2023-08-01', changes[0]!.from!)
  assert.match(findings.find(({ kind }) => kind === 'outside the area')!.sentence, /^(4\.9|5)% /)
  assert.match(findings.find(({ kind }) => kind === 'unplaced')!.sentence, /^7\.4% /)
})
