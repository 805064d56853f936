import type { Sitting } from './sitting.ts'

/** A planned sitting of a series as it stands. `work`: what somebody has already done for it, in words; empty when nothing. */
export type Planned = { meetingId: string; meantFor: string | null; heldOn: string; beginsAt: string; minutes: number; place: string | null; online: string | null; state: string; version: number; work: readonly string[] }

/** What a new rhythm does to the sittings of the old one: which stay (moved where their day or hour changes), which fall away, and which come anew. */
export type Changes = { stay: { was: Planned; becomes: Sitting }[]; fall: Planned[]; come: Sitting[] }

const dayOf = ({ meantFor, heldOn }: Pick<Planned, 'meantFor' | 'heldOn'>) => meantFor ?? heldOn

/**
 * Matches sittings by the day their recurrence gives, and within a day by their hour. A cancelled one is matched only by the same day and hour, so that
 * what was cancelled by hand does not come back.
 */
export function changesBetween(planned: readonly Planned[], sittings: readonly Sitting[]): Changes {
  const left = new Set(planned)
  const stay: Changes['stay'] = []
  const come: Sitting[] = []
  const match = (sitting: Sitting, fits: (each: Planned) => boolean) => {
    const was = [...left].find((each) => dayOf(each) === sitting.meantFor && fits(each))
    if (was) left.delete(was)
    return was
  }
  const unmatched: Sitting[] = []
  for (const becomes of sittings) {
    const was = match(becomes, ({ beginsAt }) => beginsAt === becomes.beginsAt)
    if (was) stay.push({ was, becomes })
    else unmatched.push(becomes)
  }
  for (const becomes of unmatched) {
    const was = match(becomes, ({ state }) => state === 'planned')
    if (was) stay.push({ was, becomes })
    else come.push(becomes)
  }
  return { stay, fall: [...left].filter(({ state }) => state === 'planned'), come }
}
