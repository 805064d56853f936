import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openFolder, problemOf, readAll, STREET, streetPlan, streetRow } from './specimens.ts'

const folder = openFolder()
after(() => folder.remove())

const lines = (...rows: string[]) => `${rows.join('\n')}\n`

test('A police.uk row becomes an incident in its place, with its line, month, outcome and the quality of its point', async () => {
  const file = folder.write(
    '2024-03-city-street.csv',
    lines(
      STREET,
      streetRow(),
      streetRow({ id: '', type: 'Anti-social behaviour', outcome: '', longitude: '', latitude: '', location: 'No location', lsoa: '' }),
    ),
  )
  const { header, incidents, rejections, end } = await readAll(file, streetPlan)
  assert.equal(header.headerLine, 1)
  assert.deepEqual(rejections, [])
  assert.deepEqual(incidents, [
    {
      line: 2,
      reference: 'a1',
      month: '2024-03-01',
      category: 'Burglary',
      starts: null,
      ends: null,
      easting: 532_453,
      northing: 181_155,
      position: 'snapped',
      placed: 'inside',
      wardId: 2,
      lsoaId: 3,
      place: 'On or near Love Lane',
      outcome: 'Under investigation',
      details: null,
      people: [],
    },
    {
      line: 3,
      reference: null,
      month: '2024-03-01',
      category: 'Anti-social behaviour',
      starts: null,
      ends: null,
      easting: null,
      northing: null,
      position: 'none',
      placed: 'unplaced',
      wardId: null,
      lsoaId: null,
      place: null,
      outcome: null,
      details: null,
      people: [],
    },
  ])
  assert.deepEqual(end, { rowsRead: 2, cut: null, notes: [], newCategories: new Map() })
})

test('Identical anti-social behaviour rows are separate incidents', async () => {
  const row = streetRow({ id: '', type: 'Anti-social behaviour', outcome: '' })
  const { incidents } = await readAll(folder.write('asb-street.csv', lines(STREET, row, row, row)), streetPlan)
  assert.deepEqual(
    incidents.map(({ line }) => line),
    [2, 3, 4],
  )
})

test('A row with an LSOA code but no point belongs to that LSOA', async () => {
  const { incidents } = await readAll(folder.write('code.csv', lines(STREET, streetRow({ longitude: '', latitude: '' }))), streetPlan)
  assert.deepEqual([incidents[0]!.position, incidents[0]!.placed, incidents[0]!.lsoaId], ['area', 'inside', 3])
})

test('A month loaded under another month’s name is refused; one stray row of another month is refused by itself', async () => {
  const february = lines(STREET, streetRow({ month: '2024-02' }), streetRow({ month: '2024-02' }))
  assert.match(await problemOf(folder.write('2024-03-city-street.csv', february), streetPlan), /name says 2024-03, but its rows are of 2024-02/)
  const { incidents, rejections } = await readAll(
    folder.write('2024-02-city-street.csv', lines(STREET, streetRow({ month: '2024-02' }), streetRow())),
    streetPlan,
  )
  assert.equal(incidents.length, 1)
  assert.deepEqual([rejections[0]!.line, rejections[0]!.column, rejections[0]!.value], [3, 'Month', '2024-03'])
  assert.match(rejections[0]!.reason, /the file’s name says 2024-02/)
})

test('Months that are none, too early or not yet come, swapped and far-away points, and a blank type are refused with column and value', async () => {
  const rows = [
    streetRow({ month: '2024-13' }),
    streetRow({ month: '1900-01' }),
    streetRow({ month: '2027-01' }),
    streetRow({ longitude: '51.5138', latitude: '-0.0926' }),
    streetRow({ longitude: '0', latitude: '0' }),
    streetRow({ longitude: '' }),
    streetRow({ latitude: 'north' }),
    streetRow({ type: '' }),
  ]
  const { incidents, rejections } = await readAll(folder.write('bad.csv', lines(STREET, ...rows)), streetPlan)
  assert.equal(incidents.length, 0)
  assert.deepEqual(
    rejections.map(({ column, value }) => [column, value]),
    [
      ['Month', '2024-13'],
      ['Month', '1900-01'],
      ['Month', '2027-01'],
      ['Latitude', '-0.0926'],
      ['Latitude', '0'],
      ['Longitude', ''],
      ['Latitude', 'north'],
      ['Crime type', ''],
    ],
  )
  for (const [at, reason] of [
    /not a month/,
    /too long ago/,
    /has not come yet: today is 22 November 2026/,
    /wrong way round. Exchange them/,
    /noughts/,
    /Give both, or neither/,
    /not a latitude/,
    /blank/,
  ].entries())
    assert.match(rejections[at]!.reason, reason)
})

test('A type never seen is taken and told of; rows all from elsewhere are taken and said so', async () => {
  const elsewhere = streetRow({ longitude: '-1.9', latitude: '52.48', lsoa: 'E01009999', type: 'Cattle rustling' })
  const { incidents, end } = await readAll(folder.write('new.csv', lines(STREET, ...Array.from({ length: 30 }, () => elsewhere))), streetPlan)
  assert.equal(incidents.length, 30)
  assert.deepEqual([...end.newCategories], [['Cattle rustling', 30]])
  assert.deepEqual(end.notes, ['All 30 rows with a place lie outside the partnership’s area: check that this is the right area’s file.'])
  const mixed = [...Array.from({ length: 10 }, () => streetRow()), ...Array.from({ length: 250 }, () => elsewhere), streetRow()]
  assert.match(
    (await readAll(folder.write('mixed.csv', lines(STREET, ...mixed)), streetPlan)).end.notes[0]!,
    /250 rows one after another, from line 12 to line 261, lie outside/,
  )
})

test('Searches are of the day it was in London and keep what was searched for', async () => {
  const text = lines(
    'Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,Outcome linked to object of search,Removal of more than just outer clothing',
    'Person search,2018-08-31T23:13:35+00:00,False,,51.5138,-0.0926,Male,18-24,,White,Misuse of Drugs Act 1971 (section 23),Controlled drugs,Arrest,True,False',
    'Person search,2018-09-31T10:00:00+00:00,False,,,,Male,18-24,,White,Misuse of Drugs Act 1971 (section 23),Controlled drugs,Arrest,True,False',
  )
  const { incidents, rejections } = await readAll(folder.write('2018-09-city-stop-and-search.csv', text), {
    ...streetPlan,
    layout: 'police.uk stop and search',
  })
  assert.deepEqual(
    [incidents[0]!.month, incidents[0]!.starts, incidents[0]!.wardId, incidents[0]!.details!['Object of search']],
    ['2018-09-01', '2018-08-31T23:13:35.000Z', 2, 'Controlled drugs'],
  )
  assert.deepEqual([rejections[0]!.column, rejections[0]!.value], ['Date', '2018-09-31T10:00:00+00:00'])
})

