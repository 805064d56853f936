import type { Tx } from '../../db/tx.ts'
import type { GroupChoices } from './group-form-page.ts'
import { KIND_IN_WORDS } from './group.ts'
import { type RegisteredGroup, selectAccountChoices, selectPartners, selectSchemeChoices } from './register-store.ts'

/** What the forms of a group may choose from. */
export const choicesOf = async (tx: Tx, groups: RegisteredGroup[]): Promise<GroupChoices> =>
  ({ groups, partners: await selectPartners(tx), accounts: await selectAccountChoices(tx), schemes: await selectSchemeChoices(tx) })

/** Whether an optional choice is one of the list. */
export const isOf = (list: readonly { value: string }[], value: string | null) => value === null || list.some((each) => each.value === value)

/** Words for what a form holds as a key. */
export const inWords = ({ groups, partners, accounts, schemes }: GroupChoices) => {
  const known = new Map([...groups.map(({ groupId, name }) => [groupId, name] as const), ...[...partners, ...accounts, ...schemes].map(({ value, text }) => [value, text] as const), ...Object.entries(KIND_IN_WORDS)])
  return (_: string, value: string) => known.get(value) ?? value
}
