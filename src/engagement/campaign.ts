import { z } from 'zod'

/** What shows whether a campaign worked: how many it reached, how many took part in it, and how many remember it or did something. Catalogue C22. */
export const MEASURED = ['reach', 'engagement', 'action'] as const
export type Measured = (typeof MEASURED)[number]
export const MEASURED_IN_WORDS: Record<Measured, string> = { reach: 'People reached', engagement: 'People who engaged', action: 'People who remembered or acted' }

const Count = z.number().int().min(0).nullable().default(null)
const Counts = z.object({ reach: Count, engagement: Count, action: Count })
/** What is wanted of a campaign: a number for each, against what it was before. `how`: by what it is found out. */
export const Wanted = Counts.extend({ baseline: Counts.prefault({}), how: z.string().nullable().default(null) })
export type Wanted = z.infer<typeof Wanted>
export const Reached = Counts
export type Reached = z.infer<typeof Reached>

export type Finding = { severity: 'question' | 'note'; sentence: string; suggestion: string }

const words = (list: readonly Measured[]) => list.map((each) => MEASURED_IN_WORDS[each].toLowerCase()).join(', ')
const DAYS_TO_COUNT = 42

/** What is amiss with how a campaign is measured. `ends` and `today` are ISO days. */
export function findingsOf({ wanted, reached, ends }: { wanted: Wanted; reached: Reached; ends: string }, today: string): Finding[] {
  const without = MEASURED.filter((each) => wanted[each] === null)
  if (without.length === MEASURED.length) return [{ severity: 'question', sentence: 'Nothing says what this campaign should reach, so nobody will know whether it worked.', suggestion: 'Set a number for reach, for engagement, and for recall or action, with what each was before.' }]
  const measured = MEASURED.filter((each) => wanted[each] !== null)
  const unbased = measured.filter((each) => wanted.baseline[each] === null)
  const counted = measured.filter((each) => reached[each] === null)
  const late = Temporal.PlainDate.from(ends).add({ days: DAYS_TO_COUNT }).toString() < today
  return [
    ...(without.length > 0 ? [{ severity: 'note' as const, sentence: `It is not measured by: ${words(without)}.`, suggestion: 'Being seen is not being heeded: measure all three.' }] : []),
    ...(unbased.length > 0 ? [{ severity: 'note' as const, sentence: `There is nothing to compare with for: ${words(unbased)}.`, suggestion: 'Enter what it was before the campaign.' }] : []),
    ...(late && counted.length > 0 ? [{ severity: 'question' as const, sentence: `It ended more than six weeks ago and what came of it is not entered for: ${words(counted)}.`, suggestion: 'Enter what was counted.' }] : []),
  ]
}

export type Compared = { measured: Measured; baseline: number | null; wanted: number | null; reached: number | null; met: boolean | null }
/** What was reached against what was wanted; `met` is null where either is not known. */
export const compared = ({ wanted, reached }: { wanted: Wanted; reached: Reached }): Compared[] =>
  MEASURED.map((measured) => {
    const [want, got] = [wanted[measured], reached[measured]]
    return { measured, baseline: wanted.baseline[measured], wanted: want, reached: got, met: want === null || got === null ? null : got >= want }
  })
