import { sql } from 'kysely'
import type { Tx } from '../db/tx.ts'

/** Who can give somebody what they lack, by name. */
export type WhomToAsk = { keepers: string[]; leads: string[] }

/** Those who add people to schemes, and those who lead the schemes this account works in. */
export async function selectWhomToAsk(tx: Tx): Promise<WhomToAsk> {
  const keepers = await tx.selectFrom('account as a').select('a.name').where('a.disabled_at', 'is', null)
    .where((is) => is.exists(is.selectFrom('account_role as r').select('r.role').whereRef('r.partnership_id', '=', 'a.partnership_id').whereRef('r.account_id', '=', 'a.account_id').where('r.role', '=', 'information governance lead')))
    .orderBy('a.name').execute()
  const leads = await tx.selectFrom('account as a').select('a.name').where('a.disabled_at', 'is', null)
    .where((is) => is.exists(is.selectFrom('scheme_member as m').select('m.role').whereRef('m.partnership_id', '=', 'a.partnership_id').whereRef('m.account_id', '=', 'a.account_id').where('m.role', 'in', ['coordinator', 'chair'])
      .where(sql<boolean>`m.scheme_id = any ((select own_schemes())::uuid[])`)))
    .orderBy('a.name').execute()
  return { keepers: keepers.map(({ name }) => name), leads: leads.map(({ name }) => name) }
}

const MOST_NAMES = 5
const names = (all: readonly string[]) => new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(all.length > MOST_NAMES ? [...all.slice(0, MOST_NAMES), 'another of them'] : all)

/** A page for somebody whose role reaches it but who has nothing to do there yet: why, and whom to ask. `needs`: what would open it. */
export const nothingHerePage = (title: string, { needs, leadsDo, back }: { needs: string; leadsDo: string | null; back: { href: string; text: string } }, { keepers, leads }: WhomToAsk) => ({
  title, back, why: needs,
  ask: leadsDo && leads.length > 0 ? `${leadsDo} Ask ${names(leads)}.`
    : keepers.length > 0 ? `People are added to schemes by whoever keeps sharing in your partnership. Ask ${names(keepers)}.`
    : 'People are added to schemes by an information governance lead. Your partnership has none yet: ask an administrator to give somebody that role.',
})
