import { asSystem } from '../../db/tx.ts'
import type { Job } from '../../notices/jobs.ts'
import { tellOfNamesakes } from './namesakes.ts'
import { seekElsewhere } from './seek.ts'

const EVERY_MINUTES = 1
/** Cases looked through at a time, so that pages are served in between. */
const AT_A_TIME = 5
/** What was recorded just before the last look may have been committed after it. */
const OVERLAP = { minutes: 5 }

/**
 * Looks, for every case somebody recorded something in, whether its people are in another, and whether any of them has an account here. The first look takes in the last day.
 * It runs on its own clock and never in the answer to whoever recorded them, so that neither words nor time tell what it finds.
 */
export function seekJob(baseUrl: string): Job {
  let since = Temporal.Now.instant().subtract({ hours: 24 })
  const run = async () => {
    const begun = Temporal.Now.instant()
    for (const { partnership_id, cases } of await selectRecent(since)) {
      for (let from = 0; from < cases.length; from += AT_A_TIME) {
        const batch = cases.slice(from, from + AT_A_TIME)
        await seekElsewhere(partnership_id, batch)
        await asSystem('tell leads of accounts with the name of somebody in a case', async (tx) => {
          for (const caseId of batch) await tellOfNamesakes(tx, caseId, baseUrl)
        }, partnership_id)
      }
    }
    since = begun.subtract(OVERLAP)
  }
  return { name: 'look for people elsewhere', everyMinutes: EVERY_MINUTES, run }
}

/** Worked cases in which something was recorded of somebody since, by partnership. */
async function selectRecent(since: Temporal.Instant): Promise<{ partnership_id: string; cases: string[] }[]> {
  const partnerships = await asSystem('list partnerships', (tx) => tx.selectFrom('partnership').select('partnership_id').execute())
  const recent: { partnership_id: string; cases: string[] }[] = []
  for (const { partnership_id } of partnerships) {
    const rows = await asSystem('find cases with people newly recorded', (tx) =>
      tx.selectFrom('index_fact as f').innerJoin('case_file as c', (on) => on.onRef('c.partnership_id', '=', 'f.partnership_id').onRef('c.case_id', '=', 'f.case_id'))
        .select('c.case_id').distinct().where('c.stage', 'in', ['referred', 'open']).where('f.recorded_at', '>=', since).orderBy('c.case_id').execute(), partnership_id)
    if (rows.length > 0) recent.push({ partnership_id, cases: rows.map(({ case_id }) => case_id) })
  }
  return recent
}
