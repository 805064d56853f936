import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { inflateSync } from 'node:zlib'
import { COURSE, coursePicture } from './course-picture.ts'

const readings = (values: readonly (number | null)[], signal: 'concern' | null = null) => values.map((value, at) => ({ label: `${at}`, value, signal: at === values.length - 1 ? signal : null }))
const none = { mean: null, lower: null, upper: null }

/** The colour at a pixel, '#RRGGBB'. */
function colourAt(picture: Uint8Array, x: number, y: number): string {
  const bytes = Buffer.from(picture)
  const start = bytes.indexOf('IDAT') + 4
  const pixels = inflateSync(bytes.subarray(start, start + bytes.readUInt32BE(start - 8)))
  const at = y * (COURSE.width * 3 + 1) + 1 + x * 3
  return `#${pixels.subarray(at, at + 3).toString('hex')}`
}

describe('the course of a measure as a picture', () => {
  test('is a PNG of the size it says', () => {
    const picture = Buffer.from(coursePicture({ points: readings([1, 2, 3]), ...none })!)
    assert.equal(picture.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n')
    assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)], [COURSE.width, COURSE.height])
  })

  test('goes from low at the left to high at the right', () => {
    const picture = coursePicture({ points: readings([1, 3]), ...none })!
    assert.equal(colourAt(picture, COURSE.width / 2, COURSE.height / 2), '#14213d')
    assert.equal(colourAt(picture, 24, 24), '#ffffff')
    assert.equal(colourAt(picture, COURSE.width - 40, COURSE.height - 24), '#ffffff')
  })

  test('has its usual range shaded, and marks a signal with a square of its own colour', () => {
    const picture = coursePicture({ points: readings([1, 2, 3], 'concern'), mean: 2, lower: 1, upper: 3 })!
    assert.equal(colourAt(picture, 100, 30), '#e4e0d5')
    assert.equal(colourAt(picture, COURSE.width - 20, 20), '#b84a0b')
  })

  test('a gap in the readings is a gap in the line', () => {
    const picture = coursePicture({ points: readings([2, 2, null, 2, 2]), ...none })!
    assert.equal(colourAt(picture, 60, COURSE.height / 2), '#14213d')
    assert.equal(colourAt(picture, COURSE.width / 2, COURSE.height / 2), '#ffffff')
  })

  test('nothing read is no picture', () => assert.equal(coursePicture({ points: readings([null]), ...none }), null))
})
