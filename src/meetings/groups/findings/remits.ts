import { DELIVERY_KINDS, holdsOn, overlap } from '../group.ts'
import type { RegisteredGroup } from '../register-store.ts'
import { type Governance, listed, type Rule } from './finding.ts'

const present = ({ groups, today }: Governance) => groups.filter((group) => holdsOn({ since: group.begins, until: group.ends }, today))

const undelivered = (governance: Governance) => {
  const { today } = governance
  const groups = present(governance)
  return governance.priorities.flatMap(({ itemId, code, title, plan }) => {
    const by = groups.filter(({ delivers }) => delivers.some((each) => each.itemId === itemId && holdsOn(each, today)))
    if (by.some(({ kind }) => DELIVERY_KINDS.includes(kind))) return []
    return [{
      place: `${code} ${title}`, groupIds: by.map(({ groupId }) => groupId), itemId,
      sentence: by.length > 0 ? `Priority ${code} of ${plan} is delivered only by ${listed(by.map(({ name }) => name))}, which the partnership does not run.` : `No group delivers priority ${code} (${title}) of ${plan}.`,
      suggestion: 'Give it to a delivery group, on that group’s page.',
    }]
  })
}

/** E-28. */
const deliveryAndRelated = ({ groups }: Governance) =>
  groups.filter(({ kind }) => kind === 'related').flatMap((group) => {
    const period = { since: group.begins, until: group.ends }
    const delivers = group.delivers.filter((each) => overlap(each, period))
    return delivers.length === 0 ? [] : [{
      place: group.name, groupIds: [group.groupId],
      sentence: `${group.name} is a related partnership, and at the same time delivers ${listed(delivers.map(({ code }) => code))} as if it were the partnership’s own.`,
      suggestion: 'Say which it is: make it a delivery group, or end its delivery and give the priority to another. If it changed from one to the other, give each its dates.',
    }]
  })

function ancestorsOf(group: RegisteredGroup, groups: readonly RegisteredGroup[]): Set<string> {
  const above = new Set<string>()
  for (let at = group.parentId; at !== null && !above.has(at); at = groups.find(({ groupId }) => groupId === at)?.parentId ?? null) above.add(at)
  return above
}

/** E-85. What a parent handles it may leave to those under it; two that stand side by side must say which. */
const overlapping = (governance: Governance) => {
  const groups = present(governance)
  const matters = Map.groupBy(groups.flatMap((group) => group.handles.map((matter) => ({ matter, group }))), ({ matter }) => matter)
  return [...matters].flatMap(([matter, rows]) => {
    const by = rows.map(({ group }) => group)
    const above = new Set(by.flatMap((group) => [...ancestorsOf(group, groups)]))
    const beside = by.filter(({ groupId }) => !above.has(groupId))
    if (beside.length < 2) return []
    return [{
      about: matter, place: matter.charAt(0).toUpperCase() + matter.slice(1), groupIds: beside.map(({ groupId }) => groupId),
      sentence: `“${matter.charAt(0).toUpperCase() + matter.slice(1)}” is handled by ${listed(beside.map(({ name }) => name))}, and nothing says which decides.`,
      suggestion: 'Agree which handles it and take it off the others; or divide it into two matters.',
    }]
  })
}

const parentEnded = ({ groups, today }: Governance) =>
  groups.filter(({ ends }) => ends === null || ends >= today).flatMap((group) => {
    const parent = groups.find(({ groupId }) => groupId === group.parentId)
    return !parent?.ends || parent.ends >= today ? [] : [{
      place: group.name, groupIds: [group.groupId],
      sentence: `${group.name} reports to ${parent.name}, which has ended.`,
      suggestion: parent.wentInto.length > 0 ? `Let it report to ${groups.find(({ groupId }) => groupId === parent.wentInto[0]!.groupId)?.name ?? 'the group that took over'}.` : 'Say which group it reports to now.',
    }]
  })

export const REMIT_RULES: readonly Rule[] = [
  { id: 'priority-undelivered', title: 'A priority that no group delivers', severity: 'gap', find: undelivered, why: 'Every priority needs a body that meets about it.' },
  { id: 'delivery-and-related', title: 'A delivery group and a related partnership at once', severity: 'question', find: deliveryAndRelated, why: 'The partnership answers for what its own groups do, and only supports what its related partnerships do.' },
  { id: 'overlapping-remits', title: 'Several groups for one matter', severity: 'question', find: overlapping, why: 'What two groups handle is discussed twice and decided by neither.' },
  { id: 'parent-ended', title: 'A group under one that has ended', severity: 'question', find: parentEnded, why: 'Its reports go to nobody.' },
]
