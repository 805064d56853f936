import type { Tx } from '../../db/tx.ts'
import { renewReadings } from '../../measures/feeds/store.ts'
import { incidentFigures } from '../figures.ts'
import { renewSignals } from '../signals/renew.ts'

/** What a load that became visible or was undone changed: months as ISO first days. */
export type DataChange = { sourceId: number; loadId: number; months: readonly string[] }
export type AfterChange = (tx: Tx, change: DataChange) => Promise<unknown>

/** What is worked out afresh in the transaction that makes a load visible or undoes it, so that it is never out of step with the counts. */
export const AFTER_CHANGE: readonly AfterChange[] = [(tx) => renewReadings(tx, incidentFigures), renewSignals]
