import type { LinkTable } from './fields.ts'
import { sharedInts, type SharedTexts, textsOf, type TextColumn } from './text.ts'

const COMMA = 44
const QUOTE = 34
const LINE = 10

/**
 * Takes a CSV file in UTF-8 piece by piece and gives its columns, each distinct text kept once: quoted fields, quotes doubled within, either line ending, blank
 * lines passed over, spaces around values dropped. Works on bytes: no text is made for a value met before.
 */
export class CsvColumns {
  #rest: Uint8Array = new Uint8Array(0)
  #header: string[] | null = null
  #stores: Store[] = []
  #codes: Int32Array[] = []
  #records = 0
  /** Where each field of the row being read begins and ends. */
  #begins = new Int32Array(64)
  #ends = new Int32Array(64)
  #fields = 0

  /** Adds a piece of the file. A row cut in two waits for the next piece. */
  take(piece: Uint8Array) {
    let bytes = piece
    if (this.#rest.length > 0) {
      bytes = new Uint8Array(this.#rest.length + piece.length)
      bytes.set(this.#rest)
      bytes.set(piece, this.#rest.length)
    }
    this.#rest = bytes.slice(this.#read(bytes, false))
  }

  /** What was read. Throws RangeError for an unclosed quote and for a file without a header. */
  done(): LinkTable {
    if (this.#read(this.#rest, true) < this.#rest.length) throw new RangeError('a quoted field is never closed')
    if (this.#header === null) throw new RangeError('it is empty; its first line must name the columns')
    const columns = new Map<string, TextColumn>()
    this.#header.forEach((name, place) => {
      if (!columns.has(name)) columns.set(name, textsOf(this.#stores[place]!.done(), sharedCopy(this.#codes[place]!, this.#records)))
    })
    return { records: this.#records, columns }
  }

  /** Reads whole rows and gives how far it came. */
  #read(bytes: Uint8Array, last: boolean): number {
    const { length } = bytes
    let rowStart = 0
    let at = 0
    this.#fields = 0
    while (at < length) {
      if (bytes[at] === QUOTE) {
        const close = closingQuote(bytes, at + 1)
        if (close < 0 || (close + 1 >= length && !last)) return rowStart
        this.#field(at, close + 1)
        at = close + 1
        while (at < length && bytes[at] !== COMMA && bytes[at] !== LINE) at++
      } else {
        const from = at
        while (at < length && bytes[at] !== COMMA && bytes[at] !== LINE) at++
        this.#field(from, at)
      }
      if (at >= length) {
        if (!last) return rowStart
        this.#keep(bytes)
        return length
      }
      const ended = bytes[at++] === LINE
      if (ended) {
        this.#keep(bytes)
        rowStart = at
      } else if (at >= length) {
        if (!last) return rowStart
        this.#field(at, at)
        this.#keep(bytes)
        return length
      }
    }
    return rowStart
  }

  #field(from: number, to: number) {
    if (this.#fields === this.#begins.length) {
      this.#begins = longer(this.#begins)
      this.#ends = longer(this.#ends)
    }
    this.#begins[this.#fields] = from
    this.#ends[this.#fields++] = to
  }

  #keep(bytes: Uint8Array) {
    const fields = this.#fields
    this.#fields = 0
    if (fields === 1 && trimmedStart(bytes, this.#begins[0]!, this.#ends[0]!) === this.#ends[0]!) return
    if (this.#header === null) {
      const stores = Array.from({ length: fields }, () => new Store())
      this.#header = stores.map((store, place) => {
        this.#intern(store, bytes, place)
        const { bytes: held, starts } = store.done()
        return Buffer.from(held.buffer, 0, starts[1]).toString().replace(/^\ufeff/, '').replace(/^"(.*)"$/, '$1').trim()
      })
      this.#stores = stores.map(() => new Store())
      this.#codes = stores.map(() => new Int32Array(1 << 12))
      return
    }
    if (this.#records === this.#codes[0]!.length) this.#codes = this.#codes.map(longer)
    for (let place = 0; place < this.#stores.length; place++) this.#codes[place]![this.#records] = place < fields ? this.#intern(this.#stores[place]!, bytes, place) : -1
    this.#records++
  }

  /** Number of a field's text in its store; -1 when empty. */
  #intern(store: Store, bytes: Uint8Array, place: number): number {
    let from = this.#begins[place]!
    let to = this.#ends[place]!
    let source = bytes
    if (bytes[from] === QUOTE && to > from + 1) {
      from++
      to--
      if (bytes.subarray(from, to).includes(QUOTE)) {
        source = Buffer.from(Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1').replaceAll('""', '"'), 'latin1')
        from = 0
        to = source.length
      }
    }
    from = trimmedStart(source, from, to)
    to = trimmedEnd(source, from, to)
    return from === to ? -1 : store.number(source, from, to)
  }
}

const isSpace = (byte: number) => byte === 32 || byte === 9 || byte === 13 || byte === 10

function trimmedStart(bytes: Uint8Array, from: number, to: number): number {
  while (from < to && isSpace(bytes[from]!)) from++
  return from
}

function trimmedEnd(bytes: Uint8Array, from: number, to: number): number {
  while (to > from && isSpace(bytes[to - 1]!)) to--
  return to
}

function closingQuote(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(QUOTE, from); at >= 0; at = bytes.indexOf(QUOTE, at + 2)) if (bytes[at + 1] !== QUOTE) return at
  return -1
}

function longer(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const twice = new Int32Array(numbers.length * 2)
  twice.set(numbers)
  return twice
}

function sharedCopy(numbers: Int32Array, length: number): Int32Array {
  const copy = sharedInts(length)
  copy.set(numbers.subarray(0, length))
  return copy
}

/** Distinct texts of one column as bytes end to end, found again by a hash table with open addressing. */
class Store {
  #bytes = new Uint8Array(1 << 10)
  #starts = new Int32Array(1 << 6)
  #hashes = new Int32Array(1 << 6)
  #table = new Int32Array(1 << 8).fill(-1)
  #size = 0

  number(source: Uint8Array, from: number, to: number): number {
    let hash = 0x811c9dc5
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ source[at]!, 0x01000193)
    hash ^= hash >>> 15
    const mask = this.#table.length - 1
    let slot = hash & mask
    for (let value = this.#table[slot]!; value >= 0; value = this.#table[slot]!) {
      if (this.#hashes[value] === hash && this.#holds(value, source, from, to)) return value
      slot = (slot + 1) & mask
    }
    return this.#add(source, from, to, hash, slot)
  }

  #holds(value: number, source: Uint8Array, from: number, to: number): boolean {
    const start = this.#starts[value]!
    const bytes = this.#bytes
    if (this.#starts[value + 1]! - start !== to - from) return false
    for (let at = from, own = start; at < to; at++, own++) if (bytes[own] !== source[at]) return false
    return true
  }

  #add(source: Uint8Array, from: number, to: number, hash: number, slot: number): number {
    const value = this.#size++
    if (value + 2 > this.#starts.length) {
      this.#starts = longer(this.#starts)
      this.#hashes = longer(this.#hashes)
    }
    const end = this.#starts[value]! + to - from
    while (end > this.#bytes.length) {
      const twice = new Uint8Array(this.#bytes.length * 2)
      twice.set(this.#bytes)
      this.#bytes = twice
    }
    this.#bytes.set(source.subarray(from, to), this.#starts[value])
    this.#starts[value + 1] = end
    this.#hashes[value] = hash
    this.#table[slot] = value
    if (this.#size * 2 > this.#table.length) this.#rehash()
    return value
  }

  #rehash() {
    const table = new Int32Array(this.#table.length * 4).fill(-1)
    const mask = table.length - 1
    for (let value = 0; value < this.#size; value++) {
      let slot = this.#hashes[value]! & mask
      while (table[slot]! >= 0) slot = (slot + 1) & mask
      table[slot] = value
    }
    this.#table = table
  }

  done(): SharedTexts {
    const starts = new Int32Array(new SharedArrayBuffer(4 * (this.#size + 1)))
    starts.set(this.#starts.subarray(0, this.#size + 1))
    const bytes = new Uint8Array(new SharedArrayBuffer(Math.max(1, starts[this.#size]!)))
    bytes.set(this.#bytes.subarray(0, starts[this.#size]))
    return { bytes, starts }
  }
}
