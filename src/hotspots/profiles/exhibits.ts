import { sql } from 'kysely'
import { type Actor, asUser } from '../../db/tx.ts'
import { findingsFor } from '../../incidents/catalogue/source-findings.ts'
import { monthIndex, writeMonths } from '../../incidents/catalogue/month-line.ts'
import type { Choice } from '../../incidents/explore/choice.ts'
import { countsOf } from '../../incidents/explore/counts.ts'
import { type Ground, selectGround } from '../../incidents/explore/ground.ts'
import { drawingOf, monthSeries, publishableMonths } from '../../incidents/explore/month-series.ts'
import { countNotes, denominatorNotes } from '../../incidents/explore/notes.ts'
import { seriesChart } from '../../incidents/explore/series-drawing.ts'
import { compare } from '../../incidents/explore/table.ts'
import { comparisonView, sharesOf } from '../../incidents/explore/table-view.ts'
import { EVERYWHERE } from '../../incidents/incident.ts'
import { writeFigure } from '../../statistics/figures.ts'
import { concentratedFor } from '../concentrations.ts'
import { readingAs } from '../holdings/reader.ts'
import { drawMap } from '../map/drawing.ts'
import { placeNamesFor } from '../place-names.ts'
import { judgedFor, rankedFor, testedFor } from '../predictions.ts'
import { creditsOf, eraSentences, eventsText, snappedSentence, unmappedSentence } from '../setting-page.ts'
import { settle, type Setting } from '../setting.ts'
import { proofSentences } from '../where/proof.ts'
import { groundHref, whereMap } from '../where/where-page.ts'
import type { Audience, Exhibit, ExhibitKind, Profile, Shown } from './profile.ts'

type Asked = { actor: Actor; profile: Profile; audience: Audience; exhibit: Exhibit }
const FEW = 5
const MOST_ROWS = 12

/** Every exhibit of a profile as the data stand now, by its id. What is publishable has its small numbers protected. Each reads in short transactions of its own. */
export async function showExhibits(actor: Actor, profile: Profile, exhibits: readonly Exhibit[], audience: Audience = 'restricted'): Promise<Map<string, Shown>> {
  const shown = new Map<string, Shown>()
  for (const exhibit of exhibits) shown.set(exhibit.exhibitId, await SHOW[exhibit.kind]({ actor, profile, audience, exhibit }))
  return shown
}

const SHOW: Record<ExhibitKind, (asked: Asked) => Promise<Shown>> = { trend, table: wards, map: whereNext, concentration: concentrated, signals: unusual }

const nothing = ({ exhibit }: Asked, why: string): Shown => ({ caption: exhibit.caption, svg: null, head: [], rows: [], sentences: [why], notes: [] })
const period = ({ profile: { fromMonth, toMonth } }: Asked) => writeMonths(monthIndex(fromMonth), monthIndex(toMonth))

/** What the profile is about, as explore is asked it. */
async function explored({ actor, profile, audience }: Asked, over: Pick<Choice, 'rows' | 'per'>) {
  const ask = <T>(work: Parameters<typeof asUser<T>>[1]) => asUser(actor, work)
  const ground = await ask(selectGround)
  const source = ground.sources.find(({ sourceId }) => sourceId === profile.sourceId)!
  const counts = [await countsOf(ask, actor.partnershipId, source)]
  const choice: Choice = {
    sourceIds: [profile.sourceId], categoryIds: profile.categoryIds, harm: null, areaId: EVERYWHERE, from: monthIndex(profile.fromMonth), to: monthIndex(profile.toMonth),
    columns: null, against: null, publishable: audience === 'publishable', ...over,
  }
  return { ground, counts, choice, source }
}

const sourceNotes = (asked: Asked, ground: Ground): string[] => {
  const source = ground.sources.find(({ sourceId }) => sourceId === asked.profile.sourceId)!
  return [`Source: ${source.name}, ${source.provider}, ${period(asked)}.`, ...(source.attribution ? [source.attribution] : []), ...(asked.audience === 'publishable' ? ['Numbers under 5, and others that would give them away, are left out.'] : [])]
}

