import { asSystem } from '../db/tx.ts'
import { warmHotspots } from '../hotspots/warm.ts'

const LOOK_EVERY_MS = 10_000
const BEGIN_AFTER_MS = 3_000

/**
 * Works out what the hotspot pages open with, at the start and whenever a source's data have changed, so that nobody waits for the back-test of every way
 * of choosing. Gives what stops it. A failure is told: the next reader of the page works it out instead.
 */
export function startWarming(failed: (error: unknown) => void): () => Promise<void> {
  const warmed = new Map<string, number>()
  let isStopping = false
  let underWay: Promise<void> | null = null
  const warm = async () => {
    const partnerships = await asSystem('list partnerships', (tx) => tx.selectFrom('partnership').select('partnership_id').execute())
    for (const { partnership_id } of partnerships) {
      const sources = await asSystem('look for data that changed', (tx) => tx.selectFrom('source').select(['source_id', 'data_version']).where('personal', '=', false).where('data_version', '>', 0).execute(), partnership_id)
      for (const { source_id, data_version } of sources) {
        const name = `${partnership_id} ${source_id}`
        if (isStopping || warmed.get(name) === data_version) continue
        warmed.set(name, data_version)
        await warmHotspots(partnership_id, source_id, () => !isStopping)
      }
    }
  }
  const begin = () => {
    underWay ??= warm().catch(failed).finally(() => (underWay = null))
  }
  const first = setTimeout(begin, BEGIN_AFTER_MS)
  const timer = setInterval(begin, LOOK_EVERY_MS)
  return async () => {
    isStopping = true
    clearTimeout(first)
    clearInterval(timer)
    await underWay
  }
}
