import { writeDate, writeDateRange } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { blocksOf, CONTENT, CONTENT_IN_WORDS } from './content.ts'
import { type Answered, type Due, EVERY, EVERY_IN_WORDS } from './due.ts'
import type { Feed, FeedReturn } from './store.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null
export type Choice = { groupId: string; name: string }

const plain = (day: string) => Temporal.PlainDate.from(day)
const day = (text: string) => writeDate(plain(text))
const span = ({ starts, ends }: Pick<Due, 'starts' | 'ends'>) => writeDateRange(plain(starts), plain(ends))

const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)

/** How a feed stands: "Late: was due 2 March 2026, 12 days ago, and 2 before it", "Due 6 April 2026, in 23 days". */
export function standingInWords({ dues, sees }: Pick<Feed, 'dues' | 'sees'>, today: Temporal.PlainDate): { text: string; late: boolean } {
  if (!sees) return { text: 'You do not see what is sent between these groups', late: false }
  const late = dues.filter(({ state }) => state === 'late')
  const last = late.at(-1)
  if (last) return { text: `Late: was due ${day(last.dueOn)}, ${age(plain(last.dueOn), today)}${late.length > 1 ? `, and ${late.length - 1} before it` : ''}`, late: true }
  const next = dues.find(({ state }) => state === 'ahead')
  if (next) return { text: `Due ${day(next.dueOn)}, ${age(plain(next.dueOn), today)}`, late: false }
  return { text: 'No day is set: the group that receives it has no meeting in the calendar', late: false }
}

const hrefOf = ({ feedId }: Pick<Feed, 'feedId'>, due: Pick<Answered, 'dueOn'> & { returned?: Answered['returned'] }) => `/feeds/${feedId}/returns/${due.returned?.dueOn ?? due.dueOn}`

const rowOf = (feed: Feed, today: Temporal.PlainDate) => {
  const lastSent = feed.dues.findLast(({ state }) => state === 'sent')
  return {
    href: `/feeds/${feed.feedId}`, what: feed.what, from: feed.fromGroup, fromHref: `/groups/${feed.fromGroupId}`, to: feed.toGroup, toHref: `/groups/${feed.toGroupId}`, every: EVERY_IN_WORDS[feed.every],
    standing: standingInWords(feed, today), sent: feed.sees ? (lastSent?.returned?.sentOn ? `Last sent ${day(lastSent.returned.sentOn)}` : 'Nothing sent yet') : null,
    write: feed.keeps && feed.now ? hrefOf(feed, feed.dues.find(({ dueOn }) => dueOn === feed.now!.dueOn)!) : null,
  }
}

/** Everything that groups owe one another, what is late first; of one group where one is named. */
export function feedsPage(feeds: readonly Feed[], group: Choice | null, mayAdd: boolean, today: Temporal.PlainDate) {
  const rows = feeds.map((feed) => rowOf(feed, today))
  return {
    title: group ? `What ${group.name} owes and is owed` : 'What groups owe one another', context: 'Meetings',
    back: group ? { href: `/groups/${group.groupId}`, text: group.name } : null,
    actions: mayAdd ? [{ text: 'Add what is owed', href: group ? `/feeds/new?from=${group.groupId}` : '/feeds/new', primary: true }] : [],
    rows: [...rows.filter(({ standing }) => standing.late), ...rows.filter(({ standing }) => !standing.late)],
    late: rows.filter(({ standing }) => standing.late).length, all: group ? '/feeds' : null, mayAdd,
  }
}

