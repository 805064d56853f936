import { z } from 'zod'
import type { GroupActionsOf } from '../store.ts'

export const LOG_STATES = ['open', 'late', 'done', 'dropped', 'all'] as const
export type LogState = (typeof LOG_STATES)[number]
export const LOG_SOURCES = ['meeting', 'recommendation'] as const

const id = z.uuid().optional().catch(undefined)

/** What an address asks of the log. What it does not understand it leaves out; open actions unless said. */
export const LogQuery = z.object({
  group: id, agency: id, person: id,
  state: z.enum(LOG_STATES).catch('open'),
  source: z.enum(LOG_SOURCES).optional().catch(undefined),
  mine: z.literal('yes').optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})
export type LogQuery = z.infer<typeof LogQuery>

/** The same question to the store. */
export const asked = ({ group, agency, person, state, source, mine }: LogQuery): GroupActionsOf => ({
  ...(group ? { groupId: group } : {}), ...(agency ? { agencyId: agency } : {}), ...(person ? { accountId: person } : {}), ...(mine ? { mine: true } : {}),
  from: source, state: state === 'all' ? undefined : state,
})

/** The address of the log, or of a download of it (`ending`), that asks this. Open ones need no saying. */
export function logAddress(query: Partial<LogQuery>, ending = ''): string {
  const { page, state, ...rest } = query
  const parts = [...Object.entries(rest), ...(state && state !== 'open' ? [['state', state]] : []), ...(page && page > 1 ? [['page', String(page)]] : [])]
    .filter((part): part is [string, string] => typeof part[1] === 'string')
  return `/meeting-actions${ending}${parts.length > 0 ? `?${new URLSearchParams(parts).toString()}` : ''}`
}
