import { errorsForPage } from '../../web/forms.ts'
import { type Failed, pick } from './group-form-page.ts'
import { groupPage, writeDay, writeSpan } from './group-page.ts'
import { holdsOn } from './group.ts'
import type { GroupName, RegisteredGroup } from './register-store.ts'

const KIND_WORDS = { name: 'Name', code: 'Code', alias: 'Also called' } as const

/** The groups before and after one, near ones first: through every renaming and taking over. */
export function threadOf(groups: readonly RegisteredGroup[], groupId: string, way: 'cameFrom' | 'wentInto', seen = new Set([groupId])): RegisteredGroup[] {
  const group = groups.find((each) => each.groupId === groupId)
  return (group?.[way] ?? []).flatMap(({ groupId: next }) => {
    const found = groups.find((each) => each.groupId === next)
    if (!found || seen.has(next)) return []
    seen.add(next)
    return [found, ...threadOf(groups, next, way, seen)]
  })
}

/** What a group is and was called, and the thread of groups it stands in. */
export function namesPage(group: RegisteredGroup, groups: readonly RegisteredGroup[], powers: ReadonlySet<string>, today: string) {
  const name = (each: GroupName) => ({
    ...each, kind: KIND_WORDS[each.kind], span: writeSpan(each.since, each.until) ?? 'No dates are set',
    end: each.kind !== 'name' && each.until === null && (each.since === null || each.since <= today) ? `/groups/${group.groupId}/names/${each.nameId}/end` : null,
  })
  const inUse = group.names.filter(({ since, until }) => holdsOn({ since, until }, today))
  const link = (each: RegisteredGroup) => ({ name: each.name, href: `/groups/${each.groupId}`, span: writeSpan(each.begins, each.ends) ?? 'No dates are set' })
  const told = (way: 'cameFrom' | 'wentInto') => group[way].map(({ groupId, on, note }) => {
    const other = groups.find((each) => each.groupId === groupId)?.name ?? 'A group'
    return { sentence: way === 'cameFrom' ? `It took over from ${other}${on ? ` on ${writeDay(on)}` : ''}.` : `${other} took over from it${on ? ` on ${writeDay(on)}` : ''}.`, note }
  })
  return {
    ...groupPage(group, 'names'),
    title: `Names and history: ${group.name}`,
    inUse: inUse.map(name),
    past: group.names.filter((each) => !inUse.includes(each)).map(name),
    before: threadOf(groups, group.groupId, 'cameFrom').map(link),
    after: threadOf(groups, group.groupId, 'wentInto').map(link),
    told: [...told('cameFrom'), ...told('wentInto')],
    mayTie: powers.has('meetings.edit'),
  }
}

/** One small form about a group's names. */
export const renamePage = (group: RegisteredGroup, failed: Failed) =>
  ({ ...groupPage(group, 'names'), title: 'Rename this group', entered: failed?.entered ?? {}, ...errorsForPage(failed?.errors) })

export function addNamePage(group: RegisteredGroup, failed: Failed) {
  const entered: Record<string, unknown> = failed?.entered ?? {}
  return {
    ...groupPage(group, 'names'), title: 'Add a code or another name', entered,
    kinds: [{ value: 'code', text: 'A code or short form', checked: entered.kind === 'code' }, { value: 'alias', text: 'Another name in use', checked: entered.kind === 'alias' }],
    ...errorsForPage(failed?.errors),
  }
}

export function successionPage(group: RegisteredGroup, groups: readonly RegisteredGroup[], failed: Failed) {
  const entered: Record<string, unknown> = failed?.entered ?? {}
  return {
    ...groupPage(group, 'names'), title: 'Before and after this group', entered,
    ways: [{ value: 'came from', text: 'This group took over from it', checked: entered.way === 'came from' }, { value: 'went into', text: 'It took over from this group', checked: entered.way === 'went into' }],
    others: pick(groups.filter(({ groupId }) => groupId !== group.groupId).map(({ groupId, name }) => ({ value: groupId, text: name })), entered.otherId, 'Choose a group'),
    ...errorsForPage(failed?.errors),
  }
}
