import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'

export type SourceRequest = FastifyRequest<{ Params: { sourceId: string } }>
export type LoadRequest = FastifyRequest<{ Params: { loadId: string }; Querystring: Record<string, unknown> }>

const Num = z.string().regex(/^[1-9]\d{0,8}$/).transform(Number)

/** The number in an address, or null where there is none such. */
export const numberFrom = (text: unknown): number | null => Num.safeParse(text).data ?? null

export const today = (): Temporal.PlainDate => todayInLondon(Temporal.Now.instant())
