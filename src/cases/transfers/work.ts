import { todayInLondon } from '../../calendar/dates.ts'
import type { Tx } from '../../db/tx.ts'
import { standingOf } from './handed.ts'
import { acknowledgeBy } from './pages.ts'
import { selectTransfers } from './store.ts'

type Work = { kind: string; title: string; href: string; due: Temporal.PlainDate | null; note: string }

/** Cases sent to another area that nobody there has acknowledged or answered, on both sides; by reference and area alone. */
export async function transferWorkFor(tx: Tx, { powers }: { powers: ReadonlySet<string> }): Promise<Work[]> {
  if (!powers.has('cases.work')) return []
  return (await selectTransfers(tx)).flatMap((transfer): Work[] => {
    const { transferId, handed, isOurs, toArea, sentAt } = transfer
    const standing = standingOf(transfer)
    const due = acknowledgeBy(todayInLondon(sentAt).toString())
    const href = `/transfers/${transferId}`
    if (standing === 'sent') return [{ kind: isOurs ? 'Transfers not yet acknowledged' : 'Cases sent to you', title: handed.reference, href, due: due ? Temporal.PlainDate.from(due) : null, note: isOurs ? `Sent to ${toArea}` : `From ${handed.fromPartnership}: say that it has come` }]
    return standing === 'acknowledged' && !isOurs ? [{ kind: 'Cases sent to you', title: handed.reference, href, due: null, note: `From ${handed.fromPartnership}: say whether you take it on` }] : []
  })
}
