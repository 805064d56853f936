import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'

/** A version held for a month, and whether a row of the load was found to be it. `own`: an earlier file of the same load brought it. */
export type HeldVersion = { key: number; loadId: number; rowNo: number; own: boolean }

const BYTES = 24 // content, key: eight each; load, row: four each

/**
 * What is held for one month: 24 bytes a version and a chained table over them, so that a month of any size can be compared with its file.
 */
export class HeldMonth {
  #bytes: Buffer
  #heads = new Int32Array(0)
  #next = new Int32Array(0)
  #found = new Uint8Array(0)

  /** `packed` as packHeld gives it; `before`: the month as it was known until now, whose found versions stay found. */
  constructor(packed: Buffer, before: HeldMonth | null = null) {
    const found = before?.foundRows() ?? new Set()
    this.#bytes = packed
    const n = packed.length / BYTES
    this.#heads = new Int32Array(2 ** Math.ceil(Math.log2(n + 1))).fill(-1)
    this.#next = new Int32Array(n)
    this.#found = new Uint8Array(n)
    for (let index = 0; index < n; index++) {
      const slot = this.#slot(this.#content(index))
      this.#next[index] = this.#heads[slot]!
      this.#heads[slot] = index
      if (found.has(this.#name(index))) this.#found[index] = 1
    }
  }

  #wide = (at: number) => this.#bytes.readUInt32BE(at) * 2 ** 32 + this.#bytes.readUInt32BE(at + 4)
  #content = (index: number) => this.#wide(index * BYTES)
  #slot = (content: number) => content % this.#heads.length
  #name = (index: number) => this.#bytes.readInt32BE(index * BYTES + 16) * 2 ** 31 + this.#bytes.readInt32BE(index * BYTES + 20)

  /** True when a version of this content is held that no row was found to be yet: this row is it. */
  find(content: number): boolean {
    for (let index = this.#heads[this.#slot(content)]!; index >= 0; index = this.#next[index]!) {
      if (this.#found[index] === 1 || this.#content(index) !== content) continue
      this.#found[index] = 1
      return true
    }
    return false
  }

  /** Every version that no row was found to be, in the order they were loaded. */
  *notFound(): Generator<HeldVersion & { index: number }> {
    for (let index = 0; index < this.#found.length; index++) {
      if (this.#found[index] === 1) continue
      const at = index * BYTES
      const loadId = this.#bytes.readInt32BE(at + 16)
      yield { index, key: this.#wide(at + 8), loadId: Math.abs(loadId), rowNo: this.#bytes.readInt32BE(at + 20), own: loadId < 0 }
    }
  }

  /** Counts a version as found: a row of its reference took its place. */
  setFound(index: number) {
    this.#found[index] = 1
  }

  foundRows = (): Set<number> => new Set([...this.#found.keys()].filter((index) => this.#found[index] === 1).map((index) => this.#name(index)))
}

/** Versions asked for at a time: few enough that pages come between. */
const AT_A_TIME = 20_000

/**
 * What stands for one month of a source as this load finds it: what visible loads brought and none ended, and what earlier files of this
 * load brought (their load's number negative). Asked for in pieces, each in a transaction of `inTurn`, packed as 24 bytes a version.
 */
export async function packHeld(inTurn: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>, { loadId, sourceId }: { loadId: number; sourceId: number }, month: string, fileNo: number): Promise<Buffer> {
  const pieces = Math.max(1, Math.ceil((await inTurn((tx) => howMany(tx, sourceId, month))) / AT_A_TIME))
  const parts: Buffer[] = []
  for (let piece = 0; piece < pieces; piece++)
    parts.push(
      await inTurn(async (tx) => {
        const { rows } = await sql<{ packed: Buffer | null }>`
          select string_agg(int8send(content) || int8send(key) || int4send(case when load_id = ${loadId} then -load_id else load_id end) || int4send(row_no), ''::bytea
            order by load_id, row_no) as packed
          from incident i where source_id = ${sourceId} and month = ${month}::date and content % ${pieces} = ${piece}
            and case when load_id = ${loadId} then file_no < ${fileNo}
              else load_id = any (array(select load_id from load where source_id = ${sourceId} and state = 'visible')) end
            and (select true from incident_ending e
              where e.partnership_id = i.partnership_id and e.ended_load_id = i.load_id and e.ended_row_no = i.row_no
                and e.load_id + 0 = any (array(select load_id from load where source_id = ${sourceId} and (state = 'visible' or load_id = ${loadId}))) limit 1) is null`.execute(tx)
        return rows[0]!.packed ?? Buffer.alloc(0)
      }),
    )
  return Buffer.concat(parts)
}

/** Near enough to say in how many pieces to ask. */
const howMany = async (tx: Tx, sourceId: number, month: string) =>
  Number((await sql<{ n: number }>`select coalesce(sum(n), 0) as n from area_month where source_id = ${sourceId} and area_id = 0 and month = ${month}::date`.execute(tx)).rows[0]!.n)
