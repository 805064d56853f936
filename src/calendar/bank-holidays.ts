import copy from './bank-holidays.json' with { type: 'json' }
import { writeDate } from './dates.ts'

/** Bank holidays differ in the three parts of the United Kingdom. */
export const DIVISIONS = ['England and Wales', 'Scotland', 'Northern Ireland'] as const
export type Division = (typeof DIVISIONS)[number]

/** The list: whose it is, under what licence, how new, and the first and last day it is whole for (ISO). Days before `copiedFrom` are not of the copy: `before` says by what they stand. */
export const BANK_HOLIDAY_LIST = {
  division: 'England and Wales', source: copy.source, licence: copy.licence, attribution: copy.attribution, updated: copy.updated, from: copy.from, to: copy.to,
  copiedFrom: copy.copiedFrom, before: copy.before,
} as const

const days: Record<Division, ReadonlyMap<string, string>> = {
  'England and Wales': new Map(Object.entries(copy.divisions['England and Wales'])),
  Scotland: new Map(Object.entries(copy.divisions.Scotland)),
  'Northern Ireland': new Map(Object.entries(copy.divisions['Northern Ireland'])),
}

/** The bank holiday on an ISO date, by name; null when it is none, or the list does not reach so far. */
export const bankHolidayOn = (date: string, division: Division = 'England and Wales'): string | null => days[division].get(date) ?? null

/** Bank holidays from one ISO date to another, both included, in order. */
export const bankHolidaysBetween = (from: string, to: string, division: Division = 'England and Wales'): { date: string; name: string }[] =>
  [...days[division]].filter(([date]) => date >= from && date <= to).map(([date, name]) => ({ date, name }))

/** Whether the list is whole for a date: outside it, no bank holiday means nothing. */
export const isListed = (date: string): boolean => date >= copy.from && date <= copy.to

const MONTHS_OF_WARNING = 6

/** What to say when the list of bank holidays ends within six months of a day, or has ended; null while it reaches further. */
export function listEnding(today: Temporal.PlainDate, to: string = copy.to): string | null {
  const last = Temporal.PlainDate.from(to)
  if (Temporal.PlainDate.compare(last, today.add({ months: MONTHS_OF_WARNING })) >= 0) return null
  const ended = Temporal.PlainDate.compare(last, today) < 0
  return `The list of bank holidays ${ended ? 'ended' : 'ends'} on ${writeDate(last)}. Dates after it are not checked for bank holidays: ask whoever looks after this service to update it.`
}
