import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Paper } from '../../documents/paper.ts'
import { codeKey } from './codes.ts'
import { proposeMapping } from './mapping.ts'
import { applyMapping } from './applying.ts'
import { planOf } from './recognise.ts'
import { ROLES } from './regions.ts'
import { heading, paperOf, paragraph, type SpecimenCell, tableOf } from './specimens.ts'

const WORDS = [
  '', '', 'Action', 'Owner', 'RAG', 'Due', 'Priority', 'Objective', 'No', 'Trend', 'Status', 'Update', 'TARGET', 'CURRENT POSITION', 'Impact and outcome', 'Project name', 'Start date',
  'KPA 2: Violence', 'Priority 1', '1', '1.1', '1.1a', '2', 'A3', 'G', 'R', 'AMBER', 'Amber/Red', 'Green - on course', 'Exempt under section 43', '➡', '31/12/2024', 'Ongoing', 'Total', 'Key',
  'Comms\n4. Tell everybody', 'Data 11. Share the map', '1.2. Fence the yard with steel', '3. Light the path', 'Sweep the yard of needles', 'and again in the autumn', 'Council & Police', 'CoLP City Police',
  'Objective; To keep people safe', 'Red (late) Amber (planned) Green (done)', 'GREEN: done. AMBER: planned. RED: not begun', 'The Council has begun the work, and 2.1 is under way since 3 May.',
]
const cell: fc.Arbitrary<SpecimenCell> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: fc.record({ text: fc.constantFrom(...WORDS), fill: fc.constantFrom('#00B050', '#FF0000', '#FFC000', '#D9D9D9') }) },
  { weight: 1, arbitrary: fc.record({ text: fc.constantFrom(...WORDS), bold: fc.constant(true) }) },
)
const rows = fc.integer({ min: 1, max: 6 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }))
const table = rows.map((cells) => tableOf(cells))
const block = fc.oneof({ weight: 4, arbitrary: table }, { weight: 1, arbitrary: fc.constantFrom(...WORDS).map((text) => heading(text)) }, { weight: 1, arbitrary: fc.constantFrom(...WORDS).map(paragraph) })
const papers: fc.Arbitrary<Paper> = fc.array(block, { minLength: 1, maxLength: 5 }).map((blocks) => paperOf(blocks))

test('whatever tables a paper holds: codes are used once, parents come first, and every filled row is spoken for', () => {
  fc.assert(
    fc.property(papers, (paper) => {
      const mapping = proposeMapping(paper)
      const reading = applyMapping(paper, mapping)
      const codes = reading.items.map(({ code }) => codeKey(code))
      assert.equal(new Set(codes).size, codes.length, `codes ${codes.join(' ')}`)
      for (const [index, { parentCode, code, title }] of reading.items.entries()) {
        assert.ok(parentCode === null || codes.slice(0, index).includes(codeKey(parentCode)), `${code} comes after ${parentCode}`)
        assert.ok(code.length >= 1 && code.length <= 30 && title !== '', `“${code}” “${title}”`)
      }
      assert.equal(planOf(reading).items.length, reading.items.length)
      const covered = mapping.regions.reduce((sum, { from, to }) => sum + to - from, 0)
      const filled = paper.blocks.flatMap((each) => (each.kind === 'table' ? each.rows : [])).filter((row) => row.some(({ text }) => text.trim() !== '')).length
      assert.ok(covered + mapping.regions.filter(({ heading: over }) => over !== null).length >= filled, 'every row with words is in a region, or is the heading of one')
    }),
    { numRuns: 300 },
  )
})

test('whatever a person says a table is, reading it again gives an answer', () => {
  fc.assert(
    fc.property(papers, fc.array(fc.constantFrom(...ROLES), { minLength: 8, maxLength: 8 }), (paper, roles) => {
      const mapping = proposeMapping(paper)
      const reading = applyMapping(paper, { regions: mapping.regions.map((region, index) => ({ ...region, role: roles[index % roles.length]! })) })
      assert.equal(new Set(reading.items.map(({ code }) => codeKey(code))).size, reading.items.length)
    }),
    { numRuns: 200 },
  )
})
