import { type Actor, asUser } from '../../db/tx.ts'
import { selectDatedAreas, selectPostcodes } from '../loading/task.ts'
import type { Mapping } from '../mapping.ts'
import { type FileToRead, readFileInWorker } from '../reading/read-file.ts'
import type { Source } from '../source.ts'
import type { Tried } from './mapping-page.ts'

/** Reads the first rows of a file by a mapping, and takes nothing. */
export async function tryMapping(actor: Actor, file: FileToRead, source: Source, mapping: Mapping, today: Temporal.PlainDate): Promise<Tried> {
  const places = await asUser(actor, async (tx) => ({ areas: await selectDatedAreas(tx), postcodes: await selectPostcodes(tx) }))
  const plan = { layout: source.layout, mapping, positions: source.positions, personal: source.personal, today: today.toString(), ...places }
  const opened = await readFileInWorker(file, plan)
  if (!opened.ok) return { incidents: [], rejections: [], problem: opened.problem }
  try {
    for await (const { incidents, rejections } of opened.batches) return { incidents, rejections, problem: null }
    return { incidents: [], rejections: [], problem: 'There is no row under the headings.' }
  } finally {
    await opened.stop()
  }
}
