import { asSystem } from '../../db/tx.ts'
import type { Batch, IncidentRow, RejectedRow } from '../incident.ts'
import type { FileToRead, OpenedFile, ReadingPlan } from '../reading/read-file.ts'
import { insertSource, type SourceFields } from '../source-store.ts'
import { beginLoad } from './begin.ts'
import { runLoad, type Running } from './run.ts'

/** A source of invented street crime. */
export const invented: SourceFields = {
  name: 'Invented crime', provider: 'Testbury Police', rowIs: 'crime', layout: 'police.uk street', personal: false, basis: 'Invented for tests', attribution: null,
  refresh: 'month', dueDays: 60, positions: 'snapped', fileIs: 'whole', knownGaps: null,
}

/** Adds a source to a partnership, and gives its number. */
export const addSource = (partnershipId: string, fields: Partial<SourceFields> = {}): Promise<number> =>
  asSystem('add a source for a test', (tx) => insertSource(tx, { ...invented, ...fields }), partnershipId)

/** One invented report: what is not said is the same for all. */
export const report = (said: Partial<IncidentRow> = {}): IncidentRow => ({
  line: 2, reference: null, month: '2024-01-01', category: 'Burglary', starts: null, ends: null, easting: 532_025, northing: 181_025, position: 'snapped', placed: 'inside',
  wardId: null, lsoaId: null, place: 'On or near Long Lane', outcome: null, details: null, people: [], ...said,
})

export type InventedFile = { rows: readonly IncidentRow[]; rejections?: readonly RejectedRow[]; header?: readonly string[]; cut?: string; bytes?: string }

/** A reader of invented files, `rowsAtATime` to a batch: stands in for the worker, with files by the names they are stored under. */
export const readerOf = (files: Record<string, InventedFile>, rowsAtATime = 2) =>
  async ({ path }: FileToRead, _plan: ReadingPlan, { skipRows = 0 }: { skipRows?: number } = {}): Promise<OpenedFile> => {
    const { rows, rejections = [], header = ['Crime ID', 'Month'], cut = null } = files[path.split('/').at(-1)!]!
    const all = [...rows.map((row, index) => ({ ...row, line: index + 2 })), ...rejections]
    const batches = async function* batches(): AsyncGenerator<Batch> {
      for (let at = skipRows; at < all.length; at += rowsAtATime) {
        const part = all.slice(at, at + rowsAtATime)
        yield { incidents: part.filter((row) => 'month' in row), rejections: part.filter((row) => 'reason' in row), rowsRead: part.length }
      }
    }
    return { ok: true, header: { header, headerLine: 1, encoding: 'utf-8' }, batches: batches(), end: () => ({ rowsRead: all.length, cut, notes: [], newCategories: new Map() }), stop: async () => {} }
  }

let numbers = 0

/** Asks for invented files to be loaded: each has bytes of its own unless they are named. */
export const begin = (partnershipId: string, sourceId: number, files: Record<string, InventedFile>, by: 'begun' | 'any' = 'begun') =>
  asSystem('begin a load for a test', async (tx) => {
    const stored = Object.entries(files).map(([name, { bytes }]) => ({ name, hash: bytes ?? `bytes ${++numbers}`, bytes: 100, storedAs: `/nowhere/${name}` }))
    const begun = await beginLoad(tx, { sourceId }, stored)
    if (by === 'begun' && begun.kind !== 'begun') throw new Error(`Not begun: ${begun.kind}`)
    return begun
  }, partnershipId)

/** Loads invented files from asking to the end. */
export async function load(partnershipId: string, sourceId: number, files: Record<string, InventedFile>, running: Partial<Running> = {}) {
  const { loadId } = await begin(partnershipId, sourceId, files)
  const outcome = await runLoad(partnershipId, loadId, { data: '/nowhere', read: readerOf(files), ...running })
  return { loadId, outcome }
}
