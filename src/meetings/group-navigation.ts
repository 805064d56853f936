/** What may be looked at of one group, in the order of its tabs. */
export type GroupPart = 'about' | 'seats' | 'terms' | 'names' | 'series' | 'attendance'

const PARTS: readonly { part: GroupPart; text: string; under: string }[] = [
  { part: 'about', text: 'About', under: '' },
  { part: 'seats', text: 'Seats', under: '/seats' },
  { part: 'terms', text: 'Terms of reference', under: '/terms' },
  { part: 'series', text: 'When it meets', under: '/series' },
  { part: 'attendance', text: 'Attendance', under: '/attendance' },
  { part: 'names', text: 'Names and history', under: '/names' },
]

/** The tabs of a group's pages. */
export const groupTabs = (groupId: string, current: GroupPart | null) =>
  PARTS.map(({ part, text, under }) => ({ text, href: `/groups/${groupId}${under}`, current: part === current }))

export type GroupRoomView = 'list' | 'structure' | 'remits' | 'gaps'

const VIEWS: readonly { view: GroupRoomView; text: string; href: string }[] = [
  { view: 'list', text: 'List', href: '/groups' },
  { view: 'structure', text: 'Structure', href: '/groups/structure' },
  { view: 'remits', text: 'Who handles what', href: '/groups/remits' },
  { view: 'gaps', text: 'Gaps', href: '/groups/gaps' },
]

/** The views of all groups together. */
export const groupRoomTabs = (current: GroupRoomView) => VIEWS.map(({ view, text, href }) => ({ text, href, current: view === current }))
