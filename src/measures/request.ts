import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../calendar/dates.ts'
import type { Tx } from '../db/tx.ts'
import type { WholeMeasure } from './figures.ts'
import { selectMeasure } from './store.ts'

export type MeasureRequest = FastifyRequest<{ Params: { measureId: string } }>

export const today = () => todayInLondon(Temporal.Now.instant())

export const asUuid = (text: string): string | null => z.uuid().safeParse(text).data ?? null

/** The measure that an address names, or null when there is none this account may see. */
export async function wholeMeasure(tx: Tx, { params }: MeasureRequest): Promise<WholeMeasure | null> {
  const measureId = asUuid(params.measureId)
  return measureId ? selectMeasure(tx, measureId) : null
}
