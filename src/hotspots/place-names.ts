import { nameOfPlace } from './holdings/place-words.ts'
import { pointsHeld } from './holdings/points-held.ts'
import { keptFor, type Setting } from './setting.ts'
import { placeFinder } from './working/places.ts'

/** Per place, the words its reports go by in the twelve months before the target, most frequent first. Empty where places are areas. */
export type PlaceNames = ReadonlyMap<number, readonly string[]>

const MONTHS = 12
const NAMES = 3

export async function placeNamesFor(setting: Setting): Promise<PlaceNames> {
  const { set, category, target, holding, reader } = setting
  const { places } = set
  if (places.kind === 'areas') return new Map()
  return keptFor(setting, 'place names', async () => {
    const columns = await pointsHeld(reader, holding)
    const squares = placeFinder(places)
    const found = new Map<number, Map<number, number>>()
    for (let row = 0; row < columns.n.length; row++) {
      const [month, name] = [columns.month[row]!, columns.place[row]!]
      if (month < target - MONTHS || month >= target || name === -1) continue
      if (category !== null && columns.category[row] !== category) continue
      const square = squares(Math.floor(columns.x[row]! / 50), Math.floor(columns.y[row]! / 50))
      if (square === -1) continue
      if (!found.has(square)) found.set(square, new Map())
      const names = found.get(square)!
      names.set(name, (names.get(name) ?? 0) + columns.n[row]!)
    }
    return new Map([...found].map(([square, names]) => [square, topNames(names, columns.places)]))
  })
}

const topNames = (names: ReadonlyMap<number, number>, texts: readonly string[]): string[] =>
  [...names].sort(([, a], [, b]) => b - a).map(([name]) => texts[name]!).filter((text) => nameOfPlace(text) !== null).slice(0, NAMES)
