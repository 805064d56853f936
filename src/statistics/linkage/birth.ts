const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** How a column writes dates such as 03/04/1980. */
export type PartOrder = 'day first' | 'month first'

/**
 * A date of birth as the number year × 10,000 + month × 100 + day; month and day 0 where only the year is known; null when nothing can be read.
 * Parts that no calendar has (month 86) are kept: a slip of one digit can still be compared. 1 January 1900 and years before 1000 are nothing known.
 */
export function readBirth(text: string, order: PartOrder): number | null {
  const parts = partsOf(text.trim().toLowerCase(), order)
  if (parts === null) return null
  const [year, month, day] = parts
  if (month > 99 || day > 99) return null
  const packed = year * 10000 + month * 100 + day
  return packed < 10_000_000 || packed > 29_999_999 || packed === 19000101 ? null : packed
}

/** A year of two digits is one of the hundred years up to 2030. */
const yearOf = (digits: string) => (digits.length > 2 ? Number(digits) : Number(digits) > 30 ? 1900 + Number(digits) : 2000 + Number(digits))

function partsOf(text: string, order: PartOrder): [year: number, month: number, day: number] | null {
  const numbers = text.match(/\d+/g)
  if (numbers === null) return null
  const first = numbers[0]!
  const word = /[a-z]{3,}/.exec(text)?.[0]
  const named = word === undefined ? -1 : MONTHS.indexOf(word.slice(0, 3))
  if (named >= 0) return numbers.length < 2 ? null : first.length === 4 ? [Number(first), named + 1, Number(numbers[1])] : [yearOf(numbers[1]!), named + 1, Number(first)]
  if (first.length === 8) return startsWithYear(first) ? [Number(first.slice(0, 4)), Number(first.slice(4, 6)), Number(first.slice(6))] : [Number(first.slice(4)), Number(first.slice(2, 4)), Number(first.slice(0, 2))]
  if (numbers.length === 1) return first.length === 4 ? [Number(first), 0, 0] : null
  if (first.length === 4) return [Number(first), Number(numbers[1]), Number(numbers[2] ?? 0)]
  if (numbers.length < 3) return null
  const [day, month] = order === 'day first' ? [first, numbers[1]!] : [numbers[1]!, first]
  return [yearOf(numbers[2]!), Number(month), Number(day)]
}

const startsWithYear = (digits: string) => /^(1[0-9]|20)/.test(digits) && Number(digits.slice(4, 6)) <= 31

/** Whether a column writes the month first, told by parts above 12; day first, as Britain writes, when nothing tells. */
export function partOrder(values: Iterable<string>): PartOrder {
  let dayFirst = 0
  let monthFirst = 0
  for (const value of values) {
    const found = /^\s*(\d{1,2})\D(\d{1,2})\D\d{2,4}/.exec(value)
    if (found === null) continue
    if (Number(found[1]) > 12) dayFirst++
    if (Number(found[2]) > 12) monthFirst++
  }
  return monthFirst > dayFirst * 4 ? 'month first' : 'day first'
}
