import { sql } from 'kysely'
import { todayInLondon } from '../../calendar/dates.ts'
import { signalSentence } from '../../statistics/series/words.ts'
import { asSystem, type Tx } from '../../db/tx.ts'
import { monthAt } from '../catalogue/month-line.ts'
import { type Ask, countsOf, lastMonth } from '../explore/counts.ts'
import { type Ground, selectGround } from '../explore/ground.ts'
import { kept } from '../kept-results.ts'
import { type Found, findSignals, watchedSeries } from './watched.ts'

/** The latest month of a source that is over: signals are of whole months only. */
export const latestWhole = (last: number, today: Temporal.PlainDate): number => Math.min(last, today.year * 12 + today.month - 2)

const pause = () => new Promise<void>((resolve) => setImmediate(resolve))

/**
 * What is unusual in a source's latest whole month, worked out once for each version of its data and of its confirmed breaks, and put in place of the
 * signals it had. It takes a second or so for thousands of series, in many short steps, so it is not done in the transaction that makes a load visible;
 * until it is done the source has no signals. Null when the source holds nothing.
 */
export function signalsOf(partnershipId: string, { sources, breaks }: Pick<Ground, 'sources' | 'breaks'>, sourceId: number): Promise<Found | null> {
  const source = sources.find((each) => each.sourceId === sourceId)!
  const today = todayInLondon(Temporal.Now.instant())
  const interrupted = breaks.filter((each) => each.sourceId === sourceId && each.state === 'confirmed').map(({ breakId }) => breakId)
  return kept({ partnershipId, sources: [source] }, `signals ${today.toPlainYearMonth()} ${interrupted.toSorted()}`, async () => {
    const ask: Ask = (work) => asSystem('work out what is unusual in the data', work, partnershipId)
    const ground = await ask(selectGround)
    const counts = await countsOf(ask, partnershipId, source)
    const last = lastMonth(counts)
    if (last === null) return null
    const of = <T extends { sourceId: number }>(all: readonly T[]) => all.filter((each) => each.sourceId === sourceId)
    const month = latestWhole(last, today)
    const watched = { source, counts, categories: of(ground.categories), areas: ground.areas, breaks: of(ground.breaks) }
    const found = await findSignals(watchedSeries(watched, month), month, pause)
    await ask((tx) => storeSignals(tx, source, found))
    return found
  })
}

/** Puts the signals of one version of the data in place of all the source had, unless the data have moved on since. */
async function storeSignals(tx: Tx, { sourceId, dataVersion }: { sourceId: number; dataVersion: number }, { month, signals }: Found) {
  const { data_version } = await tx.selectFrom('source').select('data_version').where('source_id', '=', sourceId).executeTakeFirstOrThrow()
  if (data_version !== dataVersion) return
  await tx.deleteFrom('signal').where('source_id', '=', sourceId).execute()
  if (signals.length === 0) return
  const rows = signals.map((signal) => ({
    category_id: signal.categoryId, area_id: signal.areaId, direction: signal.direction, n: signal.count, expected: signal.expected, lower: signal.lower, upper: signal.upper,
    p: signal.p, since: `${signal.since}-01`, sentence: signalSentence(signal),
  }))
  await sql`
    insert into signal (partnership_id, source_id, month, data_version, method, category_id, area_id, direction, n, expected, lower, upper, p, since, sentence)
    select ${tx.actor.partnershipId}::uuid, ${sourceId}::integer, ${monthAt(month)}::date, ${dataVersion}::integer, 'seasonal range', t.*
    from json_to_recordset(${JSON.stringify(rows)}::json) as t (category_id integer, area_id integer, direction text, n integer, expected double precision,
      lower double precision, upper double precision, p double precision, since date, sentence text)`.execute(tx)
}

/** A source whose data changed. */
export type Renewal = { partnershipId: string; sourceId: number }

const waiting: Renewal[] = []
let wake: () => void = () => {}

/**
 * For the transaction that makes a load visible or undoes it: takes away the source's signals, which are of data that no longer stand, and asks for new ones
 * as soon as it is over.
 */
export async function renewSignals(tx: Tx, { sourceId }: { sourceId: number }) {
  await tx.deleteFrom('signal').where('source_id', '=', sourceId).execute()
  if (!tx.actor.partnershipId) return
  waiting.push({ partnershipId: tx.actor.partnershipId, sourceId })
  wake()
}

/**
 * Works out signals as they are asked for, one source at a time, until `isOver`. Begun outside any transaction, so that what it does is in its own.
 * `failed` is told of what went wrong: the next change, or the next reader of the page, tries again.
 */
export async function keepSignals(isOver: () => boolean, failed: (error: unknown) => void) {
  while (!isOver()) {
    const next = waiting.shift()
    if (!next) {
      await new Promise<void>((resolve) => (wake = resolve))
      continue
    }
    try {
      const ground = await asSystem('look for data whose signals are to be worked out', selectGround, next.partnershipId)
      if (ground.sources.some(({ sourceId }) => sourceId === next.sourceId)) await signalsOf(next.partnershipId, ground, next.sourceId)
    } catch (error) {
      failed(error)
    }
  }
}

/** Lets `keepSignals` see that it is over. */
export const stopKeepingSignals = () => wake()
