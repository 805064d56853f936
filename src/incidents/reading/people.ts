import type { Person } from '../incident.ts'
import type { DateFormat, PersonField } from '../mapping.ts'
import { isFault, readMoment } from './moment.ts'
import type { Reject } from './row-reader.ts'

const TITLE = /^(mr|mrs|ms|miss|mx|dr|prof|professor|rev|revd|sir|lady|cllr|councillor)\.?\s+/i

/** Parts a name written in one: "Smith, Mary" and "Mrs Mary Anne Smith" alike; one word alone is a surname. */
export function partName(text: string): { forename: string | null; surname: string | null } {
  const name = text.replace(/\s+/g, ' ').trim()
  const [last, first] = name.includes(',')
    ? [name.slice(0, name.indexOf(',')), name.slice(name.indexOf(',') + 1)]
    : lastWord(name.replace(TITLE, ''))
  return { forename: first.trim().replace(TITLE, '') || null, surname: last.trim().replace(TITLE, '') || null }
}

function lastWord(name: string): [string, string] {
  const parting = name.lastIndexOf(' ')
  return [name.slice(parting + 1), parting === -1 ? '' : name.slice(0, parting)]
}

/** Makes the reader of one person's columns; it gives null where they are all blank. `at`: where each of the person's fields stands. */
export function makePersonReader(
  part: Person['part'],
  at: ReadonlyMap<PersonField, number>,
  header: readonly string[],
  format: DateFormat,
  today: string,
) {
  return (fields: readonly string[]): Person | null | Reject => {
    const told = (field: PersonField) => fields[at.get(field) ?? -1]?.trim() || null
    const whole = told('full name')
    const parts = whole === null ? { forename: null, surname: null } : partName(whole)
    const born = told('born')
    const day = born === null ? null : birthday(born, format, today)
    if (day !== null && typeof day !== 'string')
      return { column: header[at.get('born')!]!, value: born, reason: day.fault }
    const person = {
      forename: told('forename') ?? parts.forename,
      surname: told('surname') ?? parts.surname,
      born: day,
      address: told('address'),
      postcode: told('postcode'),
      phone: told('phone'),
      email: told('email'),
    }
    return Object.values(person).every((value) => value === null) ? null : { part, ...person }
  }
}

function birthday(text: string, format: DateFormat, today: string): string | { fault: string } {
  const moment = readMoment(text, format)
  if (isFault(moment)) return moment
  if (moment.date > today)
    return {
      fault: `“${text}” as a date of birth has not come yet. Correct it, or leave it blank where it is not known.`,
    }
  if (moment.date <= '1900-01-01')
    return { fault: `“${text}” as a date of birth is what systems write when it is not known. Leave it blank.` }
  return moment.date
}
