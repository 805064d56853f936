import type { Tested } from '../statistics/space/back-test.ts'
import { askedOf, keptFor, type Setting } from './setting.ts'
import { offThread } from './working/off-thread.ts'
import type { Clustered } from './working/clustering.ts'
import type { Judged, Ranked } from './working/predicting.ts'

/** Every predictor held against the months before the one asked about. */
export const judgedFor = (setting: Setting): Promise<Judged> => keptFor(
  setting, 'judged', async () => offThread('judge', await askedOf(setting)),
)

/** Places best first by a method. */
export const rankedFor = (setting: Setting, method: string): Promise<Ranked> =>
  keptFor(setting, `ranked ${method}`, async () => offThread('rank', { asked: await askedOf(setting), method }))

/** Clusters of the twelve months before the one asked about. */
export const clusteredFor = (setting: Setting): Promise<Clustered> => keptFor(
  setting, 'clustered', async () => offThread('cluster', await askedOf(setting)),
)

/** The method used and the plain rival at the budget asked for. */
export async function testedFor(setting: Setting, judged: Judged): Promise<{ ours: Tested; plain: Tested }> {
  const { budget } = setting.budget
  const tested = 'share' in budget
    ? judged.tested.filter((each) => 'share' in each.budget && each.budget.share === budget.share)
    : await keptFor(
      setting, `tested ${judged.method} ${budget.places}`,
      async () => offThread('judgePlaces', { asked: await askedOf(setting), method: judged.method, budget }),
    )
  const named = (name: string) => tested.find(({ predictor }) => predictor === name)!
  return { ours: named(judged.method), plain: named('last12') }
}
