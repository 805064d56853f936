import { createReadStream, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { asSystem } from '../../db/tx.ts'
import { firstLook, type Sample } from '../../incidents/catalogue/first-look.ts'
import { fileOf } from '../../incidents/catalogue/bringing.ts'
import type { StoredFile } from '../../incidents/loading/begin.ts'
import { storedFilesIn } from '../../incidents/loading/stored-files.ts'
import { keepUpload } from '../../incidents/loading/uploads.ts'
import { columnsOf } from '../../incidents/reading/mapped-rows.ts'
import { insertSource, selectMapping, selectSources, type SourceFields } from '../../incidents/source-store.ts'
import type { Layout, Source } from '../../incidents/source.ts'
import { CommandError } from '../command.ts'

/** A table that came and what its first rows are. */
export type Arrived = { stored: StoredFile; sample: Sample }
/** Tables of one source, to be one load. */
export type Lot = { source: Source; mappingVersion: number | null; files: StoredFile[] }

/** Copies a file to where loads are read from, and gives the tables in it. Throws CommandError with the sentence where it cannot be read. */
export async function takeIn(data: string, folder: string, path: string): Promise<{ tables: Arrived[]; passedOver: string[] }> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) throw new CommandError(`There is no file ${path}.`)
  const found = await storedFilesIn(data, await keepUpload(data, folder, basename(path), createReadStream(path)))
  if (!found.ok) throw new CommandError(found.problem)
  const tables: Arrived[] = []
  for (const stored of found.files) {
    const look = await firstLook(fileOf(data, stored))
    if (!look.ok) throw new CommandError(`${path}: ${look.problem}`)
    tables.push({ stored, sample: look.sample })
  }
  return { tables, passedOver: found.passedOver }
}

/**
 * Sorts tables into lots: by the source named, or by what their columns and the force in them say. A police.uk source is added the first
 * time it is met, and `say` told so. The same file name twice over is two versions of it: the later one becomes a lot of its own.
 */
export async function sortIntoLots(partnershipId: string, tables: readonly Arrived[], wanted: string | undefined, say: (text: string) => void): Promise<Lot[]> {
  const lots: (Lot & { names: Set<string> })[] = []
  for (const { stored, sample } of tables) {
    const { source, mappingVersion } = await sourceOf(partnershipId, stored.name, sample, wanted, say)
    const name = basename(stored.name)
    let lot = lots.find((each) => each.source.sourceId === source.sourceId && !each.names.has(name))
    if (!lot) lots.push((lot = { source, mappingVersion, files: [], names: new Set() }))
    lot.files.push(stored)
    lot.names.add(name)
  }
  return lots
}

type Found = { source: Source; mappingVersion: number | null }

async function sourceOf(partnershipId: string, name: string, sample: Sample, wanted: string | undefined, say: (text: string) => void): Promise<Found> {
  const { sources, mappings } = await asSystem('see which sources there are', async (tx) => {
    const all = await selectSources(tx)
    const kept = new Map<number, { version: number; columns: string[] }>()
    for (const { sourceId, layout } of all) {
      const mapping = layout === 'mapped' ? await selectMapping(tx, sourceId) : null
      if (mapping) kept.set(sourceId, { version: mapping.version, columns: columnsOf(mapping.mapping) })
    }
    return { sources: all, mappings: kept }
  }, partnershipId)
  const found = (source: Source): Found => ({ source, mappingVersion: mappings.get(source.sourceId)?.version ?? null })
  const fits = ({ sourceId }: Source) => mappings.get(sourceId)?.columns.every((column) => sample.header.includes(column)) ?? false
  const live = sources.filter(({ state }) => state === 'live')
  if (wanted !== undefined) {
    const named = sources.find((source) => String(source.sourceId) === wanted.trim() || source.name.toLowerCase() === wanted.trim().toLowerCase())
    if (!named) throw new CommandError(`There is no source “${wanted}”. There is: ${sources.map((source) => `${source.sourceId} ${source.name}`).join('; ') || 'none yet'}.`)
    if (named.state === 'closed') throw new CommandError(`“${named.name}” is closed, so nothing more is loaded into it.`)
    if (named.layout === 'mapped' && !mappings.has(named.sourceId))
      throw new CommandError(`Nobody has said what the columns of “${named.name}” hold. Send one file through the Data pages first: what is said there is used from then on.`)
    return found(named)
  }
  if (sample.layout !== null) {
    const force = forceOf(name, sample)
    const theirs = live.find((source) => source.layout === sample.layout && source.provider.toLowerCase() === force.toLowerCase())
    return found(theirs ?? (await addPoliceSource(partnershipId, sample.layout, force, say)))
  }
  const likely = live.filter((source) => source.layout === 'mapped' && fits(source))
  if (likely.length === 1) return found(likely[0]!)
  throw new CommandError(`${name}: ${likely.length === 0 ? 'no source has these columns' : `${likely.length} sources have these columns`} (${sample.header.slice(0, 8).join(', ')}). Say which with --source, or send the file through the Data pages, which ask what its columns hold.`)
}

/** The force that published a police.uk file: from its rows, or from its name, which "2018-09-city-of-london-stop-and-search.csv" has. */
export function forceOf(name: string, { header, rows }: Pick<Sample, 'header' | 'rows'>): string {
  const column = header.findIndex((each) => each.toLowerCase() === 'reported by')
  const said = rows.map((fields) => fields[column]?.trim()).find(Boolean)
  if (column >= 0 && said) return said
  const [, slug] = /\d{4}-\d{2}-(.+?)-(?:street|outcomes|stop-and-search)\b/.exec(basename(name)) ?? []
  if (!slug) return 'The police'
  const words = slug.split('-').map((word) => (word === 'of' || word === 'and' ? word : word[0]!.toUpperCase() + word.slice(1))).join(' ')
  return /police|constabulary|service/i.test(words) ? words : `${words} Police`
}

const WHAT: Record<Exclude<Layout, 'mapped'>, Pick<SourceFields, 'rowIs' | 'name' | 'positions'>> = {
  'police.uk street': { name: 'Street crime', rowIs: 'crime', positions: 'snapped' },
  'police.uk outcomes': { name: 'Outcomes of crimes', rowIs: 'report', positions: 'snapped' },
  'police.uk stop and search': { name: 'Stop and search', rowIs: 'report', positions: 'snapped' },
}

async function addPoliceSource(partnershipId: string, layout: Exclude<Layout, 'mapped'>, force: string, say: (text: string) => void): Promise<Source> {
  const fields: SourceFields = {
    ...WHAT[layout], name: `${WHAT[layout].name}, ${force}`.slice(0, 120), provider: force, layout, personal: false, basis: 'Open Government Licence v3.0',
    attribution: 'Contains public sector information licensed under the Open Government Licence v3.0 (data.police.uk)', refresh: 'month', dueDays: 60, fileIs: 'whole', knownGaps: null,
  }
  const source = await asSystem('add a source of published files', async (tx) => {
    const sourceId = await insertSource(tx, fields)
    return (await selectSources(tx)).find((each) => each.sourceId === sourceId)!
  }, partnershipId)
  say(`Added the source “${source.name}” (number ${source.sourceId}), for files as data.police.uk publishes them. Change what is said of it on the Data pages.`)
  return source
}

/** A path in the folder a command was called from. */
export const inThisFolder = (name: string) => join(process.cwd(), name)
