import { chaseActions } from '../actions/chase.ts'
import { remindOfRequests } from '../cases/contributions/request-store.ts'
import { countCases } from '../cases/figures/count-cases.ts'
import { forgetPutBy } from '../cases/case-review/quarantine-store.ts'
import { noteSecondReports } from '../cases/case-review/store.ts'
import { seekJob } from '../cases/index/seek-job.ts'
import { asSystem, type Tx } from '../db/tx.ts'
import { remindOfMeetings } from '../meetings/calendar/reminders.ts'
import { chaseFeeds } from '../meetings/feeds/chase.ts'
import { chasePapers } from '../meetings/papers/chase.ts'
import type { Job } from '../notices/jobs.ts'
import { chaseDuties } from '../publications/duties/chase.ts'
import { chaseLearning } from '../publications/learning/chase.ts'
import { escalateOverdueReviews } from '../sharing/emergency/overdue.ts'
import { alarmElsewhere } from '../sharing/recipient-check.ts'
import { keepingJob } from '../sharing/keeping/store.ts'

/** A job done for each partnership in turn, as the system. */
const forEach = (name: string, everyMinutes: number, run: (tx: Tx) => Promise<unknown>): Job => ({
  name, everyMinutes,
  run: async () => {
    const partnerships = await asSystem(`see for whom: ${name}`, (tx) => tx.selectFrom('partnership').select('partnership_id').execute())
    for (const { partnership_id } of partnerships) await asSystem(name, run, partnership_id)
  },
})

/** What the rooms do by themselves, without anybody opening a page. */
export const jobs = (baseUrl: string): Job[] => [
  forEach('counting cases for figures', 60, countCases),
  forEach('noting second reports in six months', 60, noteSecondReports),
  forEach('forgetting applications put by', 24 * 60, forgetPutBy),
  { name: 'escalating reviews of emergency access that are overdue', everyMinutes: 15, run: () => escalateOverdueReviews(baseUrl) },
  { name: 'chasing actions', everyMinutes: 60, run: () => chaseActions(baseUrl) },
  { name: 'chasing what groups owe one another', everyMinutes: 60, run: () => chaseFeeds(baseUrl) },
  forEach('chasing what reviews recommend', 24 * 60, (tx) => chaseLearning(tx, baseUrl)),
  forEach('chasing papers for meetings', 60, (tx) => chasePapers(tx, baseUrl)),
  { name: 'reminding of information asked for', everyMinutes: 60, run: () => remindOfRequests(baseUrl) },
  { name: 'reminding of meetings and papers', everyMinutes: 60, run: () => remindOfMeetings(baseUrl) },
  forEach('telling that a publication is late', 60, (tx) => chaseDuties(tx)),
  seekJob(baseUrl),
  forEach('looking whether a protected place is known to somebody accused', 1, (tx) => alarmElsewhere(tx, Temporal.Now.instant().subtract({ hours: 24 }))),
  keepingJob,
]
