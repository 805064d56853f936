import type { SeatRole } from '../groups/group.ts'

export const ROLE_IN_WORDS: Record<SeatRole, string> = { chair: 'Chair', 'co-chair': 'Co-chair', facilitator: 'Facilitator', secretary: 'Secretary', member: 'Member', adviser: 'Adviser' }
/** Those who answer for the meeting, and are named even where others are not. */
export const OFFICERS: readonly SeatRole[] = ['chair', 'co-chair', 'facilitator', 'secretary']
