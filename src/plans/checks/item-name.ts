import type { Item } from '../plan.ts'

/** An item as people call it: "4.1.1b", "priority 4", or by its title when it has no code. */
export const named = (item: Item): string => (/^\d+$/.test(item.code) ? `${item.kind} ${item.code}` : item.code || `“${item.title}”`)
