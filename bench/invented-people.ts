// Records of invented people as six departments of a council and its police might hold them, for measuring linkage: always the same for the same seed.
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { randomBelow } from '../src/statistics/linkage/frequencies.ts'

const FORENAMES = {
  m: 'James David John Michael Robert Paul Andrew Mark Peter Stephen Thomas Daniel Matthew Christopher William Richard Joseph Mohammed George Anthony Kevin Alan Ian Simon Samuel Alexander Benjamin Adam Ryan Jack Harry Oliver Charlie Jacob Alfie Ahmed Ali Luke Nathan Callum Kieran Liam Connor Patrick Sean Dominic Graham Keith Barry Neil Colin Derek Malcolm Trevor Raymond Dennis Leonard Stanley Ernest Albert Imran Tariq Yusuf Omar Hassan Raj Sanjay Vikram Arjun Kwame Kofi Emeka Tunde Piotr Krzysztof Tomasz Andrei Mihai Wei Jun Hiroshi Mateo Luis Carlos'.split(' '),
  f: 'Margaret Susan Sarah Elizabeth Patricia Christine Karen Julie Jacqueline Helen Emma Laura Rebecca Victoria Catherine Jennifer Amanda Deborah Nicola Tracey Alison Claire Rachel Samantha Charlotte Amy Hannah Jessica Lucy Emily Olivia Sophie Grace Chloe Ella Fatima Aisha Zainab Khadija Maryam Priya Anita Sunita Deepa Mary Dorothy Joan Jean Irene Doris Kathleen Barbara Maureen Sheila Brenda Pamela Sandra Linda Carol Ann Teresa Bernadette Siobhan Niamh Rhian Megan Bethany Abigail Natalie Stephanie Danielle Gemma Kelly Leanne Ewa Agnieszka Katarzyna Ioana Elena Ngozi Ama Abena Mei Ling Yuki Sofia Lucia Carmen'.split(' '),
}
const SURNAMES = 'Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts Green Hall Thomas Clarke Jackson Wood Harris Edwards Turner Martin Cooper Hill Ward Hughes Moore Clark King Harrison Lewis Baker Lee Allen Morris Khan Scott Watson Davis Parker James Bennett Young Phillips Richardson Mitchell Bailey Carter Cook Singh Shaw Bell Collins Morgan Kelly Begum Miller Cox Hussain Marshall Simpson Price Anderson Adams Wilkinson Foster Ali Murphy Ahmed Mason Gray Hunt'.split(' ')
const STARTS = 'Ab Ad Al Am Ban Bar Ber Bel Bor Bra Bur Cal Can Car Chal Chi Cor Cran Dal Den Dor Dun Ed El Fal Far Fen Gar Gil Gor Hal Ham Har Hol Hor Kel Ken Kir Lan Lin Mal Man Mar Mor Nor Ol Or Pem Pen Per Ral Ren Ros San Sel Shel Sil Sol Stan Ste Tal Tar Thor Tor Wal War Wes Whit Win Wor Yar'.split(' ')
const MIDDLES = 'a e i o ber den der di do ga ge la le li ma me mi na ne ni ra re ri sa se ta te ti va'.split(' ')
const ENDS = 'bury by combe cott den don field ford ham ley ling man ner ny ovic owski oyo pson rick rop sen shaw son stead ston tham thorpe ton uez well wick wood worth'.split(' ')
const STREETS = 'High Church Station Victoria Park Mill London Queens Kings Manor Grange Alexandra Springfield York Albert New George Chapel North South West East School Bridge Castle Elm Oak Ash Cedar Beech Rectory Windmill Cambridge Oxford Stanley Clarence Milton Cromwell Nelson Tudor'.split(' ')
const KINDS = ['Street', 'Road', 'Avenue', 'Lane', 'Close', 'Drive', 'Court', 'Gardens', 'Terrace', 'Way']
const SHORT: Record<string, string[]> = {
  James: ['Jim', 'Jamie'], David: ['Dave'], Michael: ['Mike', 'Mick'], Robert: ['Rob', 'Bob'], Andrew: ['Andy'], Stephen: ['Steve', 'Steven'], Thomas: ['Tom'], Daniel: ['Dan', 'Danny'], Matthew: ['Matt'], Christopher: ['Chris'],
  William: ['Bill', 'Will'], Richard: ['Rick'], Joseph: ['Joe'], Anthony: ['Tony'], Samuel: ['Sam'], Alexander: ['Alex'], Benjamin: ['Ben'], Mohammed: ['Muhammad', 'Mohamed'], Margaret: ['Maggie'], Susan: ['Sue'], Elizabeth: ['Liz', 'Beth'],
  Patricia: ['Pat'], Christine: ['Chris'], Jacqueline: ['Jackie'], Rebecca: ['Becky'], Victoria: ['Vicky'], Catherine: ['Kate', 'Cathy'], Jennifer: ['Jenny'], Deborah: ['Debbie'], Samantha: ['Sam'], Jessica: ['Jess'], Pamela: ['Pam'], Sandra: ['Sandy'],
}
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** How often each department leaves a thing blank, in hundredths: date of birth, address, telephone, e-mail, forename. */
const DEPARTMENTS: readonly (readonly [name: string, birth: number, address: number, phone: number, email: number, forename: number])[] = [
  ['asb', 35, 12, 35, 55, 6], ['housing', 6, 2, 25, 45, 2], ['noise', 60, 5, 30, 35, 8], ['police', 8, 15, 40, 75, 3], ['social care', 4, 10, 50, 80, 2], ['council tax', 45, 1, 60, 60, 5],
]

