/** Something done at a place for a time. Areas are of one kind, and none is in two of the three groups. */
export type Intervention = {
  interventionId: string
  title: string
  what: string
  expected: string | null
  sourceId: number
  source: string
  categoryIds: readonly number[] // none: everything the source holds
  categories: readonly string[]
  treated: readonly number[]
  nearby: readonly number[]
  compared: readonly number[]
  starts: Temporal.PlainDate
  ends: Temporal.PlainDate
  carryOverMonths: number
  version: number
}

export const GROUPS = ['treated', 'nearby', 'compared'] as const
export type Group = (typeof GROUPS)[number]

export const GROUP_WORDS: Record<Group, { name: string; legend: string; hint: string }> = {
  treated: { name: 'Treated', legend: 'Where it was done', hint: 'At least one' },
  nearby: { name: 'Nearby', legend: 'Nearby, where it may have moved to, or the benefit spread (optional)', hint: 'Usually the areas that touch those above' },
  compared: { name: 'Comparison', legend: 'To compare with', hint: 'As like the first as can be, with counts of much the same size, and far enough off not to have been touched by it' },
}

export const AREA_KINDS = ['ward', 'lsoa', 'other'] as const
export type AreaKind = (typeof AREA_KINDS)[number]
export const KIND_WORDS: Record<AreaKind, string> = { ward: 'Wards', lsoa: 'LSOAs', other: 'Other areas' }
