import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { filesIn, readFileInWorker } from './read-file.ts'
import { sampleOf } from './sample.ts'
import { mappedPlan, mappingOf, openFolder, STREET, streetPlan, streetRow } from './specimens.ts'

const folder = openFolder()
after(() => folder.remove())

const street = Buffer.from([STREET, ...Array.from({ length: 60 }, (_, at) => streetRow({ id: `a${at}` }))].join('\r\n'))
const log = Buffer.from(`Title\n\nDate,Type,Where\n${'31/01/2024 10:30,Noise,"Love ""Lane"", corner"\n'.repeat(40)}`)
const zip = await folder.zip('sound.zip', { 'a.csv': street, 'b.csv': log })
const zipped = (await import('node:fs')).readFileSync(zip.path)
const sound = fc.constantFrom(street, log, gzipSync(street), zipped, Buffer.from(`\ufeff${log.toString()}`, 'utf16le'))
const harm = fc.record({ at: fc.nat(), bytes: fc.uint8Array({ maxLength: 6 }), gone: fc.nat(40) })

test('Whatever bytes a file holds, each of its rows is taken or refused with a reason, or the file is, in a sentence', async () => {
  const plans = [streetPlan, mappedPlan(mappingOf({ date: 'Date', category: 'Type', place: 'Where' }))]
  await fc.assert(
    fc.asyncProperty(sound, fc.array(harm, { maxLength: 4 }), fc.boolean(), async (bytes, harms, isStreet) => {
      let hurt: Buffer = bytes
      for (const { at, bytes: put, gone } of harms) {
        const place = at % (hurt.length + 1)
        hurt = Buffer.concat([hurt.subarray(0, place), put, hurt.subarray(place + gone)])
      }
      const { path, name } = folder.write('any.csv', hurt)
      const found = await filesIn(path, name)
      if (!found.ok) return assert.match(found.problem, /\.$/)
      for (const file of found.files) {
        const sample = await sampleOf(file.path, file.name, file.member === undefined ? {} : { member: file.member })
        if (!sample.ok) assert.match(sample.problem, /\.$/)
        const opened = await readFileInWorker(file, plans[isStreet ? 0 : 1]!)
        if (!opened.ok) {
          assert.match(opened.problem, /\.$/)
          continue
        }
        const lines = new Set<number>()
        let rows = 0
        for await (const { incidents, rejections, rowsRead } of opened.batches) {
          assert.equal(incidents.length + rejections.length, rowsRead)
          for (const row of [...incidents, ...rejections]) lines.add(row.line)
          for (const { reason } of rejections) assert.match(reason, /\.$/)
          assert.ok(!JSON.stringify({ incidents, rejections }).includes('\\u0000'))
          rows += rowsRead
        }
        assert.equal(lines.size, rows)
        assert.equal(opened.end().rowsRead, rows)
      }
    }),
    { numRuns: 150 },
  )
})
