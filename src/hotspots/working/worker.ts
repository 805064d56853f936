import { parentPort } from 'node:worker_threads'
import { TASKS } from './tasks.ts'

/** What the server asks, and what it is told: the answer, or what went wrong. */
export type Question = { number: number; task: keyof typeof TASKS; about: never }
export type Answer = { number: number; answer: unknown } | { number: number; error: Error }

parentPort!.on('message', ({ number, task, about }: Question) => {
  parentPort!.postMessage(answerTo(number, () => TASKS[task](about)))
})

function answerTo(number: number, work: () => unknown): Answer {
  try {
    return { number, answer: work() }
  } catch (error) {
    // Thrown again on the server's thread, to whoever asked.
    return { number, error: error as Error }
  }
}
