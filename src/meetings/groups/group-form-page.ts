import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { groupPage, writeDay } from './group-page.ts'
import { GROUP_KINDS, KIND_IN_WORDS, SEAT_ROLES } from './group.ts'
import type { Choice, RegisteredGroup } from './register-store.ts'
import { mayStandUnder } from './structure.ts'

export type Failed = { errors: readonly FieldError[]; entered: Record<string, unknown> } | null
export type GroupChoices = { groups: readonly RegisteredGroup[]; partners: readonly Choice[]; accounts: readonly Choice[]; schemes: readonly Choice[] }

/** A list to choose from, with nothing chosen first. */
export const pick = (choices: readonly Choice[], chosen: unknown, none: string) =>
  [{ value: '', text: none }, ...choices].map((choice) => ({ ...choice, selected: choice.value === (chosen ?? '') }))

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
export const roleChoices = (chosen: unknown) => pick(SEAT_ROLES.map((value) => ({ value, text: capital(value) })), chosen, 'Choose a role')

/** A day as forms show it: "1/5/2018". */
export const formDay = (day: string | null) => (day ? day.split('-').reverse().map(Number).join('/') : '')

const fields = (entered: Record<string, unknown>, { groups, partners, schemes }: GroupChoices, groupId: string | null) => ({
  kinds: GROUP_KINDS.map((value) => ({ value, text: KIND_IN_WORDS[value], checked: value === entered.kind })),
  parents: pick(groups.filter((each) => each.groupId === entered.parentId || (!each.endedReason && (groupId === null || mayStandUnder(groups, groupId, each.groupId))))
    .map((each) => ({ value: each.groupId, text: each.name })), entered.parentId, 'No other group'),
  partners: pick(partners, entered.runById, 'The partnership itself'),
  schemes: pick(schemes, entered.schemeId, 'None'),
  confidential: [{ value: 'yes', text: 'Confidential: what is said in it is for those who have a seat', checked: entered.confidential === 'yes' }],
})

/** A new group's form. */
export function newGroupPage(choices: GroupChoices, failed: Failed) {
  const entered = failed?.entered ?? { kind: '' }
  return {
    title: 'Add a group',
    back: { href: '/groups', text: 'All groups' },
    entered,
    fields: {
      ...fields(entered, choices, null),
      seatPartners: pick(choices.partners, entered.seatOrganisationId, 'Choose a partner'),
      seatRoles: roleChoices(entered.seatRole),
      accounts: pick(choices.accounts, entered.seatAccountId, 'Nobody with an account'),
    },
    ...errorsForPage(failed?.errors),
  }
}

/** A group's particulars as its form has them. */
export const groupEntered = (group: RegisteredGroup): Record<string, string> => ({
  kind: group.kind, parentId: group.parentId ?? '', remit: group.remit ?? '', handles: group.handles.join('\n'), confidential: group.confidential ? 'yes' : '',
  schemeId: group.schemeId ?? '', runById: group.runById ?? '', quorum: group.quorum === null ? '' : String(group.quorum), begins: formDay(group.begins), ends: formDay(group.ends),
  version: String(group.version),
})

export function groupFormPage(group: RegisteredGroup, choices: GroupChoices, failed: Failed) {
  const entered = failed?.entered ?? groupEntered(group)
  return { ...groupPage(group, 'about'), title: 'Change this group', entered, fields: fields(entered, choices, group.groupId), ...errorsForPage(failed?.errors) }
}

/** Ending a group: why, when, and who takes over. */
export function endPage(group: RegisteredGroup, groups: readonly RegisteredGroup[], failed: Failed) {
  const entered = failed?.entered ?? { on: '', reason: '', successor: '', version: String(group.version) }
  const others = groups.filter((each) => each.groupId !== group.groupId && !each.endedReason).map((each) => ({ value: each.groupId, text: each.name }))
  return {
    ...groupPage(group, 'about'),
    title: 'End this group',
    entered,
    successors: [...pick(others, entered.successor, 'Choose a group'), { value: 'none', text: 'No group takes over', selected: entered.successor === 'none' }],
    ...errorsForPage(failed?.errors),
  }
}

/** What two people typed at once, field by field. `entered`: what this one sent; `stands`: what the other saved, as the form would have it. */
export function bothPage(group: RegisteredGroup, words: { title: string; action: string; labels: Record<string, string> }, entered: Record<string, unknown>, stands: Record<string, unknown>, show: (field: string, value: string) => string) {
  const text = (value: unknown) => [value ?? ''].flat().map(String).join(', ')
  const changed = Object.keys(words.labels).filter((field) => text(entered[field]).trim() !== text(stands[field]).trim())
  return {
    ...groupPage(group, null),
    title: words.title,
    action: words.action,
    changed: changed.map((field) => ({ label: words.labels[field]!, theirs: show(field, text(stands[field])) || 'Nothing', yours: show(field, text(entered[field])) || 'Nothing' })),
    hidden: Object.entries({ ...entered, version: stands.version }).filter(([name]) => !name.startsWith('_')).flatMap(([name, value]) => [value ?? ''].flat().map((each) => ({ name, value: String(each) }))),
    today: writeDay(Temporal.Now.plainDateISO('Europe/London').toString()),
  }
}
