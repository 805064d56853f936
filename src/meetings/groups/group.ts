/** Catalogue C1. */
export const GROUP_KINDS = ['board', 'delivery', 'working', 'task and finish', 'forum', 'panel', 'case conference', 'linked', 'related'] as const
export type GroupKind = (typeof GROUP_KINDS)[number]

export const KIND_IN_WORDS: Record<GroupKind, string> = {
  board: 'Board',
  delivery: 'Delivery group',
  working: 'Working group',
  'task and finish': 'Task and finish group',
  forum: 'Forum',
  panel: 'Panel',
  'case conference': 'Case conference',
  linked: 'Linked group, run by one partner',
  related: 'Related partnership',
}

/** Kinds that may be the body through which the partnership delivers a priority. */
export const DELIVERY_KINDS: readonly GroupKind[] = ['board', 'delivery', 'working', 'task and finish', 'forum', 'panel', 'case conference', 'linked']
/** Kinds that consider people one by one. */
export const CASE_KINDS: readonly GroupKind[] = ['panel', 'case conference']

export const SEAT_ROLES = ['chair', 'co-chair', 'facilitator', 'secretary', 'member', 'adviser'] as const
export type SeatRole = (typeof SEAT_ROLES)[number]

/** What may stand on a standing agenda, in the order of a usual meeting. */
export const AGENDA_KINDS = [
  'welcome', 'apologies', 'confidentiality', 'interests', 'minutes', 'matters arising', 'feeds', 'plan', 'measures', 'cases', 'data', 'paper', 'discussion', 'any other business', 'next meeting',
] as const
export type AgendaKind = (typeof AGENDA_KINDS)[number]

type Dated = { since: string | null; until: string | null }

/** Whether something dated holds on a day. Days are ISO; no date is no bound. */
export const holdsOn = ({ since, until }: Dated, day: string) => (since ?? day) <= day && day <= (until ?? day)

/** Whether two dated things hold on any one day. */
export const overlap = (one: Dated, other: Dated) => (one.since ?? '') <= (other.until ?? '9999') && (other.since ?? '') <= (one.until ?? '9999')
