import { Dictionary, type TextColumn } from './text.ts'
import type { LinkTable } from './fields.ts'

/** Takes CSV text piece by piece and gives its columns, each distinct text kept once: quoted fields, quotes doubled within, either line ending, blank lines passed over, spaces around values dropped. */
export class CsvColumns {
  #rest = ''
  #header: string[] | null = null
  #row: string[] = []
  #dictionaries: Dictionary[] = []
  #codes: Int32Array[] = []
  #records = 0

  /** Adds a piece of the file. A row cut in two waits for the next piece. */
  take(piece: string) {
    const text = this.#rest === '' ? piece : this.#rest + piece
    this.#rest = text.slice(this.#read(text, false))
  }

  /** What was read. Throws RangeError for an unclosed quote and for a file without rows. */
  done(): LinkTable {
    const end = this.#read(this.#rest, true)
    if (end < this.#rest.length) throw new RangeError('a quoted field is never closed')
    if (this.#header === null) throw new RangeError('it is empty; its first line must name the columns')
    const columns = new Map<string, TextColumn>()
    this.#header.forEach((name, place) => {
      if (!columns.has(name)) columns.set(name, { values: this.#dictionaries[place]!.values, codes: this.#codes[place]!.subarray(0, this.#records) })
    })
    return { records: this.#records, columns }
  }

  /** Reads whole rows and gives how far it came. */
  #read(text: string, last: boolean): number {
    let rowStart = 0
    let at = 0
    const { length } = text
    while (at < length) {
      if (text.charCodeAt(at) === 34) {
        const close = closingQuote(text, at + 1)
        if (close < 0 || (close + 1 === length && !last)) { this.#row = []; return rowStart }
        this.#row.push(text.slice(at + 1, close).replaceAll('""', '"').trim())
        at = close + 1
        while (at < length && text.charCodeAt(at) !== 44 && text.charCodeAt(at) !== 10) at++
      } else {
        const from = at
        let code = text.charCodeAt(at)
        while (code !== 44 && code !== 10 && ++at < length) code = text.charCodeAt(at)
        if (at >= length && !last) { this.#row = []; return rowStart }
        this.#row.push(text.slice(from, at).trim())
      }
      if (at >= length) {
        if (!last) { this.#row = []; return rowStart }
        this.#keep()
        return length
      }
      const ended = text.charCodeAt(at) === 10
      at++
      if (ended) {
        this.#keep()
        rowStart = at
      } else if (at >= length) {
        if (!last) { this.#row = []; return rowStart }
        this.#row.push('')
        this.#keep()
        return length
      }
    }
    return rowStart
  }

  #keep() {
    const row = this.#row
    this.#row = []
    if (row.length === 1 && row[0] === '') return
    if (this.#header === null) {
      this.#header = row.map((name) => name.replace(/^\ufeff/, '').trim())
      this.#dictionaries = row.map(() => new Dictionary())
      this.#codes = row.map(() => new Int32Array(1 << 12))
      return
    }
    const record = this.#records++
    const codes = this.#codes
    if (record === codes[0]!.length) {
      this.#codes = codes.map((own) => {
        const longer = new Int32Array(own.length * 2)
        longer.set(own)
        return longer
      })
    }
    for (let place = 0; place < this.#codes.length; place++) {
      const text = row[place] ?? ''
      this.#codes[place]![record] = text === '' ? -1 : this.#dictionaries[place]!.number(text)
    }
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text.charCodeAt(at + 1) !== 34) return at
  return -1
}
