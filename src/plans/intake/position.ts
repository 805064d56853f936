import { parseDate } from '../../calendar/dates.ts'
import { codeKey } from './codes.ts'
import type { PositionLine, Said } from './plan-reading.ts'

const BULLET = /^\s*(?:[•·●▪■*‣–-]|\d{1,2}[.)])\s+/
const MONTH =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)'
const DATED = new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(${MONTH})(?:\\s+((?:19|20)\\d\\d))?\\b`, 'i')

/**
 * A narrative line by line, each with the day it names and the items it names by code: what may become dated evidence.
 * `around` is the day the paper speaks of: a day without a year is the last such day that is not more than two months after it.
 */
export function positionLines(
  said: readonly Said[],
  codes: ReadonlyMap<string, string>,
  around: Temporal.PlainDate | null,
): PositionLine[] {
  return said.flatMap(({ words, place }) =>
    words
      .split('\n')
      .map((line) => line.replace(BULLET, '').trim())
      .filter((line) => line !== '')
      .map((line) => ({ words: line, place, on: dayNamed(line, around), codes: codesNamed(line, codes) })),
  )
}

function dayNamed(line: string, around: Temporal.PlainDate | null): Temporal.PlainDate | null {
  const found = DATED.exec(line)
  if (!found) return null
  const [, day, month, year] = found
  if (year) return parseDate(`${day} ${month} ${year}`) ?? null
  if (!around) return null
  const here = parseDate(`${day} ${month} ${around.year}`)
  if (!here) return null
  return Temporal.PlainDate.compare(here, around.add({ months: 2 })) > 0 ? here.subtract({ years: 1 }) : here
}

/** Codes that a line cites, of those there are: as "2.1.1c" or "2.1.1 c". Bare figures are amounts more often than codes. */
export function codesNamed(line: string, codes: ReadonlyMap<string, string>): string[] {
  const cited = line.match(/\b\p{Lu}{0,3}\d+(?:\.\d+)+\.?[a-z]?\b|\b\p{Lu}{1,3}\d+[a-z]?\b/gu) ?? []
  return [...new Set(cited.flatMap((each) => codes.get(codeKey(each)) ?? []))]
}
