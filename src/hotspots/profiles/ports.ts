import type { Tx } from '../../db/tx.ts'

/** What a profile asks of plans, which stand beside it and not beneath: app.ts brings the two together. */
export type ActionPorts = {
  /** Live plans that may be given an action. */
  planChoices: (tx: Tx) => Promise<{ planId: string; title: string }[]>
  /** Adds an action to a plan, with one owner and a date, and gives its item; null when there is no such plan. */
  addAction: (tx: Tx, action: { planId: string; title: string; ownerId: string; due: string; from: string }) => Promise<string | null>
  /** The actions of these items, by item: its code and title, and how far it has come. */
  actions: (tx: Tx, itemIds: readonly string[]) => Promise<ReadonlyMap<string, { text: string; state: string; href: string }>>
}
