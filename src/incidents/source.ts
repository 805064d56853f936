import type { Position } from './incident.ts'

export const ROW_IS = ['crime', 'report', 'call', 'complaint', 'inspection'] as const
export const LAYOUTS = ['police.uk street', 'police.uk outcomes', 'police.uk stop and search', 'mapped'] as const
export const REFRESHES = ['week', 'month', 'quarter', 'year', 'irregular'] as const
export const POSITIONS = ['exact', 'snapped', 'street', 'area', 'none'] as const
export type Layout = (typeof LAYOUTS)[number]

/** Where data come from, and by what right they are held. */
export type Source = {
  sourceId: number
  name: string
  provider: string
  rowIs: (typeof ROW_IS)[number]
  layout: Layout
  personal: boolean // rows may name people: another door
  basis: string // the licence or the agreement
  attribution: string | null // shown on every page that shows its figures
  refresh: (typeof REFRESHES)[number]
  dueDays: number // days after the end of a period by which it should have come
  positions: Position
  fileIs: 'whole' | 'added' // whole: a file replaces what was held for its months
  knownGaps: string | null
  state: 'live' | 'closed'
  dataVersion: number // grows whenever a load becomes visible or is undone
  version: number
}
