import { groupRoomTabs } from '../group-navigation.ts'
import { writeDay } from './group-page.ts'
import { GROUP_KINDS, type GroupKind, holdsOn, KIND_IN_WORDS } from './group.ts'
import type { Priority, RegisteredGroup } from './register-store.ts'
import { type Branch, branchesOf } from './structure.ts'
import { type Drawn, structureChart } from './structure-chart.ts'

const PLURALS: Record<GroupKind, string> = {
  board: 'Boards', delivery: 'Delivery groups', working: 'Working groups', 'task and finish': 'Task and finish groups', forum: 'Forums', panel: 'Panels',
  'case conference': 'Case conferences', linked: 'Linked groups, each run by one partner', related: 'Related partnerships',
}

export const isInForce = ({ begins, ends }: Pick<RegisteredGroup, 'begins' | 'ends'>, today: string) => holdsOn({ since: begins, until: ends }, today)
/** A task and finish group past its last day has not ended until somebody says so. */
export const hasEnded = ({ ends, kind, endedReason }: Pick<RegisteredGroup, 'ends' | 'kind' | 'endedReason'>, today: string) =>
  ends !== null && ends < today && (kind !== 'task and finish' || endedReason !== null)

/** Who sits in a role on a day: names, with "vacant" for a seat that nobody fills. */
export const whoIs = (group: RegisteredGroup, roles: readonly string[], today: string): string[] =>
  group.seats.filter((seat) => roles.includes(seat.role) && holdsOn(seat, today)).map(({ person, organisation, post }) => `${person ?? 'Vacant'}, ${post ?? organisation}`)

const codesOf = (group: RegisteredGroup, today: string) => group.names.filter((name) => name.kind === 'code' && holdsOn(name, today)).map(({ name }) => name)

const termsWords = ({ terms }: RegisteredGroup) => {
  const adopted = terms.find(({ adoptedOn }) => adoptedOn !== null)
  if (adopted) return { text: `Adopted ${writeDay(adopted.adoptedOn!)}`, lacks: false }
  return { text: terms.length > 0 ? 'A draft only' : 'None', lacks: true }
}

const row = (today: string, groups: readonly RegisteredGroup[]) => (group: RegisteredGroup) => ({
  name: group.name,
  href: `/groups/${group.groupId}`,
  codes: codesOf(group, today).join(', '),
  confidential: group.confidential,
  chair: whoIs(group, ['chair', 'co-chair'], today).join('; ') || 'Nobody is named',
  under: groups.find(({ groupId }) => groupId === group.parentId)?.name ?? 'No other group',
  terms: termsWords(group),
  ended: group.ends ? writeDay(group.ends) : '',
  reason: group.endedReason ?? '',
})

/** Every body by kind, those that have ended last. */
export function registerPage(groups: readonly RegisteredGroup[], powers: ReadonlySet<string>, today: string) {
  const [past, present] = [groups.filter((group) => hasEnded(group, today)), groups.filter((group) => !hasEnded(group, today))]
  return {
    title: 'Groups',
    context: present.length > 0 ? `${present.length} ${present.length === 1 ? 'body' : 'bodies'} of the partnership` : null,
    actions: powers.has('meetings.edit') ? [{ text: 'Add a group', href: '/groups/new', primary: true }] : [],
    tabs: groupRoomTabs('list'),
    kinds: GROUP_KINDS.map((kind) => ({ heading: PLURALS[kind], rows: present.filter((group) => group.kind === kind).map(row(today, groups)) })).filter(({ rows }) => rows.length > 0),
    past: past.map(row(today, groups)),
    none: groups.length === 0,
  }
}

type Twin = { name: string; href: string; words: string; under: Twin[] }

/** The structure of today: a drawing, and the same as a list. */
export function structurePage(groups: readonly RegisteredGroup[], partnership: string, today: string) {
  const present = groups.filter((group) => !hasEnded(group, today))
  const branches = branchesOf(present.toSorted((one, other) => GROUP_KINDS.indexOf(one.kind) - GROUP_KINDS.indexOf(other.kind)))
  const words = (group: RegisteredGroup) => {
    const delivers = group.delivers.filter((each) => holdsOn(each, today)).map(({ code }) => code)
    return `${KIND_IN_WORDS[group.kind]}${delivers.length > 0 ? `; delivers ${delivers.join(', ')}` : ''}`
  }
  const drawn = ({ group, under }: Branch<RegisteredGroup>): Branch<Drawn> => ({
    group: { name: group.name, words: words(group), dashed: group.kind === 'linked' || group.kind === 'related' }, under: under.map(drawn),
  })
  const twin = ({ group, under }: Branch<RegisteredGroup>): Twin => ({ name: group.name, href: `/groups/${group.groupId}`, words: words(group), under: under.map(twin) })
  return {
    title: 'Structure',
    context: `As it stands on ${writeDay(today)}`,
    tabs: groupRoomTabs('structure'),
    chart: branches.length > 0
      ? structureChart(branches.map(drawn), `Structure of ${partnership}`, `${present.length} bodies, each below the one it reports to. The same stands as a list below the drawing.`)
      : null,
    twin: branches.map(twin),
  }
}

/** Who handles what, where two do, and who answers for each priority. */
export function remitsPage(groups: readonly RegisteredGroup[], priorities: readonly Priority[], today: string) {
  const present = groups.filter((group) => isInForce(group, today))
  const link = (group: RegisteredGroup) => ({ text: group.name, href: `/groups/${group.groupId}` })
  const matters = [...new Set(present.flatMap(({ handles }) => handles))].toSorted((one, other) => one.localeCompare(other, 'en-GB'))
  return {
    title: 'Who handles what',
    context: `As it stands on ${writeDay(today)}`,
    tabs: groupRoomTabs('remits'),
    matters: matters.map((matter) => {
      const by = present.filter(({ handles }) => handles.includes(matter))
      return { matter: matter.charAt(0).toUpperCase() + matter.slice(1), by: by.map(link), several: by.length > 1 }
    }),
    silent: present.filter(({ handles }) => handles.length === 0).map(link),
    priorities: priorities.map(({ itemId, code, title, plan }) => {
      const by = present.filter(({ delivers }) => delivers.some((each) => each.itemId === itemId && holdsOn(each, today)))
      return { code, title, href: `/items/${itemId}`, plan, by: by.map(link), chairs: by.flatMap((group) => whoIs(group, ['chair', 'co-chair'], today)).join('; ') || 'Nobody is named' }
    }),
  }
}
