// Arrays in PostgreSQL's own binary form. Written here because a batch has a hundred thousand values: as text, the client and the database
// would spend longer on them than on storing the rows. A column of nothing but nulls goes as null, which unnest pads out.
// Source: src/backend/utils/adt/arrayfuncs.c (array_recv): dimensions, whether there are nulls, the type; length and lower bound; then each value.

const TYPE = { integer: 23, bigint: 20, text: 25, date: 1082, timestamptz: 1184 } as const
const HEAD = 20
const MILLENNIUM_MS = Date.UTC(2000, 0, 1)
const DAY_MS = 86_400_000

/** An array's head, in a buffer of its own with room for its values; the view writes numbers faster than the buffer does. */
function begin(type: keyof typeof TYPE, length: number, hasNull: boolean, room: number): { array: Buffer; view: DataView } {
  const array = Buffer.allocUnsafeSlow(HEAD + room)
  const view = new DataView(array.buffer)
  for (const [at, word] of [1, hasNull ? 1 : 0, TYPE[type], length, 1].entries()) view.setInt32(at * 4, word)
  return { array, view }
}

const nullsIn = (values: readonly unknown[]): number => {
  let nulls = 0
  for (const value of values) if (value === null) nulls++
  return nulls
}

/** Whole numbers of 32 bits as integer[]. */
export const integers = (values: readonly (number | null)[]): Buffer | null => narrow('integer', values, (value) => value)

const dayOf = new Map<string, number>()
/** ISO dates as date[]. */
export const dates = (values: readonly (string | null)[]): Buffer | null =>
  narrow('date', values, (value) => {
    let day = dayOf.get(value)
    if (day === undefined) {
      if (dayOf.size > 10_000) dayOf.clear()
      dayOf.set(value, (day = (Date.parse(value) - MILLENNIUM_MS) / DAY_MS))
    }
    return day
  })

function narrow<T>(type: 'integer' | 'date', values: readonly (T | null)[], number: (value: T) => number): Buffer | null {
  const nulls = nullsIn(values)
  if (nulls === values.length && nulls > 0) return null
  const { array, view } = begin(type, values.length, nulls > 0, values.length * 8 - nulls * 4)
  let at = HEAD
  for (const value of values) {
    view.setInt32(at, value === null ? -1 : 4)
    at += 4
    if (value === null) continue
    view.setInt32(at, number(value))
    at += 4
  }
  return array
}

/** Whole numbers of up to 53 bits as bigint[]. */
export const bigints = (values: readonly number[]): Buffer => wide('bigint', values, (value) => value)!

/** ISO instants as timestamptz[]: microseconds from 2000, as far as milliseconds say. */
export const instants = (values: readonly (string | null)[]): Buffer | null => wide('timestamptz', values, (value) => (Date.parse(value) - MILLENNIUM_MS) * 1000)

function wide<T>(type: 'bigint' | 'timestamptz', values: readonly (T | null)[], number: (value: T) => number): Buffer | null {
  const nulls = nullsIn(values)
  if (nulls === values.length && nulls > 0) return null
  const { array, view } = begin(type, values.length, nulls > 0, values.length * 12 - nulls * 8)
  let at = HEAD
  for (const value of values) {
    view.setInt32(at, value === null ? -1 : 8)
    at += 4
    if (value === null) continue
    const whole = number(value)
    const high = Math.floor(whole / 2 ** 32)
    view.setInt32(at, high)
    view.setUint32(at + 4, whole - high * 2 ** 32)
    at += 8
  }
  return array
}

/** Texts as text[]. What PostgreSQL cannot hold (a null byte, half a character) is made visible. */
export function texts(values: readonly (string | null)[]): Buffer | null {
  const nulls = nullsIn(values)
  let room = 0
  for (const value of values) room += 4 + (value === null ? 0 : value.length * 3)
  if (nulls === values.length && nulls > 0) return null
  const { array, view } = begin('text', values.length, nulls > 0, room)
  let at = HEAD
  for (const value of values) {
    const length = value === null ? -1 : array.write(value.includes('\0') ? storable(value) : value, at + 4, 'utf8')
    view.setInt32(at, length)
    at += 4 + Math.max(length, 0)
  }
  return array.subarray(0, at)
}

/** The text as PostgreSQL can hold it: a null byte shows as ␀, half a character as �. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '␀')