/** The form for something that one group will owe another. `groups`: those that may be chosen; of the two, this account must keep one. */
export const newFeedPage = (groups: readonly Choice[], from: string | undefined, failed: Failed) => {
  const entered = failed?.entered ?? { fromGroupId: from }
  const chosen = [entered.content].flat()
  const options = (value: unknown) => [{ value: '', text: 'Choose' }, ...groups.map(({ groupId, name }) => ({ value: groupId, text: name, selected: groupId === value }))]
  return {
    title: 'Add what a group owes', back: { href: '/feeds', text: 'What groups owe one another' }, entered,
    from: options(entered.fromGroupId), to: options(entered.toGroupId),
    content: CONTENT.map((value) => ({ value, text: CONTENT_IN_WORDS[value].title, hint: { text: CONTENT_IN_WORDS[value].hint }, checked: chosen.includes(value) })),
    every: EVERY.map((value) => ({ value, text: capital(EVERY_IN_WORDS[value]), checked: value === entered.every })),
    ...errorsForPage(failed?.errors),
  }
}

const STATE_IN_WORDS: Record<Answered['state'], string> = { sent: 'Sent', late: 'Late', missed: 'Not sent', ahead: 'To come' }
const MOST_DUES = 24

/** One feed: what is owed, and each day it was due with what came of it. */
export function feedPage(feed: Feed, mayEnd: boolean, failed: Failed, today: Temporal.PlainDate) {
  const row = rowOf(feed, today)
  return {
    title: feed.what, context: `${feed.fromGroup} owes ${feed.toGroup}`, back: { href: '/feeds', text: 'What groups owe one another' }, row, feedId: feed.feedId,
    facts: [
      { key: 'From', text: feed.fromGroup, href: row.fromHref }, { key: 'To', text: feed.toGroup, href: row.toHref }, { key: 'How often', text: capital(row.every) },
      { key: 'Tells of', text: feed.content.map((each) => CONTENT_IN_WORDS[each].title).join(', ') || 'Whatever is typed' },
      { key: 'Owed since', text: `${day(feed.since)}${feed.until ? `, until ${day(feed.until)}` : ''}` }, { key: 'How it stands', text: row.standing.text, wrong: row.standing.late },
    ],
    dues: feed.sees ? feed.dues.toReversed().slice(0, MOST_DUES).map((due) => ({
      due: day(due.dueOn), covers: span(due), state: due.state === 'sent' ? `Sent ${day(due.returned!.sentOn!)}` : due.returned ? `${STATE_IN_WORDS[due.state]}, begun` : STATE_IN_WORDS[due.state], late: due.state === 'late',
      href: due.state === 'sent' || (feed.keeps && due.dueOn === feed.now?.dueOn) ? hrefOf(feed, due) : null,
    })) : [],
    mayEnd: mayEnd && feed.until === null, entered: failed?.entered ?? {}, ...errorsForPage(failed?.errors),
  }
}

type Written = { body: string; version: number; drawnOn: string | null; ends: string }

/** A return: as it was sent; or, for those who write it, as it stands, in a form. With `theirs`, what somebody else saved stands beside what was typed. */
export function returnPage(feed: Feed, due: Due, sent: FeedReturn | null, written: Written | null, failed: Failed, today: string, theirs: string | null = null) {
  return {
    title: feed.what, context: `${feed.fromGroup} to ${feed.toGroup}`, back: { href: `/feeds/${feed.feedId}`, text: 'All returns' }, actions: [{ text: 'Print', print: true }],
    covers: span(due), due: day(due.dueOn), late: sent === null && due.dueOn < today,
    sent: sent && { on: day(sent.sentOn!), by: sent.sentBy, blocks: blocksOf(sent.body) },
    href: `/feeds/${feed.feedId}/returns/${due.dueOn}`,
    written: written && {
      body: String(failed?.entered.body ?? written.body), version: written.version, blocks: blocksOf(written.body),
      drawn: written.drawnOn ? `Drafted ${day(written.drawnOn)}, from what stood then${feed.fromConfidential ? '. The group is confidential: what it said is not drawn, only how many' : ''}.` : null,
      soon: written.ends >= today ? `The time it tells of runs until ${day(written.ends)}.` : null,
    },
    both: theirs === null ? null : [{ label: 'The return', theirs, yours: String(failed?.entered.body ?? '') }],
    ...errorsForPage(failed?.errors),
  }
}
