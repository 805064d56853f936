import { writeDate } from '../../calendar/dates.ts'
import { type GroupPart, groupTabs } from '../group-navigation.ts'
import { KIND_IN_WORDS } from './group.ts'
import type { Group } from './store.ts'

export const writeDay = (day: string) => writeDate(Temporal.PlainDate.from(day))

/** "Since 1 May 2018", "Until 1 May 2018", "1 May 2018 to 2 June 2019", or null without dates. */
export const writeSpan = (since: string | null, until: string | null) =>
  since && until ? `${writeDay(since)} to ${writeDay(until)}` : since ? `Since ${writeDay(since)}` : until ? `Until ${writeDay(until)}` : null

/** What stands around every page about one group. `part`: the tab it belongs to, or null. */
export const groupPage = (group: Group, part: GroupPart | null) => ({
  title: group.name,
  heading: group.name,
  context: KIND_IN_WORDS[group.kind],
  groupId: group.groupId,
  keeps: group.keeps,
  confidential: group.confidential,
  sealed: group.confidential && !group.reads,
  ended: group.ends !== null && group.ends < Temporal.Now.plainDateISO('Europe/London').toString() ? `Its last day was ${writeDay(group.ends)}` : null,
  back: { href: '/groups', text: 'All groups' },
  tabs: groupTabs(group.groupId, part),
})
