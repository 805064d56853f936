import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Tx } from '../db/tx.ts'
import { beginLoad } from '../incidents/loading/begin.ts'
import { runLoad } from '../incidents/loading/run.ts'
import type { Mapping } from '../incidents/mapping.ts'
import { insertSource, saveMapping, type SourceFields } from '../incidents/source-store.ts'
import { FOLDER, keepGeography } from './keep-geography.ts'

/** What the police publish of the City, month by month; the newest file found of each (tools and data: src/example/city-of-london). */
export const POLICE: SourceFields = {
  name: 'Crime and anti-social behaviour recorded by the police', provider: 'City of London Police', rowIs: 'crime', layout: 'police.uk street', personal: false,
  basis: 'Open Government Licence v3.0', attribution: 'Contains public sector information licensed under the Open Government Licence v3.0 (data.police.uk)',
  refresh: 'month', dueDays: 60, positions: 'snapped', fileIs: 'whole',
  knownGaps: 'October and November 2017 were never published. Places are anonymous points near where it happened, and they were moved in July 2022. A crime can be listed twice under one number. The months from July 2025 on are not in this example.',
}

const DEPARTMENT = { rowIs: 'complaint', layout: 'mapped', personal: true, basis: 'Invented for the example: no such person complained', attribution: 'Synthetic data', refresh: 'month', dueDays: 30, positions: 'street', fileIs: 'added' } as const
export const NOISE: SourceFields = { ...DEPARTMENT, name: 'Noise complaints', provider: 'City Corporation, Environmental Health', knownGaps: 'One complaint in ten has no postcode.' }
export const HOUSING: SourceFields = { ...DEPARTMENT, name: 'Housing reports', provider: 'City Corporation, Housing', knownGaps: 'One report in three has no date of birth.' }

const NUISANCE = 'Anti-social behaviour'
const NOISE_MAPPING: Mapping = {
  columns: { reference: 'Ref No', date: 'Date Received', time: 'Time Received', category: 'Complaint Type', outcome: 'Outcome', postcode: 'Postcode' },
  caller: { forename: 'First Name', surname: 'Surname', address: 'Address', postcode: 'Postcode', phone: 'Telephone', email: 'E-mail' },
  victim: {}, details: [], dateFormat: 'day first', category: null,
  categories: Object.fromEntries(['Loud music', 'Party', 'Construction outside hours', 'Street drinkers', 'Shouting', 'Barking dog', 'Deliveries at night', 'Licensed premises'].map((word) => [word, NUISANCE])),
}
const HOUSING_MAPPING: Mapping = {
  columns: { reference: 'Case ID', date: 'Reported on', category: 'Category', outcome: 'Status', postcode: 'Post code' },
  caller: { 'full name': 'Tenant', born: 'Date of birth', address: 'Estate and block', postcode: 'Post code', phone: 'Mobile', email: 'Contact e-mail' },
  victim: {}, details: [], dateFormat: 'day first', category: null,
  categories: {
    ...Object.fromEntries(['Noise from neighbour', 'Intimidation', 'Fly-tipping', 'Loitering', 'Dog fouling'].map((word) => [word, NUISANCE])),
    'Drug use in stairwell': 'Drugs', Graffiti: 'Criminal damage and arson',
  },
}

/** Every month but the last in one file; the last as it was published and in a load of its own, so that whoever tries the product can undo it and load it again. */
const STREET = ['city-of-london-street-before-june-2025.csv.gz', '2025-06-city-of-london-street.csv.gz']

/** Keeps the area and its sources, and asks for every file to be loaded. Nothing is read yet. */
export async function keepSources(tx: Tx): Promise<void> {
  await keepGeography(tx)
  const police = { sourceId: await insertSource(tx, POLICE) }
  for (const name of STREET) await beginLoad(tx, police, [stored(name)])
  for (const [fields, mapping, name] of [[NOISE, NOISE_MAPPING, 'noise-complaints.csv'], [HOUSING, HOUSING_MAPPING, 'housing-reports.csv']] as const) {
    const source = { sourceId: await insertSource(tx, fields) }
    await beginLoad(tx, source, [stored(name)], await saveMapping(tx, source.sourceId, mapping))
  }
}

/** Files of the example are read where they are: an absolute path is nobody's upload and is not thrown away. */
function stored(name: string) {
  const storedAs = join(FOLDER, name)
  const content = readFileSync(storedAs)
  return { name, hash: createHash('sha256').update(content).digest('hex'), bytes: content.length, storedAs }
}

/** Reads what was asked for, one load after another. Throws when one could not be read, with its sentence. */
export async function readLoads(partnershipId: string, loadIds: readonly number[], beforeVisible?: (rowsRead: number) => Promise<void>): Promise<void> {
  for (const loadId of loadIds) {
    const outcome = await runLoad(partnershipId, loadId, { data: FOLDER, ...(beforeVisible && { beforeVisible }) })
    if (outcome !== 'visible') throw new Error(`Load ${loadId} of the example ended as ${outcome}`)
  }
}

/** Loads still to be read, in their order. */
export const selectUnread = async (tx: Tx): Promise<number[]> =>
  (await tx.selectFrom('load').select('load_id').where('state', 'in', ['waiting', 'reading']).orderBy('load_id').execute()).map(({ load_id }) => load_id)
