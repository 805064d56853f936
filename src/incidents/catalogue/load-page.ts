import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { dataNavigation } from '../data-navigation.ts'
import type { Load } from '../load-store.ts'
import type { Source } from '../source.ts'
import { spanOf } from './list-page.ts'
import { isUnderWay, loadTag } from './load-words.ts'
import { monthIndex, writeMonth } from './month-line.ts'
import type { Fed, ReasonGroup, SignalsOfSource } from './report-store.ts'
import { writeCount } from './words.ts'

export type LoadView = {
  load: Load
  source: Source
  ahead: number | null // the load of the same source that is read first
  months: readonly { month: string; net: number }[]
  reasons: readonly ReasonGroup[]
  fed: readonly Fed[]
  signals: SignalsOfSource
}

/** Whether this person may see rows that were refused: of personal sources, only those who may see people. */
export const maySeeRows = ({ personal }: Source, powers: ReadonlySet<string>): boolean => powers.has('incidents.load') && (!personal || powers.has('callers.read'))

const clock = (moment: Temporal.Instant): string => {
  const { hour, minute } = moment.toZonedDateTimeISO('Europe/London')
  return `${hour}:${String(minute).padStart(2, '0')}`
}
const moment = (at: Temporal.Instant): string => `${writeDate(todayInLondon(at))} at ${clock(at)}`

/** "1.2 MB". */
export function writeBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, 'kB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB']
  return `${size < 10 ? Math.round(size * 10) / 10 : Math.round(size)} ${unit}`
}

/** A load: how far it has come while it is read, and what came of it afterwards. */
export function loadPage(view: LoadView, powers: ReadonlySet<string>, now: Temporal.Instant) {
  const { load, source } = view
  const url = `/data/loads/${load.loadId}`
  const mayLoad = powers.has('incidents.load')
  return {
    title: `Load ${load.loadId}: ${source.name}`,
    rooms: dataNavigation('Data', powers),
    back: { href: `/data/sources/${source.sourceId}`, text: source.name },
    context: `Asked for on ${moment(load.askedAt)}${load.startedBy ? ` by ${load.startedBy}` : ''}`,
    url,
    tag: loadTag(load),
    state: load.state,
    sentences: sentencesOf(load),
    files: load.files.map(({ name, bytes, rowsDone, encoding, headerLine }) => ({
      name,
      size: writeBytes(bytes),
      rows: rowsDone > 0 ? writeCount(rowsDone) : 'None yet',
      note: [encoding, headerLine !== null && headerLine > 1 ? `headings on line ${writeCount(headerLine)}` : null].filter(Boolean).join(', ') || null,
    })),
    running: isUnderWay(load) ? progressOf(view, now) : null,
    stopHref: isUnderWay(load) && mayLoad ? `${url}/stop` : null,
    ...reportOf(view, powers),
    attribution: source.attribution,
  }
}

function sentencesOf(load: Load): { text: string; wrong: boolean }[] {
  const said = (load.problem ?? '').split('\n').filter(Boolean)
  return said.map((text) => ({ text, wrong: load.state === 'failed' }))
}

function progressOf({ load, ahead }: LoadView, now: Temporal.Instant) {
  const seconds = load.beganAt ? Math.max(0, now.since(load.beganAt).total('second')) : 0
  const rate = seconds >= 1 && load.rowsRead > 0 ? Math.round(load.rowsRead / seconds) : null
  const open = load.files.findIndex(({ header }, index) => header !== null && load.files.slice(index + 1).every((later) => later.header === null))
  return {
    lead:
      load.state === 'waiting'
        ? ahead === null
          ? 'Waiting to be read. It begins in a moment.'
          : `Waiting until load ${ahead} of the same source is over: two at once could not be told apart.`
        : open === -1
          ? 'Opening the files.'
          : `Reading file ${writeCount(open + 1)} of ${writeCount(load.files.length)}: ${load.files[open]!.name}`,
    aheadHref: ahead === null ? null : `/data/loads/${ahead}`,
    figures: [
      { number: writeCount(load.rowsRead), text: 'rows read' },
      { number: rate === null ? 'Not yet known' : writeCount(rate), text: 'rows a second' },
      { number: load.firstMonth && load.lastMonth ? spanOf(load.firstMonth, load.lastMonth) : 'None yet', text: 'months' },
      { number: writeCount(load.rejected), text: 'refused so far' },
    ],
    at: clock(now),
  }
}

