/** The five strands in which the strategy of 2022-25 sets out every priority, and each hidden harm. */
export const STRANDS = ['Inform', 'Identify', 'Prevent', 'Protect and support', 'Pursue and prosecute'] as const
export type StrandName = (typeof STRANDS)[number]
export const FRAME = 'Five strands'
