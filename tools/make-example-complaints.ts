// Writes src/example/city-of-london/noise-complaints.csv and housing-reports.csv: invented people who complain to two departments, the same
// ones spelt differently. Every name, address, number and complaint is made up from lists and a fixed seed: node tools/make-example-complaints.ts
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { stringify } from 'csv-stringify/sync'

const FOLDER = join(import.meta.dirname, '../src/example/city-of-london')
const { postcodes } = JSON.parse(gunzipSync(readFileSync(join(FOLDER, 'geography.json.gz'))).toString()) as { postcodes: [string, number, number][] }

let state = 20_250_630
/** Numerical Recipes' linear congruential generator: the same list on every machine. */
const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
const chance = (share: number): boolean => random() < share
const two = (n: number) => String(n).padStart(2, '0')

const FORENAMES = ['Aaliyah', 'Abigail', 'Adaeze', 'Alistair', 'Amir', 'Beatrice', 'Callum', 'Catherine', 'Chidi', 'Daniel', 'Deborah', 'Elif', 'Fatima', 'Gareth', 'Hannah', 'Ines', 'Jakub', 'Katarzyna', 'Kwame', 'Liam', 'Margaret', 'Mohammed', 'Nadia', 'Oluwaseun', 'Priya', 'Robert', 'Sinead', 'Stephen', 'Tomasz', 'Vikram', 'William', 'Yusuf', 'Zoe']
const SURNAMES = ['Abernathy', 'Adeyemi', 'Begum', 'Blackwood', 'Castellan', 'Dhillon', 'Eastlake', 'Fairweather', 'Garrick', 'Holloway', 'Ivanova', 'Jankowski', 'Kettleby', 'Lindqvist', 'Marchetti', 'Nakamura', 'Okonkwo', 'Pemberton', 'Quigley', 'Rosenthal', 'Sandhu', 'Thackeray', 'Underhill', 'Vasquez', 'Whitcombe', 'Yilmaz']
const HOUSES = ['Cowslip House', 'Teasel Court', 'Burnet House', 'Yarrow Court', 'Campion House', 'Sorrel Tower', 'Bryony Court', 'Mallow House']
const SHORT: Record<string, string> = { Abigail: 'Abi', Beatrice: 'Bea', Catherine: 'Kate', Daniel: 'Dan', Deborah: 'Debbie', Katarzyna: 'Kasia', Margaret: 'Maggie', Mohammed: 'Mo', Robert: 'Bob', Stephen: 'Steve', William: 'Bill' }

type Caller = { forename: string; surname: string; born: string; flat: number; house: string; postcode: string; phone: string; email: string }
const estates = HOUSES.map((house) => ({ house, postcode: pick(postcodes.filter(([, easting, northing]) => easting > 531_800 && easting < 533_600 && northing > 180_900 && northing < 182_000))[0] }))
const callers: Caller[] = Array.from({ length: 190 }, (_, index) => {
  const [forename, surname, home] = [pick(FORENAMES), pick(SURNAMES), pick(estates)]
  return {
    forename, surname, ...home, flat: 1 + Math.floor(random() * 90),
    born: `${1938 + Math.floor(random() * 66)}-${two(1 + Math.floor(random() * 12))}-${two(1 + Math.floor(random() * 28))}`,
    phone: `07700900${String(index).padStart(3, '0')}`, // numbers kept by Ofcom for drama
    email: `${forename}.${surname}${index}@example.org`.toLowerCase(),
  }
})

/** A slip of the keyboard: two letters change places, or one is lost. */
function slip(text: string): string {
  const at = 1 + Math.floor(random() * Math.max(1, text.length - 2))
  return chance(0.5) ? text.slice(0, at) + (text[at + 1] ?? '') + text[at]! + text.slice(at + 2) : text.slice(0, at) + text.slice(at + 1)
}
const spaced = (postcode: string) => `${postcode.slice(0, -3)} ${postcode.slice(-3)}`
const phoneAs = (phone: string) => pick([phone, `${phone.slice(0, 5)} ${phone.slice(5)}`, `+44 ${phone.slice(1, 5)} ${phone.slice(5)}`])

