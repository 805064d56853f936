import { join } from 'node:path'
import { asUser, type Actor } from '../../db/tx.ts'
import { beginLoad, type StoredFile } from '../loading/begin.ts'
import { storedFilesIn } from '../loading/stored-files.ts'
import type { Mapping } from '../mapping.ts'
import { columnsOf } from '../reading/mapped-rows.ts'
import { selectMapping, selectSources } from '../source-store.ts'
import type { Layout, Source } from '../source.ts'
import type { Arrival } from './arrivals.ts'
import { firstLook, type Sample } from './first-look.ts'
import { LAYOUT_WORDS } from './words.ts'

/** A file that came, and what its first rows are. */
export type Looked = { stored: StoredFile; sample: Sample }

/**
 * What is to be done with files that came: `load` them into a source by a mapping; ask which `source` they are of; ask what their
 * columns hold (`mapping`); or nothing, for a reason.
 */
export type Step =
  | { step: 'load'; source: Source; mappingVersion: number | null; looked: Looked[]; passedOver: string[] }
  | { step: 'source'; layout: Layout; sources: Source[]; looked: Looked[] }
  | { step: 'mapping'; source: Source; mapping: Mapping | null; looked: Looked[] }
  | { step: 'none'; why: string }

const nothing = (why: string): Step => ({ step: 'none', why })

/** Looks at what came and says what comes next. `sourceId`: the source it is for, or null to find out from the files. */
export async function nextStep(actor: Actor, dataFolder: string, { uploads }: Pick<Arrival, 'uploads'>, sourceId: number | null): Promise<Step> {
  const looked: Looked[] = []
  const passedOver: string[] = []
  for (const upload of uploads) {
    const found = await storedFilesIn(dataFolder, upload)
    if (!found.ok) return nothing(found.problem)
    passedOver.push(...found.passedOver)
    for (const stored of found.files) {
      const sample = await firstLook(fileOf(dataFolder, stored))
      if (!sample.ok) return nothing(`${stored.name}: ${sample.problem}`)
      looked.push({ stored, sample: sample.sample })
    }
  }
  if (looked.length === 0) return nothing('There is no table in what was sent. Send CSV files, workbooks, or an archive of CSV files.')
  const { sources, mappings } = await asUser(actor, async (tx) => {
    const all = await selectSources(tx)
    const kept = new Map<number, { version: number; mapping: Mapping }>()
    for (const source of all) {
      const mapping = source.layout === 'mapped' ? await selectMapping(tx, source.sourceId) : null
      if (mapping) kept.set(source.sourceId, mapping)
    }
    return { sources: all, mappings: kept }
  })
  const live = sources.filter(({ state }) => state === 'live')
  const fits = (source: Source) => {
    const mapping = mappings.get(source.sourceId)
    return mapping !== undefined && looked.every(({ sample }) => columnsOf(mapping.mapping).every((column) => sample.header.includes(column)))
  }
  if (sourceId === null) {
    const layouts = [...new Set(looked.map(layoutOf))]
    if (layouts.length > 1) return nothing(`These files are of different kinds: ${layouts.map((layout) => LAYOUT_WORDS[layout].text.toLowerCase()).join('; ')}. Send those of one kind at a time.`)
    const layout = layouts[0]!
    const likely = live.filter((source) => source.layout === layout && (layout !== 'mapped' || fits(source)))
    if (likely.length !== 1) return { step: 'source', layout, sources: live.filter((source) => source.layout === layout), looked }
    return stepFor(likely[0]!, looked, passedOver, mappings.get(likely[0]!.sourceId) ?? null, true)
  }
  const source = sources.find((each) => each.sourceId === sourceId)
  if (!source) return nothing('That source is not there any more. Choose another.')
  if (source.state === 'closed') return nothing(`“${source.name}” is closed, so nothing more is loaded into it.`)
  return stepFor(source, looked, passedOver, mappings.get(sourceId) ?? null, fits(source))
}

const layoutOf = ({ sample }: Looked): Layout => sample.layout ?? 'mapped'

function stepFor(source: Source, looked: Looked[], passedOver: string[], kept: { version: number; mapping: Mapping } | null, fits: boolean): Step {
  if (source.layout === 'mapped')
    return fits ? { step: 'load', source, mappingVersion: kept?.version ?? null, looked, passedOver } : { step: 'mapping', source, mapping: kept?.mapping ?? null, looked }
  const other = looked.find((each) => layoutOf(each) !== source.layout)
  if (!other) return { step: 'load', source, mappingVersion: null, looked, passedOver }
  const wanted = `“${source.name}” takes files of this kind: ${LAYOUT_WORDS[source.layout].text.toLowerCase()}.`
  return nothing(
    other.sample.layout === null
      ? `“${other.stored.name}” has other columns: ${other.sample.header.slice(0, 8).join(', ')}. ${wanted} For any other table, add a source of its own.`
      : `“${other.stored.name}” is of another kind: ${LAYOUT_WORDS[other.sample.layout].text.toLowerCase()}. ${wanted}`,
  )
}

const MEMBER = '!'
/** A stored file as it is read: its path, and the file inside it where it is an archive. */
export function fileOf(dataFolder: string, { storedAs, name }: Pick<StoredFile, 'storedAs' | 'name'>) {
  const [path, ...member] = storedAs.split(MEMBER)
  return { path: join(dataFolder, path!), name, ...(member.length > 0 && { member: member.join(MEMBER) }) }
}

/** Asks for the files to be loaded, and says what is to be said of it. */
export const beginBringing = (actor: Actor, { source, mappingVersion, looked, passedOver }: Extract<Step, { step: 'load' }>) =>
  asUser(actor, async (tx) => {
    const begun = await beginLoad(tx, { sourceId: source.sourceId }, looked.map(({ stored }) => stored), mappingVersion)
    const over = passedOver.length === 0 ? [] : [`Not tables, and left alone: ${passedOver.join(', ')}.`]
    return { ...begun, sentences: [...begun.sentences, ...over] }
  })
