import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { mappedPlan, mappingOf, openFolder, problemOf, readAll } from './specimens.ts'

const folder = openFolder()
after(() => folder.remove())

let files = 0
const write = (...rows: string[]) => folder.write(`table-${++files}.csv`, `${rows.join('\n')}\n`)
const DATED = mappingOf({ date: 'Date', time: 'Time', category: 'Type' })

test('A moment has no end, a day runs from its midnight to the next, a span crosses midnight', async () => {
  const mapping = mappingOf({ date: 'Date', time: 'From', 'ends date': 'Until', 'ends time': 'To', category: 'Type' })
  const file = write(
    'Date,From,Until,To,Type',
    '01/07/2024,22:15,,,Noise',
    '01/07/2024,,,,Noise',
    '01/07/2024,23:30,,01:00,Noise',
    '01/07/2024,22:00,03/07/2024,,Noise',
    '01/07/2024,unknown,,,Noise',
  )
  const { incidents, end } = await readAll(file, mappedPlan(mapping))
  assert.deepEqual(
    incidents.map(({ starts, ends }) => [starts, ends]),
    [
      ['2024-07-01T21:15:00.000Z', null],
      ['2024-06-30T23:00:00.000Z', '2024-07-01T23:00:00.000Z'],
      ['2024-07-01T22:30:00.000Z', '2024-07-02T00:00:00.000Z'],
      ['2024-07-01T21:00:00.000Z', '2024-07-03T23:00:00.000Z'],
      ['2024-06-30T23:00:00.000Z', '2024-07-01T23:00:00.000Z'],
    ],
  )
  assert.ok(incidents.every(({ month }) => month === '2024-07-01'))
  assert.deepEqual(end.notes, ['1 row, on line 6: the time reads “unknown” and was taken as not known.'])
})

test('Dates and times that cannot be are refused with line, column, value and remedy, and the row as it came', async () => {
  const bad = [
    ['31/02/2024,10:00', 'Date', '31/02/2024', /no 31 February 2024/],
    ['13/25/2024,10:00', 'Date', '13/25/2024', /neither 13 nor 25/],
    ['01/03/2024,24:00', 'Time', '24:00', /midnight is 00:00/],
    ['01/01/1900,10:00', 'Date', '01/01/1900', /too long ago/],
    ['01/01/2027,10:00', 'Date', '01/01/2027', /not come yet: today is 22 November 2026/],
    ['23/11/2026,10:00', 'Date', '23/11/2026', /not come yet/],
    [',10:00', 'Date', '', /date is blank/],
    ['01/03/2024,half past', 'Time', 'half past', /not a time/],
  ] as const
  const { incidents, rejections } = await readAll(
    write('Date,Time,Type', ...bad.map(([row]) => `${row},Noise`), '22/11/2026,23:59,Noise'),
    mappedPlan(DATED),
  )
  assert.equal(incidents.length, 1)
  for (const [at, [row, column, value, reason]] of bad.entries()) {
    const rejection = rejections[at]!
    assert.deepEqual([rejection.line, rejection.column, rejection.value, rejection.fields], [at + 2, column, value, [...row.split(','), 'Noise']])
    assert.match(rejection.reason, reason)
  }
})

test('Times in the hour the clocks skip or show twice are taken, and the assumption is said', async () => {
  const { incidents, end } = await readAll(write('Date,Time,Type', '29/03/2026,01:30,Noise', '25/10/2026,01:30,Noise'), mappedPlan(DATED))
  assert.deepEqual(
    incidents.map(({ starts }) => starts),
    ['2026-03-29T01:30:00.000Z', '2026-10-25T00:30:00.000Z'],
  )
  assert.match(end.notes[0]!, /^1 row, on line 2: .*an hour later/)
  assert.match(end.notes[1]!, /^1 row, on line 3: .*the first of the two/)
})

test('A column of dates that always says midnight knows no times', async () => {
  const { incidents, end } = await readAll(
    write('Date,Type', ...Array.from({ length: 8 }, () => '2024-01-05 00:00:00,Noise')),
    mappedPlan(mappingOf({ date: 'Date', category: 'Type' })),
  )
  assert.equal(incidents[0]!.ends, '2024-01-06T00:00:00.000Z')
  assert.match(end.notes[0]!, /8 rows, on lines 2, 3, 4, 5, 6 and 3 more: the time is midnight/)
})

test('A place is found by grid coordinates, degrees, postcode or area code, and its quality is told', async () => {
  const mapping = mappingOf({ date: 'Date', category: 'Type', easting: 'E', northing: 'N', postcode: 'PC', 'area code': 'LSOA' })
  const rows = [
    '01/03/2024,Noise,532480,181240,,',
    '01/03/2024,Noise,,,ec2v 7hh,',
    '01/03/2024,Noise,,,SW1A 1AA,',
    '01/03/2024,Noise,,,EC2V,E01000001',
    '01/03/2024,Noise,400000,300000,,',
    '01/03/2024,Noise,,,,',
  ]
  const { incidents, end } = await readAll(write('Date,Type,E,N,PC,LSOA', ...rows), mappedPlan(mapping))
  assert.deepEqual(
    incidents.map(({ position, placed, wardId, lsoaId, easting }) => [position, placed, wardId, lsoaId, easting]),
    [
      ['exact', 'inside', 2, 3, 532_480],
      ['street', 'inside', 2, 3, 532_480],
      ['none', 'unplaced', null, null, null],
      ['area', 'inside', null, 3, null],
      ['exact', 'outside', null, null, 400_000],
      ['none', 'unplaced', null, null, null],
    ],
  )
  assert.deepEqual(end.notes, [
    '1 row, on line 4: the postcode is not among those held, so no point was found.',
    '1 row, on line 5: what stands for a postcode is not a whole one, so no point was found.',
  ])
})

