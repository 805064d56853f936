import assert from 'node:assert/strict'
import { test } from 'node:test'
import { proposeCategory } from './crosswalk.ts'
import { findDateFormat } from './date-format.ts'
import { identifierIn, identifierWithin } from './identifiers.ts'
import { proposeMapping } from './propose.ts'

const rows = <Row>(count: number, make: (at: number) => Row): Row[] => Array.from({ length: count }, (_, at) => make(at))
const day = (at: number) => `${String((at % 28) + 1).padStart(2, '0')}/01/2024`
const useOf = (proposal: ReturnType<typeof proposeMapping>, column: string) => proposal.columns.find((each) => each.column === column)!

test('A council’s noise log is mapped: when, kind, place, reference, outcome; free text is left out and teams kept beside', () => {
  const header = ['Case Ref', 'Date reported', 'Time', 'Complaint Type', 'Street', 'Postcode', 'Status', 'Team', 'Notes']
  const proposal = proposeMapping(
    header,
    rows(40, (at) => [
      `N${at}`,
      day(at),
      `${String(at % 24).padStart(2, '0')}:15`,
      ['Loud music', 'Noise - dog', 'Fly-tipping'][at % 3]!,
      ['Love Lane', 'Wood Street'][at % 2]!,
      'EC2V 7HH',
      ['Open', 'Closed'][at % 2]!,
      ['North', 'South'][at % 2]!,
      `Caller says that the music went on until after ${at} and would not stop`,
    ]),
    { personal: false },
  )
  assert.deepEqual(proposal.mapping.columns, {
    reference: 'Case Ref',
    date: 'Date reported',
    time: 'Time',
    category: 'Complaint Type',
    place: 'Street',
    postcode: 'Postcode',
    outcome: 'Status',
  })
  assert.deepEqual(proposal.mapping.details, ['Team'])
  assert.equal(proposal.mapping.dateFormat, 'day first')
  assert.deepEqual(proposal.mapping.categories, { 'Noise - dog': 'Anti-social behaviour', 'Fly-tipping': 'Anti-social behaviour' })
  assert.equal(useOf(proposal, 'Notes').use.kind, 'not kept')
  assert.match(useOf(proposal, 'Notes').reason, /free text/)
  for (const { reason } of proposal.columns) assert.match(reason, /\.$/)
})

test('The date of the happening comes before the date of reporting, and ends are known', () => {
  const proposal = proposeMapping(
    ['Reported on', 'Occurred from', 'Occurred to', 'Closed date', 'Offence'],
    rows(30, (at) => [day(at), day(at), day(at), day(at), ['Burglary', 'Robbery'][at % 2]!]),
    { personal: false },
  )
  assert.deepEqual(
    [proposal.mapping.columns.date, proposal.mapping.columns['ends date'], proposal.mapping.columns.category],
    ['Occurred from', 'Occurred to', 'Offence'],
  )
})

test('The order of day and month is worked out, and said where it cannot be', () => {
  assert.deepEqual([findDateFormat(['03/04/2024', '31/12/2024']).format, findDateFormat(['03/04/2024', '31/12/2024']).sure], ['day first', true])
  assert.deepEqual([findDateFormat(['12/31/2024']).format, findDateFormat(['12/31/2024']).sure], ['month first', true])
  assert.match(findDateFormat(['03/04/2024', '05/06/2024']).reason, /can be read both ways round, such as “03\/04\/2024”/)
  assert.match(findDateFormat(['13/04/2024', '05/16/2024']).reason, /both ways round: “13\/04\/2024” has its day first, “05\/16\/2024” its month/)
  assert.equal(findDateFormat(['2024-03-04', '4 March 2024']).format, 'iso')
})

test('Grid coordinates and degrees are told apart, and swapped latitude and longitude are noticed', () => {
  const grid = proposeMapping(
    ['Date', 'Type', 'X', 'Y'],
    rows(20, (at) => [day(at), 'Noise', `${532_000 + at}`, `${181_000 + at}`]),
    { personal: false },
  )
  assert.deepEqual([grid.mapping.columns.easting, grid.mapping.columns.northing, grid.mapping.columns.latitude], ['X', 'Y', undefined])
  const swapped = proposeMapping(
    ['Date', 'Type', 'Latitude', 'Longitude'],
    rows(20, (at) => [day(at), 'Noise', `-0.09${at + 10}`, `51.51${at + 10}`]),
    { personal: false },
  )
  assert.deepEqual([swapped.mapping.columns.latitude, swapped.mapping.columns.longitude], ['Longitude', 'Latitude'])
  assert.match(useOf(swapped, 'Latitude').reason, /latitude and longitude are swapped/)
})

