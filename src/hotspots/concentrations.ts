import { pointsHeld, type PointColumns } from './holdings/points-held.ts'
import { isHeldFor } from './holdings/source-holding.ts'
import { columnsOf, keptFor, type Setting } from './setting.ts'
import type { Concentrated } from './working/concentrating.ts'
import { offThread } from './working/off-thread.ts'

/** By map points where the source has them and places are not asked for; by squares or areas otherwise, and then `points` is null. */
export async function concentratedFor(setting: Setting): Promise<{ found: Concentrated; points: PointColumns | null }> {
  const { holding, category, eras, target, reader, question, set } = setting
  const months = { isHeld: isHeldFor(holding, category), category, eras: eras.slice(1).map(({ from }) => from), target }
  if (holding.source.positions !== 'snapped' || question.by === 'places') {
    const found = await keptFor(
      setting, 'concentrated',
      async () => offThread('concentratePlaces', { places: set.places, columns: await columnsOf(setting), months }),
    )
    return { found, points: null }
  }
  const points = await pointsHeld(reader, holding)
  return {
    found: await keptFor(setting, 'concentrated by point', () => offThread('concentratePoints', { columns: points, months })),
    points,
  }
}
