import { todayInLondon } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import { coveredBy, DUTIES, occurrencesOf } from '../../publications/duties/duty.ts'
import { answerDuty, keepSetting } from '../../publications/duties/store.ts'
import { EXCHANGE, keepReturn, selectExchange } from '../../publications/exchange/store.ts'

/** Published late, or not at all, so that there is something to see; the rest in good time. */
const UNANSWERED = 'case-review-figures'
const LATE_BY: Record<string, number> = { scrutiny: 24 }

/** What the example is to publish, followed for two years: most of it published, one late, one that does not apply. And the exchange of a year, with its gaps. Invented throughout. */
export async function keepDuties(tx: Tx): Promise<void> {
  const today = todayInLondon(Temporal.Now.instant())
  const since = today.subtract({ years: 2 }).toString()
  for (const duty of DUTIES) {
    if (duty.key === 'late-night-levy') continue
    const setting = duty.key === 'channel-assurance' ? { since, applies: false, reason: 'The borough next door holds the panel for both, and makes its statement' } : { since, applies: true, reason: null }
    await keepSetting(tx, duty.key, setting)
    const past = occurrencesOf(duty, setting, [], [], today).filter(({ dueOn }) => dueOn < today.toString())
    for (const { dueOn } of duty.key === UNANSWERED ? past.slice(0, -1) : past) {
      const due = Temporal.PlainDate.from(dueOn)
      const { ends } = coveredBy(duty, due)
      await answerDuty(tx, duty.key, { dueOn, answeredOn: due.add({ days: LATE_BY[duty.key] ?? -9 }).toString(), where: `An invented paper of the year to ${ends.slice(0, 4)}, on the council’s own site`, address: null })
    }
  }
  await keepSetting(tx, EXCHANGE, { since: today.subtract({ years: 1 }).toString(), applies: true, reason: null })
  for (const { set, organisationId, quarters } of (await selectExchange(tx, today)).asked)
    for (const [at, { quarter, dueOn }] of quarters.entries()) {
      // The newest is awaited, the fire set of the one before is late, and a system that was replaced gave nothing.
      if (at === quarters.length - 1 || (at === quarters.length - 2 && set.key === 'violence-to-crews')) continue
      const isGap = set.key === 'ambulance-calls' && at === 0
      const came = Temporal.PlainDate.from(dueOn).subtract({ days: 20 }).toString()
      await keepReturn(tx, { organisationId, set: set.key, quarter, receivedOn: isGap ? null : came, sourceId: null, note: isGap ? 'The service changed its system that winter, and could not draw the set' : null })
    }
}
