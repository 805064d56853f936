/** Work that nobody asks for by opening a page: reminders, escalations, looking for matches. It must be safe to run twice, for it will be. */
export type Job = { name: string; everyMinutes: number; run: () => Promise<unknown> }

/**
 * Runs each job now and whenever its time comes, one at a time, until stopped. One that fails is logged by name and runs again when it is due.
 * Stopping waits for the job under way.
 */
export function startJobs(jobs: readonly Job[], failed: (name: string, error: unknown) => void): () => Promise<void> {
  let isStopping = false
  let line = Promise.resolve()
  const queue = ({ name, run }: Job) => {
    line = line.then(() => (isStopping ? undefined : run())).then(() => undefined, (error: unknown) => failed(name, error))
  }
  const timers = jobs.map((job) => {
    queue(job)
    return setInterval(() => queue(job), job.everyMinutes * 60_000)
  })
  return async () => {
    isStopping = true
    for (const timer of timers) clearInterval(timer)
    await line
  }
}
