import { z } from 'zod'
import type { Tx } from '../../db/tx.ts'
import { type Scheme, selectScheme, selectSchemes, today } from '../rules/rule-store.ts'
import { WHAT_IT_IS_FOR } from './scheme-words.ts'

const isId = (id: string) => z.uuid().safeParse(id).success

/** A scheme that takes referrals today, or null. */
export async function selectOpenScheme(tx: Tx, schemeId: string): Promise<Scheme | null> {
  const scheme = isId(schemeId) ? await selectScheme(tx, schemeId) : null
  return scheme && WHAT_IT_IS_FOR[scheme.kind] && (await selectSchemes(tx, today())).some((each) => each.schemeId === schemeId) ? scheme : null
}
