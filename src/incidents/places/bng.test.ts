import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isBritain, isOnGrid, toDegrees, toGrid } from './bng.ts'

// Ordnance Survey, OSTN15 developer pack, test points: ETRS89 latitude and longitude, OSGB36 easting and northing.
const POINTS = [
  ['St Mary’s, Scilly', 49.9222639373, -6.29977752014, 91492.146, 11318.804],
  ['Lizard', 49.9600613782, -5.20304609998, 170370.718, 11572.405],
  ['Plymouth', 50.4388582561, -4.10864563561, 250359.811, 62016.569],
  ['St Catherine’s', 50.57563665, -1.2978227724, 449816.371, 75335.861],
  ['Former OSHQ', 50.9312793791, -1.450514337, 438710.92, 114792.25],
  ['Nash Point', 51.4007822014, -3.5512834924, 292184.87, 168003.465],
  ['North Foreland', 51.3744702555, 1.44454730409, 639821.835, 169565.858],
  ['Bristol', 51.4275474302, -2.54407618349, 362269.991, 169978.69],
  ['London', 51.4893656495, -0.1199255718, 530624.974, 178388.464],
  ['Framingham', 51.8943663735, 0.89724327012, 599445.59, 225722.826],
  ['Northampton', 52.2516095123, -0.9124895697, 474335.969, 262047.755],
  ['Blackpool', 53.7791102576, -3.04045490691, 331534.564, 431920.794],
  ['Carlisle', 54.8954234042, -2.93827741149, 339921.145, 556034.761],
  ['Inverness', 57.4862500072, -4.21926398555, 267056.768, 846176.972],
] as const

test('Ordnance Survey’s test points from Scilly to Inverness are met within 5 metres, both ways', () => {
  for (const [name, latitude, longitude, easting, northing] of POINTS) {
    const grid = toGrid(longitude, latitude)
    assert.ok(Math.hypot(grid.easting - easting, grid.northing - northing) < 5, `${name}: ${grid.easting}, ${grid.northing}`)
    const degrees = toDegrees(grid.easting, grid.northing)
    assert.ok(Math.hypot(degrees.longitude - longitude, degrees.latitude - latitude) < 1e-6, `${name}: ${degrees.longitude}, ${degrees.latitude}`)
  }
})

test('What is in Britain is known in degrees and on the grid', () => {
  assert.equal(isBritain(-0.09, 51.51), true)
  assert.equal(isBritain(-7.3, 54.99), true)
  assert.equal(isBritain(51.51, -0.09), false)
  assert.equal(isBritain(0, 0), false)
  assert.equal(isOnGrid(532_480, 181_240), true)
  assert.equal(isOnGrid(5_324_800, 181_240), false)
})
