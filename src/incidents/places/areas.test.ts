import assert from 'node:assert/strict'
import { test } from 'node:test'
import { indexAreas, placeIn, type DatedArea } from './areas.ts'
import { makePlacer } from './placer.ts'
import { canonicalPostcode, writtenPostcode } from './postcode.ts'

const square = (from: number, to: number): number[] => [from, from, to, from, to, to, from, to]
const area = (areaId: number, kind: DatedArea['kind'], rings: number[][], validFrom = '2013-05-02', validTo: string | null = null): DatedArea => ({
  areaId,
  kind,
  code: `${kind} ${areaId}`,
  validFrom,
  validTo,
  boundary: [rings],
})

test('A point is in the partnership, its ward and its LSOA, or outside; one in a hole is outside', () => {
  const index = indexAreas([
    area(1, 'partnership', [square(0, 100), square(40, 60)]),
    area(2, 'ward', [square(0, 100)]),
    area(3, 'lsoa', [square(0, 30)]),
    area(4, 'other', [square(200, 300)]),
  ])
  assert.deepEqual(placeIn(index, '2024-01-01', 10, 10), { placed: 'inside', wardId: 2, lsoaId: 3 })
  assert.deepEqual(placeIn(index, '2024-01-01', 50, 50), { placed: 'outside', wardId: 2, lsoaId: null })
  assert.deepEqual(placeIn(index, '2024-01-01', 250, 250), { placed: 'outside', wardId: null, lsoaId: null })
})

test('Where the partnership’s own edge is not held, its wards make it up', () => {
  const index = indexAreas([area(2, 'ward', [square(0, 100)])])
  assert.equal(placeIn(index, '2024-01-01', 10, 10).placed, 'inside')
  assert.equal(placeIn(index, '2024-01-01', 110, 10).placed, 'outside')
})

test('A boundary change does not move what happened before it, and before any boundary nothing is placed', () => {
  const index = indexAreas([
    area(1, 'ward', [square(0, 100)], '2004-01-01', '2014-05-22'),
    area(2, 'ward', [square(0, 50)], '2014-05-22'),
    area(3, 'ward', [square(50, 100)], '2014-05-22'),
  ])
  assert.equal(placeIn(index, '2014-05-21', 70, 70).wardId, 1)
  assert.equal(placeIn(index, '2014-05-22', 70, 70).wardId, 3)
  assert.equal(placeIn(index, '2003-12-31', 70, 70).placed, 'unplaced')
})

test('Areas are found by the code in force on the day', () => {
  const placer = makePlacer([
    { ...area(1, 'lsoa', [square(0, 9)], '2011-01-01', '2021-01-01'), code: 'E01000001' },
    { ...area(2, 'lsoa', [square(0, 9)], '2021-01-01'), code: 'E01000001' },
  ])
  assert.equal(placer.areaIdOf('lsoa', 'E01000001', '2020-12-31'), 1)
  assert.equal(placer.areaIdOf('lsoa', 'E01000001', '2021-01-01'), 2)
  assert.equal(placer.areaIdOf('ward', 'E01000001', '2021-01-01'), null)
})

test('A remembered point is placed afresh for each era', () => {
  const placer = makePlacer([
    area(
      1,
      'ward',
      [square(532_000, 533_000)].map((ring) => ring.map((each, at) => (at % 2 ? each - 351_000 : each))),
      '2004-01-01',
      '2014-01-01',
    ),
    area(2, 'ward', [[0, 0, 1, 0, 1, 1]], '2014-01-01'),
  ])
  const spot = placer.ofDegrees(-0.0926, 51.5138)
  assert.equal(placer.ofDegrees(-0.0926, 51.5138), spot)
  assert.equal(placer.place(spot, '2010-06-01').placed, 'inside')
  assert.equal(placer.place(spot, '2015-06-01').placed, 'outside')
  assert.equal(placer.ofGrid(532_400.4, 181_200), placer.ofGrid(532_400, 181_200))
})

test('Postcodes are known however they are typed, and parts of postcodes are not postcodes', () => {
  for (const typed of ['EC2V 7HH', 'ec2v7hh', ' EC2V  7HH ', 'EC2V-7HH', 'EC2V.7HH']) assert.equal(canonicalPostcode(typed), 'EC2V7HH')
  assert.equal(canonicalPostcode('E1 OAA'), 'E10AA')
  for (const typed of ['EC2V', '', 'London', '7HH EC2V', 'EC2V 7H']) assert.equal(canonicalPostcode(typed), null)
  assert.equal(writtenPostcode('E16AN'), 'E1 6AN')
})
