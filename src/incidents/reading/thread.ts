import { Worker } from 'node:worker_threads'
import type { Answer, Ask, Held } from './worker.ts'

// What a file may cost to read; rows pass through, so a file's size does not count.
const HEAP_MEBIBYTES = 512
const IDLE_MILLISECONDS = 10_000
const TOO_BIG = 'The file needs more memory than reading may take. Split it and send the parts.'

type Job = Omit<Extract<Ask, { ask: 'read' }>, 'ask' | 'job' | 'held'>

/** A worker that reads files, one at a time. */
export type Thread = {
  begin(job: Job, held: Held): { next(): Promise<Answer>; more(): void; drop(): void }
  isSound(): boolean
  /** Ends the worker; whoever waits for its next answer is given `why`. */
  end(why: unknown): Promise<void>
  idle(): void
}

const waiting = new Set<Thread>()

/** A worker that is free, or a new one: a year of small monthly files would spend most of its time starting workers. */
export function takeThread(): Thread {
  const [free] = waiting
  if (!free) return startThread()
  waiting.delete(free)
  return free
}

/** Keeps a worker for the next file for a while. One is enough: a source loads one file at a time. */
export function keepThread(thread: Thread): void {
  if (!thread.isSound()) return
  if (waiting.size > 0) return void thread.end(new Error('The worker is not needed.'))
  waiting.add(thread)
  thread.idle()
}

function startThread(): Thread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEBIBYTES },
  })
  let job = 0
  let sent: Held | null = null
  let answers: Answer[] = []
  let fault: { why: unknown } | null = null
  let wake = () => {}
  let timer: NodeJS.Timeout | undefined

  worker.on('message', (answer: Answer) => {
    if (answer.job === job) answers.push(answer)
    wake()
  })
  worker.on('error', (error: NodeJS.ErrnoException) => fail(error))
  worker.on('exit', (code) => fail(new Error(`The reader of files ended early, with code ${code}.`)))

  function fail(why: unknown) {
    fault ??= { why }
    waiting.delete(thread)
    wake()
  }

  async function next(): Promise<Answer> {
    while (answers.length === 0 && fault === null) await new Promise<void>((resolve) => (wake = resolve))
    const answer = answers.shift()
    if (answer) return answer
    const why = fault!.why
    if ((why as NodeJS.ErrnoException)?.code === 'ERR_WORKER_OUT_OF_MEMORY')
      return { answer: 'cannot', job, problem: TOO_BIG }
    throw why
  }

  const thread: Thread = {
    begin(asked, held) {
      clearTimeout(timer)
      worker.ref()
      job++
      answers = []
      const isNew = sent?.areas !== held.areas || sent.postcodes !== held.postcodes
      sent = held
      ask({ ask: 'read', job, ...asked, held: isNew ? held : null })
      const mine = job
      return { next, more: () => ask({ ask: 'more', job: mine }), drop: () => ask({ ask: 'drop', job: mine }) }
    },
    isSound: () => fault === null,
    async end(why) {
      clearTimeout(timer)
      fail(why)
      await worker.terminate()
    },
    idle() {
      worker.unref()
      timer = setTimeout(() => void thread.end(new Error('The worker was idle.')), IDLE_MILLISECONDS)
      timer.unref()
    },
  }
  const ask = (asked: Ask) => worker.postMessage(asked)
  return thread
}
