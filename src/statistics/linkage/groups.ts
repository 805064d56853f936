import type { Key } from './lookup-keys.ts'

/** Where each file's records begin, and the number of all records. `within`: pairs inside one file are proposed too. */
export type Layout = { starts: readonly number[]; records: number; within: boolean }

/** Records that have a key, those of one key together and in their own order, and where each group of two or more begins and ends. */
export type Groups = { order: Int32Array; bounds: Int32Array; count: number }

/** Gathers records by key: one pass into about as many buckets as records by a mixed key, then each bucket, of one or two keys mostly, in order of key. */
export function groupsOf(key: Key): Groups {
  const shift = Math.max(2, Math.clz32(key.length))
  const places = new Int32Array((1 << (32 - shift)) + 1)
  for (let record = 0; record < key.length; record++) if (key[record] !== 0) places[(Math.imul(key[record]!, 0x9e3779b1) >>> shift) + 1]!++
  for (let bucket = 1; bucket < places.length; bucket++) places[bucket]! += places[bucket - 1]!
  const size = places.at(-1)!
  const order = new Int32Array(size)
  const keys = new Int32Array(size)
  for (let record = 0; record < key.length; record++) {
    const own = key[record]!
    if (own === 0) continue
    const place = places[Math.imul(own, 0x9e3779b1) >>> shift]!++
    order[place] = record
    keys[place] = own
  }
  for (let bucket = 0, from = 0; bucket < places.length - 1; bucket++) {
    const to = places[bucket]!
    if (to - from > 1) sortBucket(keys, order, from, to)
    from = to
  }
  return { order, ...boundsOf(keys) }
}

/** Sorts a stretch by key, records of one key in their own order. */
function sortBucket(keys: Int32Array, order: Int32Array, from: number, to: number) {
  let mixed = false
  for (let at = from + 1; at < to; at++) if (keys[at] !== keys[at - 1]) mixed = true
  if (!mixed) return
  if (to - from > 64) {
    const places = Int32Array.from({ length: to - from }, (_, place) => from + place).sort((one, other) => keys[one]! - keys[other]! || one - other)
    const [sortedKeys, sortedOrder] = [places.map((place) => keys[place]!), places.map((place) => order[place]!)]
    keys.set(sortedKeys, from)
    order.set(sortedOrder, from)
    return
  }
  for (let at = from + 1; at < to; at++) {
    const [own, record] = [keys[at]!, order[at]!]
    let place = at
    for (; place > from && keys[place - 1]! > own; place--) {
      keys[place] = keys[place - 1]!
      order[place] = order[place - 1]!
    }
    keys[place] = own
    order[place] = record
  }
}

function boundsOf(keys: Int32Array): { bounds: Int32Array; count: number } {
  const bounds = new Int32Array(keys.length + 2)
  let count = 0
  for (let from = 0; from < keys.length;) {
    let to = from + 1
    while (to < keys.length && keys[to] === keys[from]) to++
    if (to - from > 1) {
      bounds[count * 2] = from
      bounds[count * 2 + 1] = to
      count++
    }
    from = to
  }
  return { bounds, count }
}

/** Pairs that a group of records makes. */
export function pairsIn({ order }: Groups, from: number, to: number, { starts, within }: Layout): number {
  const size = to - from
  if (within || starts.length === 1) return (size * (size - 1)) / 2
  let pairs = 0
  let at = from
  for (let file = 0; file < starts.length; file++) {
    const begun = at
    while (at < to && order[at]! < (starts[file + 1] ?? Infinity)) at++
    pairs += (at - begun) * (begun - from)
  }
  return pairs
}

/** First record of the next file: in order, a record's partners from there on are in other files. */
export const endOfFile = (record: number, { starts, records }: Layout) => starts.find((start) => start > record) ?? records

/** All pairs there are. */
export function pairsInAll({ starts, records, within }: Layout): number {
  if (within) return (records * (records - 1)) / 2
  const sizes = starts.map((start, file) => (starts[file + 1] ?? records) - start)
  return (records ** 2 - sizes.reduce((sum, size) => sum + size ** 2, 0)) / 2
}