function reportOf({ load, source, months, reasons, fed, signals }: LoadView, powers: ReadonlySet<string>) {
  const url = `/data/loads/${load.loadId}`
  const isOver = load.state === 'visible'
  const mayLoad = powers.has('incidents.load')
  const mayRead = maySeeRows(source, powers)
  const changed = load.taken + load.revised + load.withdrawn
  const latest = months.toReversed().map(({ month, net }) => ({ month: writeMonth(monthIndex(month)), net: netWords(net) }))
  return {
    figures: isOver
      ? [
          { number: writeCount(load.taken), text: 'new', href: load.taken > 0 && showsChanges(source, powers) ? `${url}/changes?kind=new` : undefined },
          { number: writeCount(load.revised), text: 'revised', href: load.revised > 0 && showsChanges(source, powers) ? `${url}/changes?kind=revised` : undefined },
          { number: writeCount(load.unchanged), text: 'unchanged' },
          { number: writeCount(load.withdrawn), text: 'withdrawn', href: load.withdrawn > 0 && showsChanges(source, powers) ? `${url}/changes?kind=withdrawn` : undefined },
          { number: writeCount(load.rejected), text: 'refused', href: load.rejected > 0 ? '#refused' : undefined },
        ]
      : null,
    lead: isOver ? leadOf(load) : null,
    nothingChanged: isOver && changed === 0,
    months: isOver ? latest.slice(0, MONTHS_SHOWN) : [],
    earlier: isOver ? latest.slice(MONTHS_SHOWN) : [],
    rejected: load.rejected,
    mayRead,
    notShown: load.rejected === 0 || mayRead ? null : source.personal ? 'personal' : 'power',
    reasons: reasons.map(({ reason, column, n, file, line }) => ({ reason, column: column ?? 'The whole row', n: writeCount(n), first: `${file}, line ${writeCount(line)}` })),
    rejectedHref: load.rejected > 0 && mayRead ? `${url}/rejected` : null,
    csvHref: load.rejected > 0 && mayRead ? `${url}/rejected.csv` : null,
    againHref: load.rejected > 0 && mayLoad && source.state === 'live' && isOver ? `/data/load?source=${source.sourceId}` : null,
    effects: isOver && changed > 0 ? effectsOf(source, fed, signals, powers) : [],
    undoHref: isOver && mayLoad ? `${url}/undo` : null,
    undone: load.state === 'undone' && load.undoneAt ? `Undone on ${moment(load.undoneAt)}${load.undoneBy ? ` by ${load.undoneBy}` : ''}. Nothing of it counts.` : null,
  }
}

const MONTHS_SHOWN = 12
const netWords = (net: number): string => (net > 0 ? `${writeCount(net)} more` : net < 0 ? `${writeCount(-net)} fewer` : 'As many as before')

/** Row by row, a personal source is for those who may see people. */
export const showsChanges = ({ personal }: Source, powers: ReadonlySet<string>): boolean => !personal || powers.has('callers.read')

function leadOf(load: Load): string {
  if (load.taken + load.revised + load.withdrawn === 0) return `Every row was held already, just as it is: nothing changed.${load.rejected > 0 ? ` ${writeCount(load.rejected)} could not be taken.` : ''}`
  const span = load.firstMonth && load.lastMonth ? ` for ${spanOf(load.firstMonth, load.lastMonth)}` : ''
  const read = `${writeCount(load.rowsRead)} ${load.rowsRead === 1 ? 'row was' : 'rows were'} read${span}.`
  return load.rejected === 0 ? `${read} All of it counts everywhere now.` : `${read} All but ${writeCount(load.rejected)} could be taken, and they count everywhere now.`
}

function effectsOf(source: Source, fed: readonly Fed[], signals: SignalsOfSource, powers: ReadonlySet<string>): { href: string; text: string }[] {
  const word = signals.n === 1 ? 'series is' : 'series are'
  return [
    {
      href: `/signals?source=${source.sourceId}`,
      text: signals.n === 0 || signals.month === null ? 'Signals: nothing unusual stands out' : `Signals: ${writeCount(signals.n)} ${word} unusual in ${writeMonth(monthIndex(signals.month))}`,
    },
    { href: `/explore?source=${source.sourceId}`, text: 'Explore the figures' },
    ...(powers.has('measures.read') ? fed.map(({ measureId, title }) => ({ href: `/measures/${measureId}`, text: `Measure: ${title}` })) : []),
  ]
}
