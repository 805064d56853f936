import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { writeWorkbook } from '../../documents/workbook.ts'
import { sampleOf } from './sample.ts'
import { mappedPlan, mappingOf, openFolder, readAll, STREET, streetRow } from './specimens.ts'

const folder = openFolder()
after(() => folder.remove())

test('A table’s sample holds its header, first rows, encoding and a proposal; what stands above the header is told of', async () => {
  const { path, name } = folder.write('log.csv', `Noise log 2024,,\n\nDate,Type,Street\n${'31/01/2024,Noise,Love Lane\n'.repeat(300)}`)
  const sample = await sampleOf(path, name)
  assert.ok(sample.ok)
  assert.deepEqual(
    [sample.header, sample.headerLine, sample.encoding, sample.rows.length, sample.layout],
    [['Date', 'Type', 'Street'], 3, 'UTF-8', 200, null],
  )
  assert.deepEqual(sample.rows[0], { fields: ['31/01/2024', 'Noise', 'Love Lane'], line: 4 })
  assert.deepEqual(sample.proposal!.mapping.columns, { date: 'Date', category: 'Type', place: 'Street' })
  assert.match(sample.notes[0]!, /named on line 3/)
})

test('A police.uk file is recognised and needs no mapping', async () => {
  const { path, name } = folder.write('2024-03-street.csv', `${STREET}\n${streetRow()}\n`)
  const sample = await sampleOf(path, name)
  assert.ok(sample.ok && sample.layout === 'police.uk street' && sample.proposal === null)
})

test('A file that cannot be read says why', async () => {
  const { path, name } = folder.write('empty.csv', '')
  assert.match(((await sampleOf(path, name)) as { problem: string }).problem, /The file is empty/)
})

test('A workbook is read by its sheet with the columns looked for, dates as dates, and the other sheets are named', async () => {
  const sheet = {
    name: 'Log',
    columns: [{ title: 'Complaints 2024' }],
    rows: [
      ['Date', 'Type', 'Street'],
      [Temporal.PlainDate.from('2024-03-05'), 'Noise', 'Love Lane'],
      ['31/02/2024', 'Noise', 'Wood Street'],
    ],
  }
  const bytes = await writeWorkbook([{ name: 'Read me', columns: [{ title: 'What this is' }], rows: [['A log']] }, sheet])
  const file = folder.write('log.xlsx', bytes)
  const { header, incidents, rejections, end } = await readAll(file, mappedPlan(mappingOf({ date: 'Date', category: 'Type', place: 'Street' })))
  assert.deepEqual(header, { header: ['Date', 'Type', 'Street'], headerLine: 2, encoding: 'Excel' })
  assert.deepEqual(
    incidents.map(({ line, month, place }) => [line, month, place]),
    [[3, '2024-03-01', 'Love Lane']],
  )
  assert.deepEqual([rejections[0]!.line, rejections[0]!.column], [4, 'Date'])
  assert.match(end.notes.join(' '), /Sheet Log was read; Read me was not/)
  const sample = await sampleOf(file.path, file.name)
  assert.ok(sample.ok)
  assert.deepEqual(sample.proposal!.mapping.columns, { date: 'Date', category: 'Type', place: 'Street' })
})
