import type { Key } from './lookup-keys.ts'

/** Where each file's records begin, and the number of all records. `within`: pairs inside one file are proposed too. */
export type Layout = { starts: readonly number[]; records: number; within: boolean }

/** Records that have a key, those of one key together and in their own order, and where each group of two or more begins and ends. */
export type Groups = { order: Int32Array; bounds: Int32Array; count: number }

/** Gathers records by key (radix sort, eleven bits a pass). */
export function groupsOf(key: Key): Groups {
  let size = 0
  let order = new Int32Array(key.length)
  for (let record = 0; record < key.length; record++) if (key[record] !== 0) order[size++] = record
  let next = new Int32Array(size)
  for (let shift = 0; shift < 32; shift += 11) {
    const places = new Int32Array(2049)
    for (let at = 0; at < size; at++) places[((key[order[at]!]! >>> shift) & 2047) + 1]!++
    for (let digit = 0; digit < 2048; digit++) places[digit + 1]! += places[digit]!
    for (let at = 0; at < size; at++) next[places[(key[order[at]!]! >>> shift) & 2047]!++] = order[at]!
    ;[order, next] = [next, order]
  }
  const bounds = new Int32Array(size + 2)
  let count = 0
  for (let from = 0; from < size;) {
    let to = from + 1
    const own = key[order[from]!]!
    while (to < size && key[order[to]!] === own) to++
    if (to - from > 1) {
      bounds[count * 2] = from
      bounds[count * 2 + 1] = to
      count++
    }
    from = to
  }
  return { order, bounds, count }
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
