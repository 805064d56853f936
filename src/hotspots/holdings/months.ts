import { monthName } from '../../calendar/months.ts'

const TEXT = /^(\d{4})-(0[1-9]|1[0-2])$/

/** A month's place in an unbroken count of months, from 'YYYY-MM' (or a date's first seven letters). */
export const monthNumber = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1

/** The month 'YYYY-MM' of a number. */
export const monthText = (number: number): string => `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`

export const isMonth = (text: string): boolean => TEXT.test(text)

/** Every month from one to another, both included. */
export const monthsBetween = (first: string, last: string): string[] =>
  Array.from({ length: monthNumber(last) - monthNumber(first) + 1 }, (_, step) => monthText(monthNumber(first) + step))

/** "July 2025". */
export const writeMonth = (month: string): string => `${monthName(Number(month.slice(5, 7)))} ${month.slice(0, 4)}`

/** "July 2024 to June 2025"; one month by itself. */
export const writeMonths = (first: string, last: string): string => (first === last ? writeMonth(first) : `${writeMonth(first)} to ${writeMonth(last)}`)
