import { createWriteStream } from 'node:fs'
import { once } from 'node:events'

// Drawn from one seed, so that every run has the same rows: a small generator of Marsaglia's kind (xorshift, 32 bits).
function randomFrom(seed: number) {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

const TYPES = [
  'Anti-social behaviour', 'Bicycle theft', 'Burglary', 'Criminal damage and arson', 'Drugs', 'Other crime', 'Other theft', 'Possession of weapons', 'Public order', 'Robbery',
  'Shoplifting', 'Theft from the person', 'Vehicle crime', 'Violence and sexual offences',
]
const OUTCOMES = ['Under investigation', 'Investigation complete; no suspect identified', 'Unable to prosecute suspect', 'Awaiting court outcome', 'Local resolution', 'Offender given a caution']

/** 25 square wards of 400 by 300 metres and 6 strips over the same ground, about as large as the City of London. */
export const syntheticAreas = () => {
  const box = (west: number, south: number, width: number, height: number) => [[[west, south, west + width, south, west + width, south + height, west, south + height, west, south]]]
  const dated = { validFrom: '2000-01-01', validTo: null }
  return [
    { areaId: 1, kind: 'partnership' as const, code: 'P', ...dated, boundary: box(531_500, 180_500, 2000, 1500) },
    ...Array.from({ length: 25 }, (_, n) => ({ areaId: 2 + n, kind: 'ward' as const, code: `W${n}`, ...dated, boundary: box(531_500 + 400 * (n % 5), 180_500 + 300 * Math.floor(n / 5), 400, 300) })),
    ...Array.from({ length: 6 }, (_, n) => ({ areaId: 30 + n, kind: 'lsoa' as const, code: `E0100000${n}`, ...dated, boundary: box(531_500, 180_500 + 250 * n, 2000, 250) })),
  ]
}

/** Writes a street file of invented rows, month after month from January 2015: 1,300 points, a tenth without a reference, one in twenty without a point. */
export async function writeStreetFile(path: string, rows: number, perMonth = 8000, seed = 20_260_101) {
  const random = randomFrom(seed)
  const points = Array.from({ length: 1300 }, (_, n) => `${(-0.1055 + random() * 0.026).toFixed(6)},${(51.5085 + random() * 0.0125).toFixed(6)},On or near ${['Long', 'Short', 'Mill', 'Bell'][n % 4]} ${['Lane', 'Court', 'Street'][n % 3]} ${n},E0100000${n % 6},City 00${n % 6}A`)
  const hex = () => Math.floor(random() * 2 ** 32).toString(16).padStart(8, '0')
  const file = createWriteStream(path)
  file.write('Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n')
  let text = ''
  for (let row = 0; row < rows; row++) {
    const month = Math.floor(row / perMonth)
    const type = Math.floor(random() ** 1.5 * TYPES.length)
    const place = random() < 0.05 ? ',,No location,,' : points[Math.floor(random() ** 2 * points.length)]
    const reference = type === 0 ? '' : Array.from({ length: 8 }, hex).join('')
    text += `${reference},${2015 + Math.floor(month / 12)}-${String(1 + (month % 12)).padStart(2, '0')},City of London Police,City of London Police,${place},${TYPES[type]},${type === 0 ? '' : OUTCOMES[Math.floor(random() * OUTCOMES.length)]},\n`
    if (text.length < 1_000_000) continue
    if (!file.write(text)) await once(file, 'drain')
    text = ''
  }
  file.end(text)
  await once(file, 'finish')
}
