import type { Tx } from '../../db/tx.ts'
import type { AgendaKind } from '../groups/group.ts'

/** What a source needs of the meeting it draws for. Days are ISO; `previousOn` is null at a group's first meeting. */
export type DrawnFor = { meetingId: string; groupId: string; heldOn: string; beginsAt: string; previousOn: string | null }

/** One line under an item: what it is, where it is read, and what to know of it now. */
export type Drawn = { title: string; href: string | null; note: string }

/** What fills the items of one kind. It gives what the reader may see and nothing else, in a reader's own transaction. `none`: what to say where it gives nothing. */
export type AgendaSource = { kind: AgendaKind; show: (tx: Tx, meeting: DrawnFor) => Promise<Drawn[]>; none?: string }