type Person = { forename: string; surname: string; birth: [number, number, number]; home: Home; phone: string; email: string; before: Home }
type Home = { address: string; postcode: string; phone: string }

/** Writes `records` records to a CSV file; the last column says whose each is. Families share homes, telephones and surnames; there are namesakes, twins and hostels. */
export async function writeInventedPeople(file: string, records: number, seed = 7) {
  const draw = randomBelow(seed)
  const chance = (hundredths: number) => draw(10000) < hundredths * 100
  const pick = <Thing>(things: readonly Thing[]): Thing => things[draw(things.length)]!
  const common = <Thing>(things: readonly Thing[]): Thing => things[Math.floor((draw(1_000_000) / 1_000_000) ** 2.2 * things.length)]!
  const rare = Array.from({ length: 12_000 }, () => pick(STARTS) + (chance(45) ? pick(MIDDLES) : '') + pick(ENDS))
  const surname = () => (chance(30) ? common(SURNAMES) : common(rare))
  const digits = (many: number) => Array.from({ length: many }, () => draw(10)).join('')
  const areas = Array.from({ length: Math.max(20, Math.floor(records / 2500)) }, (_, area) => `${pick(['E', 'N', 'SE', 'SW', 'IG', 'RM', 'CR', 'BR'])}${1 + (area % 28)}`)
  const home = (): Home => ({
    address: `${chance(25) ? `Flat ${1 + draw(40)}, ` : ''}${1 + draw(180)} ${pick(chance(50) ? STREETS : STARTS)}${chance(50) ? '' : pick(ENDS)} ${pick(KINDS)}`,
    postcode: `${pick(areas)} ${1 + draw(9)}${pick([...'ABDEFGHJLNPQRSTUWXYZ'])}${pick([...'ABDEFGHJLNPQRSTUWXYZ'])}`, phone: `020 7${digits(3)} ${digits(4)}`,
  })
  const hostels = Array.from({ length: 1 + Math.floor(records / 20_000) }, home)
  const mobile = () => `07${digits(3)} ${digits(6)}`
  const born = (from: number, years: number): [number, number, number] => [from + draw(years), 1 + draw(12), 1 + draw(28)]
  const person = (name: string, at: Home, birth: [number, number, number], forename = common(chance(50) ? FORENAMES.m : FORENAMES.f)): Person => ({
    forename, surname: name, birth, home: at, before: chance(25) ? home() : at, phone: chance(75) ? mobile() : at.phone,
    email: `${forename}${pick(['.', '', '_'])}${name}${chance(60) ? draw(99) : ''}@${pick(['gmail.com', 'hotmail.co.uk', 'yahoo.co.uk', 'outlook.com', 'btinternet.com'])}`.toLowerCase(),
  })
  const household = (): Person[] => {
    const at = chance(0.4) ? pick(hostels) : home()
    const name = surname()
    const first = person(name, at, born(1930, 70))
    const people = [first]
    if (chance(55)) people.push(person(chance(80) ? name : surname(), at, born(Math.max(1930, first.birth[0] - 5), 10)))
    for (let child = 0; child < 3 && chance(35); child++) people.push(person(name, at, born(Math.min(2015, first.birth[0] + 20), 18), chance(4) ? first.forename : undefined))
    if (people.length > 2 && chance(5)) people.push(person(name, at, people.at(-1)!.birth))
    return people
  }
  const slip = (text: string) => {
    const at = draw(Math.max(1, text.length))
    const kind = draw(4)
    return kind === 0 ? text.slice(0, at) + pick([...LETTERS]) + text.slice(at) : kind === 1 ? text.slice(0, at) + text.slice(at + 1) : kind === 2 ? text.slice(0, at) + pick([...LETTERS]) + text.slice(at + 1) : text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2)
  }
  const two = (value: number) => String(value).padStart(2, '0')
  const birthText = ([year, month, day]: [number, number, number], department: string) => {
    if (chance(2)) [month, day] = day <= 12 ? [day, month] : [month, day]
    if (chance(2)) day = Math.max(1, (day + 1 + draw(9)) % 28)
    if (chance(1.5)) year += chance(50) ? 1 : -1
    if (chance(2)) [month, day] = [1, 1]
    return department === 'police' ? `${two(day)}/${two(month)}/${year}` : `${year}-${two(month)}-${two(day)}`
  }
  const out = createWriteStream(file)
  let lines = ['unique_id,department,forename,surname,dob,address,postcode,phone,email,entity_id']
  let written = 0
  let entity = 0
  while (written < records) {
    for (const own of household()) {
      entity++
      let many = chance(45) ? 1 : chance(60) ? 2 : 3 + draw(4)
      while (many-- > 0 && written < records) {
        const [department, noBirth, noAddress, noPhone, noEmail, noForename] = pick(DEPARTMENTS)
        const at = chance(12) ? own.before : own.home
        let { forename, surname: last } = own
        const shorter = SHORT[forename]
        if (shorter !== undefined && chance(10)) forename = pick(shorter)
        else if (chance(4)) forename = forename[0]!
        else if (chance(5)) forename = slip(forename)
        if (chance(5)) last = slip(last)
        else if (chance(1.5)) last = surname()
        if (chance(1)) [forename, last] = [last, forename]
        const postcode = chance(noAddress) ? '' : chance(4) ? slip(at.postcode) : at.postcode
        lines.push([
          `r${written++}`, department, chance(noForename) ? (chance(30) ? 'Unknown' : '') : department === 'police' ? forename.toUpperCase() : forename, department === 'police' ? last.toUpperCase() : last,
          chance(noBirth) ? (chance(5) ? '1900-01-01' : '') : birthText(own.birth, department), postcode === '' ? '' : `"${chance(6) ? slip(at.address) : at.address}"`, postcode,
          chance(noPhone) ? '' : chance(3) ? slip(own.phone) : chance(10) ? own.home.phone : department === 'housing' ? own.phone.replace(/^0/, '+44 ') : own.phone, chance(noEmail) ? '' : chance(3) ? slip(own.email) : own.email, `p${entity}`,
        ].join(','))
      }
      if (lines.length > 5000) {
        if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain')
        lines = []
      }
    }
  }
  out.end(`${lines.join('\n')}\n`)
  await once(out, 'finish')
}
