import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ZipFile } from 'yazl'
import type { Batch, IncidentRow, RejectedRow } from '../incident.ts'
import type { Mapping } from '../mapping.ts'
import type { DatedArea } from '../places/areas.ts'
import { readFileInWorker, type FileToRead, type ReadingPlan } from './read-file.ts'

/** A folder for a test's files; `remove` when done. */
export function openFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'wardmote-reading-'))
  return {
    write(name: string, content: string | Uint8Array): FileToRead {
      const path = join(folder, name)
      writeFileSync(path, content)
      return { path, name }
    },
    async zip(name: string, members: Record<string, string | Buffer>): Promise<FileToRead> {
      const zip = new ZipFile()
      for (const [member, content] of Object.entries(members)) zip.addBuffer(Buffer.from(content), member)
      zip.end()
      const pieces: Buffer[] = []
      for await (const piece of zip.outputStream) pieces.push(piece as Buffer)
      return this.write(name, Buffer.concat(pieces))
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export const TODAY = '2026-11-22'

const box = (west: number, south: number, east: number, north: number) => [[[west, south, east, south, east, north, west, north]]]

/** A partnership about Guildhall with one ward and one LSOA. */
export const GUILDHALL: readonly DatedArea[] = [
  { areaId: 1, kind: 'partnership', code: 'E09000001', validFrom: '2000-01-01', validTo: null, boundary: box(532_000, 181_000, 533_000, 182_000) },
  { areaId: 2, kind: 'ward', code: 'E05009290', validFrom: '2013-05-02', validTo: null, boundary: box(532_000, 181_000, 532_500, 182_000) },
  { areaId: 3, kind: 'lsoa', code: 'E01000001', validFrom: '2011-01-01', validTo: null, boundary: box(532_000, 181_000, 533_000, 181_500) },
]

export const streetPlan: ReadingPlan = {
  layout: 'police.uk street',
  mapping: null,
  positions: 'snapped',
  personal: false,
  areas: GUILDHALL,
  postcodes: new Map(),
  today: TODAY,
}

export const STREET =
  'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context'

/** One row of a street file; what is not given is usual. */
export const streetRow = ({
  id = 'a1',
  month = '2024-03',
  longitude = '-0.0926',
  latitude = '51.5138',
  location = 'On or near Love Lane',
  lsoa = 'E01000001',
  type = 'Burglary',
  outcome = 'Under investigation',
} = {}) =>
  [id, month, 'City of London Police', 'City of London Police', longitude, latitude, location, lsoa, 'City of London 001A', type, outcome, ''].join(
    ',',
  )

export const mappingOf = (columns: Mapping['columns'], more: Partial<Mapping> = {}): Mapping => ({
  columns,
  caller: {},
  victim: {},
  details: [],
  dateFormat: 'day first',
  categories: {},
  category: null,
  ...more,
})

export const mappedPlan = (mapping: Mapping, more: Partial<ReadingPlan> = {}): ReadingPlan => ({
  layout: 'mapped',
  mapping,
  positions: 'exact',
  personal: false,
  areas: GUILDHALL,
  postcodes: new Map([['EC2V7HH', [532_480, 181_240]]]),
  today: TODAY,
  ...more,
})

/** Reads a file to its end; fails where it cannot be read at all. */
export async function readAll(file: FileToRead, plan: ReadingPlan, options: { skipRows?: number } = {}) {
  const opened = await readFileInWorker(file, plan, options)
  if (!opened.ok) throw new Error(opened.problem)
  const incidents: IncidentRow[] = []
  const rejections: RejectedRow[] = []
  const batches: Batch[] = []
  for await (const batch of opened.batches) {
    batches.push(batch)
    incidents.push(...batch.incidents)
    rejections.push(...batch.rejections)
  }
  return { header: opened.header, incidents, rejections, batches, end: opened.end() }
}

/** Why a file cannot be read; fails where it can. */
export async function problemOf(file: FileToRead, plan: ReadingPlan): Promise<string> {
  const opened = await readFileInWorker(file, plan)
  if (opened.ok) {
    await opened.stop()
    throw new Error('The file was opened.')
  }
  return opened.problem
}
