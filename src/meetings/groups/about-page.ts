import { EVERY_IN_WORDS } from '../feeds/due.ts'
import type { Feed } from '../feeds/store.ts'
import type { Finding } from './findings/finding.ts'
import { groupPage, writeDay, writeSpan } from './group-page.ts'
import { holdsOn, KIND_IN_WORDS } from './group.ts'
import { programmeOf } from './programme.ts'
import type { Delivered, RegisteredGroup, Sitting, Succession } from './register-store.ts'
import { whoIs } from './register-page.ts'

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const STEP_WORDS = { done: 'Done', late: 'Not recorded as done', ahead: 'Ahead' } as const

const others = (groups: readonly RegisteredGroup[], successions: readonly Succession[]) =>
  successions.map(({ groupId, on, note }) => ({
    name: groups.find((group) => group.groupId === groupId)?.name ?? 'A group', href: `/groups/${groupId}`, on: on ? writeDay(on) : null, note,
  }))

const delivered = (priorities: readonly Delivered[]) => priorities.map(({ itemId, code, title, since, until }) => ({ itemId, code, title, href: `/items/${itemId}`, span: writeSpan(since, until) }))

/** Reports owed, each with who owes it to whom and how often. */
export const owed = (feeds: readonly Feed[]) => feeds.map(({ feedId, fromGroup, toGroup, what, every }) => ({ href: `/feeds/${feedId}`, what, from: fromGroup, to: toGroup, often: EVERY_IN_WORDS[every] }))

const sitting = ({ meetingId, heldOn, beginsAt, place }: Sitting) => ({ href: `/meetings/${meetingId}`, day: writeDay(heldOn), time: beginsAt, place: place ?? 'No place is set' })

type Shown = { group: RegisteredGroup; groups: readonly RegisteredGroup[]; sittings: readonly Sitting[]; findings: readonly Finding[]; feeds: readonly Feed[]; scheme: string | null }

/** A group: what it is for, where it stands, who leads it, when it meets, and what is amiss with it. `powers`: what links may lead to. */
export function aboutPage({ group, groups, sittings, findings, feeds, scheme }: Shown, powers: ReadonlySet<string>, today: string) {
  const parent = groups.find(({ groupId }) => groupId === group.parentId)
  const children = groups.filter(({ parentId, ends }) => parentId === group.groupId && (ends === null || ends >= today))
  const ended = group.ends !== null && group.ends < today
  const lead = (words: string, roles: readonly string[]) => ({ words, who: whoIs(group, roles, today) })
  const mayEnd = group.keeps && powers.has('meetings.edit')
  return {
    ...groupPage(group, 'about'),
    actions: group.keeps ? [{ text: 'Change', href: `/groups/${group.groupId}/edit` }, ...(mayEnd && !group.endedReason ? [{ text: 'End it', href: `/groups/${group.groupId}/end` }] : [])] : [],
    remit: group.remit,
    facts: [
      { key: 'Kind', text: KIND_IN_WORDS[group.kind] },
      { key: 'In force', text: writeSpan(group.begins, group.ends) ?? 'No dates are set' },
      ...(group.runBy ? [{ key: 'Run by', text: group.runBy }] : []),
      ...(scheme ? [{ key: 'Casework', text: scheme }] : []),
      ...(group.quorum ? [{ key: 'Quorum', text: `${group.quorum} seats filled` }] : []),
      ...(group.endedReason ? [{ key: 'Why it ended', text: group.endedReason }] : []),
    ],
    mayReopen: mayEnd && group.endedReason !== null,
    version: group.version,
    leads: [lead('Chair', ['chair']), lead('Co-chairs', ['co-chair']), lead('Facilitator', ['facilitator']), lead('Secretary', ['secretary'])].filter(({ words, who }) => who.length > 0 || words === 'Chair'),
    handles: group.handles.map(capital),
    priorities: delivered(group.delivers.filter((each) => holdsOn(each, today))),
    parent: parent ? { name: parent.name, href: `/groups/${parent.groupId}` } : null,
    children: children.map(({ name, groupId, kind }) => ({ name, href: `/groups/${groupId}`, words: KIND_IN_WORDS[kind] })),
    cameFrom: others(groups, group.cameFrom),
    wentInto: others(groups, group.wentInto),
    programme: group.kind === 'task and finish' && group.begins && group.ends
      ? programmeOf(group.begins, group.ends, sittings, today).map(({ on, what, state }) => ({ on: writeDay(on), what, state: STEP_WORDS[state], late: state === 'late' }))
      : [],
    meetings: sittings.filter(({ heldOn }) => heldOn >= today).slice(0, 6).map(sitting),
    earlier: sittings.filter(({ heldOn }) => heldOn < today).toReversed().slice(0, 6).map(sitting),
    plan: group.keeps && !ended ? `/meetings/new?group=${group.groupId}` : null,
    openActions: group.reads ? `/meeting-actions?group=${group.groupId}` : null,
    owes: owed(feeds.filter(({ fromGroupId }) => fromGroupId === group.groupId)),
    isOwed: owed(feeds.filter(({ toGroupId }) => toGroupId === group.groupId)),
    findings: findings.map(({ severity, sentence, suggestion }) => ({ severity, sentence, suggestion })),
  }
}

/** The priorities a group delivers and did deliver, and those it may be given. */
export function prioritiesPage(group: RegisteredGroup, priorities: readonly { itemId: string; code: string; title: string; plan: string }[], entered: Record<string, unknown>, today: string) {
  const now = group.delivers.filter((each) => holdsOn(each, today))
  return {
    ...groupPage(group, 'about'),
    title: 'Priorities it delivers',
    now: delivered(now),
    past: delivered(group.delivers.filter((each) => !holdsOn(each, today))),
    entered,
    choices: [{ value: '', text: 'Choose a priority' }, ...priorities.filter(({ itemId }) => !now.some((each) => each.itemId === itemId))
      .map(({ itemId, code, title, plan }) => ({ value: itemId, text: `${code} ${title} (${plan})`, selected: itemId === entered.itemId }))],
  }
}
