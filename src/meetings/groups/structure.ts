/** A body in the structure, with the bodies under it. */
export type Branch<T> = { group: T; under: Branch<T>[] }
type Placed = { groupId: string; parentId: string | null }

/**
 * The bodies as trees, in the order given. One whose parent is not among them stands at the top; so does the first of a ring of parents.
 */
export function branchesOf<T extends Placed>(groups: readonly T[]): Branch<T>[] {
  const byId = new Map(groups.map((group) => [group.groupId, group]))
  const under = Map.groupBy(groups, ({ parentId }) => (parentId !== null && byId.has(parentId) ? parentId : null))
  const seen = new Set<string>()
  const grow = (group: T): Branch<T> => {
    seen.add(group.groupId)
    return { group, under: (under.get(group.groupId) ?? []).filter(({ groupId }) => !seen.has(groupId)).map(grow) }
  }
  const roots = (under.get(null) ?? []).map(grow)
  return [...roots, ...groups.filter(({ groupId }) => !seen.has(groupId)).flatMap((group) => (seen.has(group.groupId) ? [] : [grow(group)]))]
}

/** Whether a group may stand under another: not under itself or one beneath it. */
export function mayStandUnder(groups: readonly Placed[], groupId: string, parentId: string): boolean {
  const byId = new Map(groups.map((group) => [group.groupId, group]))
  const seen = new Set<string>()
  for (let at: string | null = parentId; at !== null && !seen.has(at); at = byId.get(at)?.parentId ?? null) {
    if (at === groupId) return false
    seen.add(at)
  }
  return true
}

/** Where a body stands in the drawing: how deep, and on which row; and the row of the one it hangs from. */
export type Node<T> = { group: T; depth: number; row: number; from: { depth: number; row: number } | null }

/** Every body in reading order, one to a row, those under it beneath and one step in. */
export function nodesOf<T>(branches: readonly Branch<T>[]): Node<T>[] {
  const nodes: Node<T>[] = []
  const place = (branch: Branch<T>, depth: number, from: Node<T>['from']) => {
    const node = { group: branch.group, depth, row: nodes.length, from }
    nodes.push(node)
    for (const each of branch.under) place(each, depth + 1, node)
  }
  for (const branch of branches) place(branch, 0, null)
  return nodes
}