async function trend(asked: Asked): Promise<Shown> {
  const { ground, counts, choice } = await explored(asked, { rows: 'month', per: null })
  const open = monthSeries(choice, ground, counts, await findingsFor(asked.actor, asked.profile.sourceId))
  const { total } = compare(choice, ground, counts)
  const months = choice.publishable ? publishableMonths(open, total.now) : null
  const points = choice.publishable ? (months ?? []).map(({ month, shown }) => ({ month, n: shown.n, hidden: shown.n === null ? shown.text : null })) : open
  if (points.length === 0) return nothing(asked, 'The months cannot be shown without giving small numbers away.')
  const drawing = drawingOf(choice, ground, points, { title: asked.exhibit.caption, unit: 'Each month' })
  const change = total.before?.n ? ` The same months a year before had ${total.before.text}.` : ''
  return {
    caption: asked.exhibit.caption, svg: seriesChart({ ...drawing, id: `trend-${asked.exhibit.exhibitId}` }),
    head: ['Month', 'Count'], rows: points.map(({ month, n, ...rest }) => [writeMonths(month, month), n === null ? ('hidden' in rest && rest.hidden ? rest.hidden : 'Not held') : n.toLocaleString('en-GB')]),
    sentences: [`${total.now.text} in ${period(asked)}.${change}`], notes: [...countNotes(choice, ground, counts), ...sourceNotes(asked, ground)],
  }
}

async function wards(asked: Asked): Promise<Shown> {
  const { ground, counts, choice } = await explored(asked, { rows: 'ward', per: 'premises' })
  if (!ground.areas.some(({ kind }) => kind === 'ward')) return nothing(asked, 'No wards are kept here, so nothing can be counted by ward.')
  const hasPremises = ground.denominators.some(({ counted, areaId }) => counted === 'premises' && ground.areas.some((area) => area.areaId === areaId && area.kind === 'ward'))
  const divided: Choice = { ...choice, per: hasPremises ? 'premises' : null }
  const comparison = compare(divided, ground, counts)
  const view = comparisonView(divided, ground, comparison, sharesOf(divided, ground, comparison))
  const rows = view.rows.map(({ name, cells }) => [name, ...cells.map(({ text, note }) => (note ? `${text}, ${note}` : text))])
  const largest = rows.map((row, index) => ({ row, n: comparison.rows[index]!.now.n ?? -1 })).toSorted((one, other) => other.n - one.n).map(({ row }) => row)
  return {
    caption: asked.exhibit.caption, svg: null, head: view.head, rows: [...largest.slice(0, MOST_ROWS), [view.total.name, ...view.total.cells.map(({ text }) => text)]],
    sentences: largest.length > MOST_ROWS ? [`The ${MOST_ROWS} rows with most, of ${largest.length}, and the total of all.`] : [],
    notes: [...denominatorNotes(ground, divided), ...countNotes(divided, ground, counts), ...sourceNotes(asked, ground)],
  }
}

const settled = ({ actor, profile }: Asked): Promise<Setting | 'nothing' | null> =>
  settle(readingAs(actor), { source: profile.sourceId, category: profile.categoryIds.length === 1 ? profile.categoryIds[0] : 0 })

const many = ({ profile }: Asked) => (profile.categoryIds.length > 1 ? ['This is of every category together: a map takes one category, or all.'] : [])

