import { Worker } from 'node:worker_threads'
import type { Tasks } from './tasks.ts'
import type { Answer } from './worker.ts'

type Waiting = { resolve: (answer: never) => void; reject: (error: Error) => void }

let worker: Worker | null = null
let asked = 0
const waiting = new Map<number, Waiting>()

/**
 * Does a task in a thread of its own, one after another, so that pages of other people are not kept waiting. The thread starts with the first
 * task and does not keep the process alive. Rejects with what the task threw, or when the thread ended.
 */
export function offThread<Task extends keyof Tasks>(task: Task, about: Parameters<Tasks[Task]>[0]): Promise<ReturnType<Tasks[Task]>> {
  worker ??= start()
  const [running, number] = [worker, ++asked]
  running.ref()
  return new Promise((resolve, reject) => {
    waiting.set(number, { resolve, reject })
    running.postMessage({ number, task, about })
  })
}

function start(): Worker {
  const started = new Worker(new URL('./worker.ts', import.meta.url))
  const failAll = (error: Error) => {
    if (worker === started) worker = null
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  started.on('message', (answer: Answer) => {
    const { resolve, reject } = waiting.get(answer.number)!
    waiting.delete(answer.number)
    if (waiting.size === 0) started.unref()
    if ('error' in answer) reject(answer.error)
    else resolve(answer.answer as never)
  })
  started.on('error', failAll)
  started.on('exit', (code) => failAll(new Error(`The thread that works out hotspots ended with code ${code}`)))
  return started
}
