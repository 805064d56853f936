import { workerData } from 'node:worker_threads'
import { comparePairs } from './compare.ts'
import type { Stretch } from './threads.ts'

const { fields, pairs, levels, from, to } = workerData as Stretch
comparePairs(fields, pairs, from, to, levels)