test('Degrees in the columns of metres, half a pair and points off the grid are refused', async () => {
  const mapping = mappingOf({ date: 'Date', category: 'Type', easting: 'E', northing: 'N' })
  const { rejections } = await readAll(
    write('Date,Type,E,N', '01/03/2024,Noise,-0.0926,51.5138', '01/03/2024,Noise,532480,', '01/03/2024,Noise,5324800,181240', '01/03/2024,Noise,0,0'),
    mappedPlan(mapping),
  )
  for (const [at, reason] of [/longitude and latitude, not an easting/, /northing is blank/, /not on the British National Grid/, /noughts/].entries())
    assert.match(rejections[at]!.reason, reason)
})

test('Categories are taken in the source’s own words; those its crosswalk lacks are told of; a blank one is refused', async () => {
  const mapping = mappingOf({ date: 'Date', category: 'Type' }, { categories: { Noise: 'Anti-social behaviour' } })
  const { incidents, rejections, end } = await readAll(
    write('Date,Type', '01/03/2024,Noise', '01/03/2024,Drones', '01/03/2024,', `01/03/2024,${'long '.repeat(60)}`),
    mappedPlan(mapping),
  )
  assert.deepEqual(
    incidents.map(({ category }) => category),
    ['Noise', 'Drones'],
  )
  assert.deepEqual([...end.newCategories], [['Drones', 1]])
  assert.deepEqual(
    rejections.map(({ line, column }) => [line, column]),
    [
      [4, 'Type'],
      [5, 'Type'],
    ],
  )
  const one = await readAll(write('Date', '01/03/2024'), mappedPlan(mappingOf({ date: 'Date' }, { category: 'Noise' })))
  assert.equal(one.incidents[0]!.category, 'Noise')
})

test('Rows that a spreadsheet saved without their last blank columns are taken', async () => {
  const { incidents, rejections } = await readAll(
    write('Date,Type,Outcome,Team', '01/03/2024,Noise', '01/03/2024,Noise,Warning,North'),
    mappedPlan(mappingOf({ date: 'Date', category: 'Type', outcome: 'Outcome' }, { details: ['Team'] })),
  )
  assert.deepEqual([incidents.length, rejections.length, incidents[0]!.outcome, incidents[1]!.details], [2, 0, null, { Team: 'North' }])
})

const PERSONAL = mappingOf({ date: 'Date', category: 'Type' }, { caller: { 'full name': 'Caller', born: 'Born', phone: 'Phone' } })

test('A personal source’s callers are read, names parted, and dates of birth that stand for none refused', async () => {
  const file = write(
    'Date,Type,Caller,Born,Phone',
    '01/03/2024,Noise,"Smith, Mary Anne",02/03/1980,07700 900123',
    '01/03/2024,Noise,Mr David Jones,,',
    '01/03/2024,Noise,,,',
    '01/03/2024,Noise,Ali,01/01/1900,',
  )
  const { incidents, rejections } = await readAll(file, mappedPlan(PERSONAL, { personal: true }))
  assert.deepEqual(
    incidents.map(({ people }) => people.map(({ part, forename, surname, born, phone }) => [part, forename, surname, born, phone])),
    [[['caller', 'Mary Anne', 'Smith', '1980-03-02', '07700 900123']], [['caller', 'David', 'Jones', null, null]], []],
  )
  assert.match(rejections[0]!.reason, /Leave it blank/)
})

test('No person enters a depersonalised source: not by the mapping, not as a detail, not inside a text, not in a refused row', async () => {
  const people = write('Date,Type,Caller,Born,Phone', '01/03/2024,Noise,Mary Smith,02/03/1980,07700 900123')
  assert.match(await problemOf(people, mappedPlan(PERSONAL)), /names people, and this source is depersonalised/)
  assert.match(
    await problemOf(people, mappedPlan(mappingOf({ date: 'Date', category: 'Type' }, { details: ['Caller'] }))),
    /Column “Caller” holds people’s names/,
  )
  const mapping = mappingOf({ date: 'Date', category: 'Type', place: 'Where' })
  const rows = [
    '01/03/2024,Noise,Love Lane,Mary Smith',
    '31/02/2024,Noise,Love Lane,Mary Smith',
    '01/03/2024,Noise,ring 07700 900123,Mary Smith',
    '31/02/2024,Noise,ring 07700 900123,Mary Smith',
    '01/03/2024,Noise,Love Lane,12,Mary Smith',
  ]
  const { incidents, rejections } = await readAll(write('Date,Type,Where,Caller', ...rows), mappedPlan(mapping))
  assert.equal(incidents.length, 1)
  assert.deepEqual(rejections[0]!.fields, ['31/02/2024', 'Noise', 'Love Lane', ''])
  assert.deepEqual([rejections[1]!.column, rejections[1]!.value], ['Where', '(not kept)'])
  assert.ok(!/Mary|07700/.test(JSON.stringify({ incidents, rejections })))
})

test('A file without the mapping’s columns says which are missing', async () => {
  assert.match(
    await problemOf(write('When,What', '01/03/2024,Noise'), mappedPlan(DATED)),
    /no column “Date”, “Time”, “Type”, which the mapping of this source names. Its columns are When, What/,
  )
})
