import { nthWeekday } from '../calendar/recurrence.ts'

type Span = { begins: string; ends: string }
/** `certain` is false where the organiser announces the dates each year and only a rule is known. */
export type Observed = { key: ObservanceKey; name: string; certain: boolean; note: string } & Span

const fixed = (begins: string, ends = begins) => (year: number): Span => ({ begins: `${year}-${begins}`, ends: `${year}-${ends}` })
const month = (number: number) => (year: number): Span => {
  const whole = Temporal.PlainYearMonth.from({ year, month: number })
  return { begins: whole.toPlainDate({ day: 1 }).toString(), ends: whole.toPlainDate({ day: whole.daysInMonth }).toString() }
}
/** So many days from the nth weekday (ISO) of a month. */
const from = (number: number, nth: 1 | 2 | 'last', weekday: number, days: number) => (year: number): Span => {
  const begins = nthWeekday(Temporal.PlainYearMonth.from({ year, month: number }), nth, weekday)!
  return { begins: begins.toString(), ends: begins.add({ days: days - 1 }).toString() }
}

type Observance = { name: string; when: (year: number) => Span; certain: boolean; note: string; announced?: Readonly<Record<number, Span>> }

/** Days and weeks that partnerships' campaigns go with, with whose they are and by what rule they move. Catalogue C22. */
export const OBSERVANCES = {
  fgm: { name: 'Zero tolerance for female genital mutilation', when: fixed('02-06'), certain: true, note: 'An international day of the United Nations, always 6 February' },
  scamnesty: { name: 'Scamnesty', when: month(2), certain: true, note: 'A month against fraud run by police and trading standards: February' },
  'mental health': {
    name: 'Mental Health Awareness Week', when: from(5, 2, 1, 7), certain: false, note: 'Set each year by the Mental Health Foundation: most often from the second Monday of May',
    announced: { 2017: { begins: '2017-05-08', ends: '2017-05-14' } },
  },
  asb: { name: 'ASB Awareness Week', when: from(7, 1, 1, 7), certain: false, note: 'Set each year by Resolve: most often from the first Monday of July' },
  'hate crime': { name: 'National Hate Crime Awareness Week', when: from(10, 2, 6, 8), certain: false, note: 'Set each year by its organisers: most often eight days from the second Saturday of October' },
  ct: { name: 'Counter Terrorism Awareness Week', when: from(11, 'last', 1, 7), certain: false, note: 'Set each year by counter terrorism policing: late November' },
  'white ribbon': { name: 'White Ribbon Day', when: fixed('11-25'), certain: true, note: 'The international day against violence to women, always 25 November' },
  '16 days': { name: '16 Days of Activism', when: fixed('11-25', '12-10'), certain: true, note: 'Against gender-based violence, always 25 November to 10 December' },
  christmas: { name: 'Christmas and the night-time economy', when: fixed('12-01', '12-31'), certain: true, note: 'The partnership’s own: December' },
} as const satisfies Record<string, Observance>
export type ObservanceKey = keyof typeof OBSERVANCES
export const OBSERVANCE_KEYS = Object.keys(OBSERVANCES) as ObservanceKey[]
export const isObservance = (key: string | null): key is ObservanceKey => key !== null && key in OBSERVANCES

/** What is observed in a calendar year, by its first day. */
export const observedIn = (year: number): Observed[] =>
  OBSERVANCE_KEYS.map((key) => {
    const { name, when, certain, note, announced }: Observance = OBSERVANCES[key]
    const known = announced?.[year]
    return { key, name, note, certain: certain || known !== undefined, ...(known ?? when(year)) }
  }).sort((one, other) => one.begins.localeCompare(other.begins) || one.ends.localeCompare(other.ends))
