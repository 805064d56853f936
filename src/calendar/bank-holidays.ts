import copy from './bank-holidays.json' with { type: 'json' }

/** The list as it was copied: whose it is, under what licence, how new, and the first and last day it is whole for (ISO). */
export const BANK_HOLIDAY_LIST = { division: copy.division, source: copy.source, licence: copy.licence, attribution: copy.attribution, updated: copy.updated, from: copy.from, to: copy.to }

const days: ReadonlyMap<string, string> = new Map(Object.entries(copy.days))

/** The bank holiday of England and Wales on an ISO date, by name; null when it is none, or the list does not reach so far. */
export const bankHolidayOn = (date: string): string | null => days.get(date) ?? null

/** Whether the list is whole for a date: outside it, no bank holiday means nothing. */
export const isListed = (date: string): boolean => date >= copy.from && date <= copy.to