async function whereNext(asked: Asked): Promise<Shown> {
  const setting = await settled(asked)
  if (setting === null || setting === 'nothing') return nothing(asked, 'There is nothing to put on a map.')
  const judged = await judgedFor(setting)
  const [ranked, { ours, plain }, names] = [await rankedFor(setting, judged.method), await testedFor(setting, judged), await placeNamesFor(setting)]
  if (ranked.total === 0) return nothing(asked, `There is no ${eventsText(setting)} in the months before, so no place is better than another.`)
  const isOpen = asked.audience === 'publishable'
  const few = (value: number) => (isOpen && value > 0 && value < FEW ? 'fewer than 5' : writeFigure(value, 0))
  return {
    caption: asked.exhibit.caption,
    svg: drawMap({ ...whereMap(setting, ranked, groundHref(setting)), id: `map-${asked.exhibit.exhibitId}` }),
    head: ['Place', 'Reported there as', 'Expected', 'Year before'],
    rows: [...ranked.order.subarray(0, Math.min(setting.covered, MOST_ROWS))].map((place, index) => [
      `${index + 1} ${setting.set.nameOf(place)}`, (names.get(place) ?? []).join('; ') || 'No place named', isOpen && ranked.expected[place]! < FEW ? 'fewer than 5' : writeFigure(ranked.expected[place]!, 1), few(ranked.lastYear[place]!),
    ]),
    sentences: proofSentences(setting, judged, ours, plain),
    notes: [...many(asked), ...eraSentences(setting).map(({ text }) => text), unmappedSentence(setting, ranked.yearFrom, setting.target), snappedSentence(setting), ...creditsOf(setting)].filter((note) => note !== null),
  }
}

async function concentrated(asked: Asked): Promise<Shown> {
  const setting = await settled(asked)
  if (setting === null || setting === 'nothing') return nothing(asked, 'There is nothing to put on a map.')
  const { found, points } = await concentratedFor(setting)
  const { whole, interval } = found
  if (whole.incidents === 0) return nothing(asked, `There is no ${eventsText(setting)} on the map, so nothing is concentrated anywhere.`)
  const places = points ? 'points' : 'places'
  const half = whole.holdings.find(({ share }) => share === 0.5)
  return {
    caption: asked.exhibit.caption, svg: null, head: ['Share of it', `In how many ${places}`, `Of all ${places}`],
    rows: whole.holdings.map(({ share, places: n, percent }) => [`${writeFigure(share * 100, 0)}%`, writeFigure(n, 0), `${writeFigure(percent, 1)}%`]),
    sentences: half ? [`Half of it fell at ${writeFigure(half.places, 0)} of ${writeFigure(whole.places, 0)} ${places}: ${writeFigure(half.percent, 1)}% of them (95% interval ${writeFigure(interval.from, 1)}% to ${writeFigure(interval.to, 1)}%).`] : [],
    notes: [...many(asked), snappedSentence(setting), ...creditsOf(setting)].filter((note) => note !== null),
  }
}

async function unusual(asked: Asked): Promise<Shown> {
  const { actor, profile, audience } = asked
  const { ground, rows } = await asUser(actor, async (tx) => {
    const ofProfile = profile.categoryIds.length === 0 ? sql`true` : sql`s.category_id = any (${[...profile.categoryIds]}::integer[])`
    const { rows } = await sql<{ sentence: string; area: string | null; category: string; n: number }>`
      select s.sentence, a.name as area, c.text as category, s.n from signal s
        left join area a on a.partnership_id = s.partnership_id and a.area_id = s.area_id
        join source_term c on c.partnership_id = s.partnership_id and c.term_id = s.category_id
      where s.source_id = ${profile.sourceId} and ${ofProfile} order by s.p limit ${MOST_ROWS}`.execute(tx)
    return { ground: await selectGround(tx), rows }
  })
  const open = audience === 'publishable' ? rows.filter(({ n, area }) => area === null && n >= FEW) : rows
  if (open.length === 0) return { ...nothing(asked, 'Nothing is unusual in the latest month held, among all that is watched.'), notes: sourceNotes(asked, ground) }
  return { caption: asked.exhibit.caption, svg: null, head: ['What', 'Where', 'How unusual'], rows: open.map(({ category, area, sentence }) => [category, area ?? 'Everywhere', sentence]), sentences: [], notes: sourceNotes(asked, ground) }
}
