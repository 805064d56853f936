import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * A form as it was sent, for the length of one request: the first transaction of the account that sent it claims it (src/db/tx.ts),
 * and a second request with the same form finds it claimed. `claimed` is true once this request has done so.
 */
export type SentForm = { key: string; claimed: boolean }

/** Thrown where a form was sent before: what it asked for is done, or being done. */
export class AlreadySent extends Error {}

export const sentForm = new AsyncLocalStorage<SentForm>()
