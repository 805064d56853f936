import type { Field } from '../mapping.ts'
import { repeats, type Profile } from './column-profile.ts'

/** How well a column fits a field, 0 to 1, and why; null where it does not. */
export type Rating = { score: number; reason: string } | null
type Rule = (profile: Profile) => Rating

const spoken = (column: string) => column.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_.-]+/g, ' ')
const named = ({ column }: Profile, name: RegExp) => name.test(spoken(column))
const ENDS = /\b(end(s|ed|ing)?|to|until|latest|finish(ed)?)\b/i
const CLOSED = /\b(clos(ed?|ure)|resolved|completed?|updated|modified|due|review(ed)?|birth|born|dob)\b/i

/** A column known by its values, and better when its name agrees. */
const byValues =
  (of: (profile: Profile) => number, name: RegExp, what: string): Rule =>
  (profile) => {
    const share = of(profile)
    if (share < 0.6) return null
    return named(profile, name)
      ? { score: 0.5 + share / 2, reason: `Its name and its values are those of ${what}.` }
      : { score: share * 0.7, reason: `Its values look like ${what}.` }
  }

/** A column known by its name, whose values must not speak against it. */
const byName =
  (name: RegExp, fits: (profile: Profile) => boolean, score: number, reason: string): Rule =>
  (profile) =>
    named(profile, name) && profile.values.length > 0 && fits(profile) ? { score, reason } : null

const first =
  (...rules: Rule[]): Rule =>
  (profile) => {
    for (const rule of rules) {
      const rating = rule(profile)
      if (rating) return rating
    }
    return null
  }

const isDated = (profile: Profile) => profile.dates >= 0.6
const isWords = (profile: Profile) => profile.numbers < 0.5 && profile.dates < 0.5 && profile.clocks < 0.5

/** When more than one column holds dates, the one of the happening comes before the one of its recording. */
const date: Rule = (profile) => {
  if (!isDated(profile) || named(profile, ENDS)) return null
  if (named(profile, /\b(occur(red)?|offence|incident|happened|committed)\b/i))
    return { score: 1, reason: 'Its values are dates, and its name says that it is when the incident happened.' }
  if (named(profile, /\b(start(s|ed)?|from|begin|began|earliest)\b/i))
    return { score: 0.95, reason: 'Its values are dates, and its name says that it is when the incident began.' }
  if (named(profile, CLOSED))
    return {
      score: 0.2,
      reason: 'Its values are dates, but its name speaks of the end of the matter and not of the incident: check this.',
    }
  if (named(profile, /\b(report(ed)?|receiv(ed)?|call|logged|created|opened|raised|record(ed)?)\b/i))
    return {
      score: 0.8,
      reason: 'Its values are dates of reporting; no column says when the incident itself happened.',
    }
  return named(profile, /\bdate\b/i)
    ? { score: 0.9, reason: 'Its name and its values are those of dates.' }
    : { score: 0.6, reason: 'Its values look like dates.' }
}

/** A swapped pair of columns is known by values that only the other could have. */
const degrees =
  (own: 'latitudes' | 'longitudes', name: RegExp, otherName: RegExp, what: string): Rule =>
  (profile) => {
    if (profile[own] < 0.6) return null
    if (named(profile, otherName))
      return {
        score: 0.65,
        reason: `Its name says otherwise, but its values are ${what}s of Britain: latitude and longitude are swapped in this file.`,
      }
    return byValues((each) => each[own], name, `${what}s`)(profile)
  }

const LATITUDE = /\blat(itude)?\b|^y$/i
const LONGITUDE = /\b(lon|lng|long(itude)?)\b|^x$/i

/** How each field of an incident is found among the columns. */
export const fieldRules: Record<Field, Rule> = {
  date,
  time: (profile) =>
    profile.clocks >= 0.6 && !named(profile, ENDS)
      ? byValues((each) => each.clocks, /\btime\b/i, 'times of day')(profile)
      : null,
  'ends date': (profile) =>
    isDated(profile) && named(profile, ENDS)
      ? { score: 0.9, reason: 'Its values are dates, and its name says that it is when the incident ended.' }
      : null,
  'ends time': (profile) =>
    profile.clocks >= 0.6 && named(profile, ENDS)
      ? { score: 0.9, reason: 'Its values are times, and its name says that it is when the incident ended.' }
      : null,
  month: byValues(({ months }) => months, /\b(month|period)\b/i, 'months'),
  reference: byName(
    /\b(ref(erence)?|u?id|guid|urn|no|number|log|case)\b/i,
    ({ values, distinct, length, dates }) => distinct >= 0.95 * values.length && length <= 40 && dates < 0.5,
    0.9,
    'Its name is that of a reference, and every row has its own.',
  ),
  category: first(
    byName(
      /\b(category|(incident|crime|complaint|call|report|offence|case|request) ?type|nature|crime|offence)\b/i,
      (profile) => repeats(profile) && isWords(profile),
      0.95,
      'Its name is that of a kind of incident, and its words repeat.',
    ),
    byName(
      /\b(type|kind|class(ification)?|subject|issue|reason|problem)\b/i,
      (profile) => repeats(profile) && isWords(profile),
      0.8,
      'Its words repeat, and its name may mean the kind of incident.',
    ),
    byName(
      /\b(category|type|nature)\b/i,
      (profile) => isWords(profile) && profile.length <= 60,
      0.5,
      'Its name is that of a kind of incident, but its words seldom repeat: check that this is no description.',
    ),
  ),
  place: byName(
    /\b(place|location|street|road|where|site|premises|venue|address|ward( name)?|area( name)?|estate|block)\b/i,
    (profile) => isWords(profile) && profile.areaCodes < 0.5 && profile.postcodes < 0.5 && profile.length <= 80,
    0.8,
    'Its name is that of a place, and its values are words.',
  ),
  outcome: byName(
    /\b(outcome|result|status|disposal|resolution|action( taken)?|state)\b/i,
    (profile) => repeats(profile) && isWords(profile),
    0.85,
    'Its name is that of what came of it, and its words repeat.',
  ),
  easting: (profile) =>
    named(profile, /\beast(ing)?s?\b|^x$|\bx ?coord/i) && profile.eastings >= 0.6
      ? {
          score: 0.95,
          reason: 'Its name and its values are those of eastings on the British National Grid, in metres.',
        }
      : null,
  northing: (profile) =>
    named(profile, /\bnorth(ing)?s?\b|^y$|\by ?coord/i) && profile.northings >= 0.6
      ? {
          score: 0.95,
          reason: 'Its name and its values are those of northings on the British National Grid, in metres.',
        }
      : null,
  latitude: degrees('latitudes', LATITUDE, LONGITUDE, 'latitude'),
  longitude: degrees('longitudes', LONGITUDE, LATITUDE, 'longitude'),
  postcode: byValues(({ postcodes }) => postcodes, /\bpost ?code\b/i, 'postcodes'),
  'area code': byValues(
    ({ areaCodes }) => areaCodes,
    /\b(lsoa|ward|area|code)\b/i,
    'codes of areas, such as LSOAs or wards',
  ),
}