test('Years are not taken for times, nor half a pair of coordinates for a place', () => {
  const proposal = proposeMapping(
    ['Date', 'Type', 'Year', 'Y'],
    rows(20, (at) => [day(at), 'Noise', `${2010 + (at % 12)}`, `${181_000 + at}`]),
    { personal: false },
  )
  assert.deepEqual(proposal.mapping.columns, { date: 'Date', category: 'Type' })
})

const PEOPLE = ['Date', 'Type', 'Caller name', 'DOB', 'Home address', 'Caller postcode', 'Mobile', 'Email', 'NI No']
const peopleRows = rows(20, (at) => [
  day(at),
  'Noise',
  'Mary Smith',
  '02/03/1980',
  '12 High Street',
  'EC2V 7HH',
  '07700 900123',
  'm@example.org',
  'AB 12 34 56 C',
])

test('For a personal source people’s columns become the caller’s', () => {
  const { mapping } = proposeMapping(PEOPLE, peopleRows, { personal: true })
  assert.deepEqual(mapping.caller, {
    'full name': 'Caller name',
    born: 'DOB',
    address: 'Home address',
    postcode: 'Caller postcode',
    phone: 'Mobile',
    email: 'Email',
  })
  assert.deepEqual(mapping.details, [])
  const victims = proposeMapping(
    ['Date', 'Type', 'Victim forename', 'Victim surname'],
    rows(9, (at) => [day(at), 'ABH', 'Mary', 'Smith']),
    { personal: true },
  )
  assert.deepEqual(victims.mapping.victim, { forename: 'Victim forename', surname: 'Victim surname' })
})

test('For a depersonalised source the same columns are refused with a sentence, whatever they are called', () => {
  const proposal = proposeMapping(PEOPLE, peopleRows, { personal: false })
  for (const column of ['Caller name', 'DOB', 'Home address', 'Mobile', 'Email']) {
    assert.equal(useOf(proposal, column).use.kind, 'refused', column)
    assert.match(useOf(proposal, column).reason, /This source is depersonalised, so the column cannot be kept/)
  }
  assert.deepEqual([proposal.mapping.caller, proposal.mapping.victim], [{}, {}])
  const disguised = proposeMapping(
    ['Date', 'Type', 'A', 'B', 'C'],
    rows(20, (at) => [day(at), 'Noise', ['Mary Smith', 'David Jones'][at % 2]!, '07700 900123', `${at} High Street`]),
    { personal: false },
  )
  for (const column of ['A', 'B', 'C']) assert.equal(useOf(disguised, column).use.kind, 'refused', column)
})

test('Ordinary columns are not taken for people: wards, streets, premises, references, officers’ teams', () => {
  for (const [column, values] of [
    ['Ward name', ['Cripplegate', 'Bishopsgate']],
    ['Location', ['On or near Love Lane']],
    ['Premises name', ['The Red Lion']],
    ['Reference', ['01234567890', '01234567891']],
    ['LSOA name', ['City of London 001A']],
    ['Month', ['2024-01']],
    ['Crime type', ['Violence and sexual offences']],
    ['Address type', ['Flat', 'House']],
  ] as const)
    assert.equal(identifierIn(column, values), null, column)
})

test('An e-mail address or a mobile number inside a text is found, however long the text', () => {
  assert.equal(identifierWithin('write to mary.smith@example.org please'), 'an e-mail address')
  assert.equal(identifierWithin('ring 07700 900123 after six'), 'a mobile number')
  assert.equal(identifierWithin('+44 7700 900 123'), 'a mobile number')
  assert.equal(identifierWithin('meet @ the corner of 7 Love Lane at 19:00'), null)
  assert.equal(identifierWithin('a'.repeat(1_000_000)), null)
  assert.equal(identifierWithin('@'.repeat(300_000)), null)
})

test('Words of departments are put under the categories of police.uk, most special first', () => {
  for (const [word, category] of [
    ['Theft of pedal cycle', 'Bicycle theft'],
    ['Theft from vehicle', 'Vehicle crime'],
    ['Theft from the person', 'Theft from the person'],
    ['Theft other', 'Other theft'],
    ['Noise nuisance', 'Anti-social behaviour'],
    ['Graffiti', 'Criminal damage and arson'],
    ['Common assault', 'Violence and sexual offences'],
    ['Knife carrying', 'Possession of weapons'],
    ['Boiler repair', null],
  ] as const)
    assert.equal(proposeCategory(word), category, word)
})
