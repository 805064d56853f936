export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** Matches a month's name or usual short form, with or without a full stop; for use inside a larger expression. */
export const MONTH_NAME =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|' +
  'Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?'

/** 1 to 12 for a name such as "September", "Sept.", "sep"; undefined for anything else. */
export function monthNumber(name: string): number | undefined {
  const start = name.replace(/\.$/, '').toLowerCase()
  if (start === 'sept') return 9
  const index = MONTHS.findIndex((month) => month.toLowerCase() === start || month.slice(0, 3).toLowerCase() === start)
  return index === -1 ? undefined : index + 1
}

/** "September" for 9. */
export const monthName = (month: number): string => MONTHS[month - 1]!

/** "Sep" for 9: three letters, so that columns of dates line up. */
export const shortMonthName = (month: number): string => monthName(month).slice(0, 3)
