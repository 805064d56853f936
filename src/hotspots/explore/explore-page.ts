import type { DataFinding } from '../../incidents/catalogue/finding.ts'
import { writeMonth } from '../holdings/months.ts'
import { drawMap } from '../map/drawing.ts'
import type { PlaceNames } from '../place-names.ts'
import { addressOf } from '../question.ts'
import { eraSentences, settingPage, snappedSentence } from '../setting-page.ts'
import type { Setting } from '../setting.ts'
import { groundHref, whereMap } from '../where/where-page.ts'
import type { Ranked } from '../working/predicting.ts'

const MOST_LISTED = 60

/** The places to look at next month on a map to move about on; without script, the same map drawn. */
export function explorePage(setting: Setting, ranked: Ranked, names: PlaceNames, powers: ReadonlySet<string>, notes: readonly DataFinding[]) {
  const { question, month, set, covered, ground } = setting
  return {
    ...settingPage(setting, '/hotspots/explore', powers, notes, ['places', 'month', 'budget']),
    title: `Explore the map: ${writeMonth(month)}`,
    actions: [{ text: 'GeoJSON', href: addressOf('/hotspots/places.geojson', question), download: true }],
    said: eraSentences(setting),
    groundHref: `/hotspots/ground.geojson?v=${encodeURIComponent(ground.version)}`,
    placesHref: addressOf('/hotspots/places.geojson', question),
    places: [...ranked.order.subarray(0, Math.min(covered, MOST_LISTED))].map((place, index) => ({
      number: index + 1, place: set.nameOf(place), names: (names.get(place) ?? [])[0] ?? '',
    })),
    map: drawMap(whereMap(setting, ranked, groundHref(setting))),
    whereHref: addressOf('/hotspots', question),
    caption: snappedSentence(setting),
  }
}