const DAY = 86_400_000
const FIRST = Date.UTC(2023, 6, 1)
const DAYS = 730
/** Later in the evening, and at weekends, more is heard. */
function when(): { date: string; time: string } {
  const day = Math.floor(random() * DAYS)
  const date = new Date(FIRST + day * DAY)
  const weekend = [0, 5, 6].includes(date.getUTCDay())
  const hour = chance(weekend ? 0.8 : 0.55) ? (20 + Math.floor(random() * 7)) % 24 : 7 + Math.floor(random() * 13)
  return { date: date.toISOString().slice(0, 10), time: `${two(hour)}:${two(Math.floor(random() * 60))}` }
}
const british = (date: string) => date.split('-').reverse().join('/')

// The first fifty call both departments; a dozen call often.
const noiseCallers = callers.slice(0, 130)
const housingCallers = [...callers.slice(0, 50), ...callers.slice(130)]
const weighted = (people: readonly Caller[]) => (chance(0.35) ? people[Math.floor(random() * 12)]! : pick(people))

const NOISE = ['Loud music', 'Loud music', 'Party', 'Construction outside hours', 'Street drinkers', 'Street drinkers', 'Shouting', 'Barking dog', 'Deliveries at night', 'Licensed premises']
const noise = Array.from({ length: 420 }, (_, index) => {
  const [caller, { date, time }] = [weighted(noiseCallers), when()]
  return {
    'Ref No': `EH/${date.slice(2, 4)}/${String(index + 1).padStart(5, '0')}`, 'Date Received': british(date), 'Time Received': time, 'Complaint Type': pick(NOISE),
    'First Name': chance(0.2) ? caller.forename[0]! : chance(0.15) ? (SHORT[caller.forename] ?? caller.forename) : caller.forename,
    Surname: chance(0.08) ? slip(caller.surname) : caller.surname,
    Address: `Flat ${caller.flat}, ${caller.house}`, Postcode: chance(0.1) ? '' : spaced(caller.postcode),
    Telephone: chance(0.25) ? '' : phoneAs(caller.phone), 'E-mail': chance(0.5) ? '' : caller.email,
    Outcome: pick(['Advice given', 'Visited, no noise heard', 'Visited, noise heard', 'Warning sent', 'No further action']),
  }
})

const HOUSING = ['Noise from neighbour', 'Noise from neighbour', 'Intimidation', 'Drug use in stairwell', 'Drug use in stairwell', 'Fly-tipping', 'Graffiti', 'Loitering', 'Dog fouling']
const housing = Array.from({ length: 260 }, (_, index) => {
  const [caller, { date, time }] = [weighted(housingCallers), when()]
  return {
    'Case ID': `HSG-${10_000 + index}`, 'Reported on': `${british(date)} ${time}`, Category: pick(HOUSING),
    Tenant: chance(0.1) ? `${caller.surname.toUpperCase()}, ${caller.forename[0]}` : `${caller.surname.toUpperCase()}, ${chance(0.06) ? slip(caller.forename) : caller.forename}`,
    'Date of birth': chance(0.35) ? '' : british(chance(0.04) ? `${caller.born.slice(0, 5)}${caller.born.slice(8)}-${caller.born.slice(5, 7)}`.replace(/-(1[3-9]|2\d)-/, `-${caller.born.slice(5, 7)}-`) : caller.born),
    'Estate and block': `${caller.flat} ${caller.house}`, 'Post code': spaced(caller.postcode),
    Mobile: chance(0.4) ? '' : phoneAs(caller.phone), 'Contact e-mail': chance(0.7) ? '' : caller.email.toUpperCase(),
    Status: pick(['Open', 'Closed', 'Closed', 'Passed to police']),
  }
})

for (const [name, rows] of [['noise-complaints', noise], ['housing-reports', housing]] as const) {
  writeFileSync(join(FOLDER, `${name}.csv`), stringify(rows, { header: true }))
  console.log(`${rows.length} ${name}`)
}
