import { createHmac } from 'node:crypto'
import { auditKey } from '../db/tx.ts'
import { cleanLine, splitAddress } from '../statistics/linkage/address.ts'
import { cleanEmail, cleanPhone } from '../statistics/linkage/contact.ts'
import { fold } from '../statistics/linkage/text.ts'

/** Kinds of what a person can be reached or found by. */
export const TRACE_KINDS = ['address', 'phone', 'email', 'school', 'workplace', 'vehicle', 'premises'] as const
export type TraceKind = (typeof TRACE_KINDS)[number]
export const isTraceKind = (kind: string): kind is TraceKind => (TRACE_KINDS as readonly string[]).includes(kind)

const POSTCODE = /\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b/gi
const PHONE = /(?:\+|\b)\d(?:[\s().-]*\d){6,14}/g
const EMAIL = /[^\s<>(),;:"]+@[^\s<>(),;:"]+\.[a-z]{2,}/gi
const MOST_WORDS = 6

/**
 * What a value is recognised by however it is spelt: of an address its place (postcode and building, or building and street), else its postcode alone;
 * of a number its digits; of anything else its words closed up. Empty when there is nothing to know it by.
 */
export function tracesOf(kind: TraceKind, value: string): string[] {
  switch (kind) {
    case 'phone':
      return traced('phone', cleanPhone(value))
    case 'email':
      return traced('email', cleanEmail(value))
    case 'address':
      return addressTraces(value)
    case 'school':
    case 'workplace':
    case 'vehicle':
    case 'premises': {
      const closed = fold(value).replaceAll(' ', '')
      return closed.length < 4 ? [] : [`name:${closed}`]
    }
  }
}

const spaced = (address: string) => address.replace(POSTCODE, '$1 $2').trim()
const traced = (kind: string, value: string | null): string[] => (value === null ? [] : [`${kind}:${value}`])

/** Where post to it goes. Two addresses are one when any of these is in both; a postcode alone stands for an address of which no more is known. */
function addressTraces(value: string): string[] {
  const { building, street, postcode } = splitAddress(spaced(value))
  const places = [
    ...(postcode && building ? [`place:${postcode} ${building}`] : []),
    ...(building && street ? [`place:${building} ${street}`] : []),
    ...(postcode && !building && street ? [`place:${postcode} ${street}`] : []),
  ]
  return places.length > 0 ? places : traced('postcode', postcode)
}

/** Whether two addresses as written are one place. Where both have a postcode, it decides before the street's name does. */
export function isSamePlace(one: string, other: string): boolean {
  const [mine, theirs] = [splitAddress(spaced(one)).postcode, splitAddress(spaced(other)).postcode]
  const traces = addressTraces(other)
  return !(mine && theirs && mine !== theirs) && addressTraces(one).some((trace) => traces.includes(trace))
}

/**
 * What a protected value is known by when it stands in a text: as `tracesOf`; and of an address its house without the flat, and its postcode,
 * for a street of a dozen doors is as good as one.
 */
export function protectedTraces(kind: TraceKind, value: string): string[] {
  if (kind !== 'address') return tracesOf(kind, value)
  const { building, street, postcode } = splitAddress(spaced(value))
  const house = building?.split(' ').at(-1)
  return [...new Set([...addressTraces(value), ...(house && street ? [`place:${house} ${street}`] : []), ...traced('postcode', postcode)])]
}

/** Everything in a text that somebody could be reached or found by: numbers, e-mail addresses, postcodes, doors in streets, and runs of up to six words. */
export function tracesIn(text: string): Set<string> {
  const found = new Set<string>()
  for (const [number] of text.matchAll(PHONE)) for (const trace of traced('phone', cleanPhone(number))) found.add(trace)
  for (const [address] of text.matchAll(EMAIL)) for (const trace of traced('email', cleanEmail(address.replace(/[.!?]+$/, '')))) found.add(trace)
  for (const [, district, inward] of text.matchAll(POSTCODE)) found.add(`postcode:${(district! + inward!).toLowerCase()}`)
  const words = fold(text).split(' ')
  for (let from = 0; from < words.length; from++) {
    for (let to = from + 1; to <= Math.min(words.length, from + MOST_WORDS); to++) {
      const run = words.slice(from, to)
      found.add(`name:${run.join('')}`)
      if (run.length > 1 && /^\d+[a-z]?$/.test(run[0]!)) found.add(`place:${run[0]} ${cleanLine(run.slice(1).join(' '))}`)
    }
  }
  return found
}

const markKey = (): Buffer => createHmac('sha256', auditKey()).update('wardmote protected marks').digest()

/** A trace under a key the database does not hold: enough to recognise it again, not to read it. */
export const markOf = (trace: string, key = markKey()): string => createHmac('sha256', key).update(trace).digest('base64url')

/** The marks to keep in `protected_mark` for a protected value; none when there is nothing to know it by. */
export function protectedMarks(kind: TraceKind, value: string): string[] {
  const key = markKey()
  return protectedTraces(kind, value).map((trace) => markOf(trace, key))
}

/** Which of these traces are protected, being among `marks`. */
export function protectedAmong(traces: Iterable<string>, marks: ReadonlySet<string>): string[] {
  if (marks.size === 0) return []
  const key = markKey()
  return [...traces].filter((trace) => marks.has(markOf(trace, key)))
}
