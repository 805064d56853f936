import { concentratedFor } from './concentrations.ts'
import { readingAhead } from './holdings/reader.ts'
import { placeNamesFor } from './place-names.ts'
import { clusteredFor, judgedFor, rankedFor } from './predictions.ts'
import { settle } from './setting.ts'

/**
 * Works out, after a load, what the hotspot pages of a source open with: every category, and then each category by itself, on squares of the usual
 * size. In short readings and a thread of its own, so that nobody waits for it. Not to be called within a transaction.
 * `mayGoOn` is asked before each category: false stops it, when another load has come.
 */
export async function warmHotspots(partnershipId: string, sourceId: number, mayGoOn: () => boolean = () => true): Promise<void> {
  const reader = readingAhead(partnershipId)
  const whole = await settle(reader, { source: sourceId })
  if (whole === null || whole === 'nothing') return
  for (const category of [undefined, ...whole.holding.categories.map(({ categoryId }) => categoryId)]) {
    if (!mayGoOn()) return
    const setting = await settle(reader, { source: sourceId, category })
    if (setting === null || setting === 'nothing') return
    await rankedFor(setting, (await judgedFor(setting)).method)
    await placeNamesFor(setting)
    await clusteredFor(setting)
    await concentratedFor(setting)
  }
}
