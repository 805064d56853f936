import { canonicalPostcode } from '../places/postcode.ts'
import { isFault, readClock, readMoment, readMonth } from './moment.ts'

/** What the values of a column look like: the share of those that are not blank which could be each thing. */
export type Profile = {
  column: string
  values: readonly string[] // trimmed, blank ones left out, long ones cut
  dates: number
  clocks: number
  months: number
  postcodes: number
  areaCodes: number
  latitudes: number
  longitudes: number
  eastings: number
  northings: number
  numbers: number
  distinct: number // how many different values
  length: number // of the middle value, in characters
}

const LONGEST = 300

/** Looks at one column of a sample. */
export function profileOf(column: string, raw: readonly string[]): Profile {
  const values = raw.map((text) => text.trim().slice(0, LONGEST)).filter((text) => text !== '')
  const share = (test: (text: string) => boolean) =>
    values.length === 0 ? 0 : values.filter(test).length / values.length
  const degrees = (from: number, to: number) => (text: string) =>
    /^-?\d{1,2}\.\d{2,}$/.test(text) && Number(text) >= from && Number(text) <= to
  const metres = (to: number) => (text: string) =>
    /^\d{4,7}(\.\d+)?$/.test(text) && Number(text) > 1_000 && Number(text) < to
  return {
    column,
    values,
    dates: share(isDate),
    clocks: share((text) => /[:.]|m$|^(?!19|20)\d{4}$/i.test(text) && typeof readClock(text) === 'number'), // 1945 and 2019 are more often years
    months: share((text) => typeof readMonth(text, 'day first') === 'string' && !isDate(text)),
    postcodes: share((text) => canonicalPostcode(text) !== null),
    areaCodes: share((text) => /^[EWSN]\d{8}$/.test(text)),
    latitudes: share(degrees(49, 61.5)),
    longitudes: share(degrees(-9, 2.5)),
    eastings: share(metres(700_000)),
    northings: share(metres(1_300_000)),
    numbers: share((text) => /^-?[\d,]+(\.\d+)?$/.test(text)),
    distinct: new Set(values).size,
    length: [...values].sort((a, b) => a.length - b.length)[Math.floor(values.length / 2)]?.length ?? 0,
  }
}

/** A date either way round, or what was meant for one (31/02/2024); figures alone are more often a number than a spreadsheet's date. */
const isDate = (text: string) =>
  /^\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})\b/.test(text) ||
  (!/^\d+(\.\d+)?$/.test(text) && !isFault(readMoment(text, 'day first')))

/** True of a column whose words come again and again, as kinds and outcomes do. */
export const repeats = ({ values, distinct }: Profile): boolean =>
  values.length > 0 && distinct <= Math.max(3, Math.min(60, values.length / 2))
