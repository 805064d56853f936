import { asUser, type Actor } from '../../db/tx.ts'
import { addItem, addPlan, addScheme, setOwners } from '../keeping/store.ts'
import type { Item } from '../plan.ts'
import { STANDARD_SCHEMES } from '../rating.ts'
import { selectPlan } from '../store.ts'

// For tests: a plan with an item of the police and one of the council, and pages and forms as a browser would meet them.

export const today = Temporal.Now.plainDateISO('Europe/London')
export const thisMonth = today.with({ day: 1 })

type Organisations = { council: string; police: string }

/** A live dashboard plan of this month's year, scheme Delivery, of two activities: 1 the police's, 2 the council's. */
export const addTwoItemPlan = (coordinator: Actor, { council, police }: Organisations) =>
  asUser(coordinator, async (tx) => {
    const schemeId = await addScheme(tx, STANDARD_SCHEMES[0]!)
    const planId = await addPlan(tx, {
      kind: 'dashboard', title: 'Testbury plan', starts: thisMonth.subtract({ months: 6 }).toString(), ends: thisMonth.add({ months: 6 }).toString(), schemeId, rollUp: 'worst',
      updateInterval: 'quarterly', frameId: null,
    })
    const patrols = await addItem(tx, planId, { kind: 'activity', code: '1', title: 'Patrol the square', parentId: null })
    const lights = await addItem(tx, planId, { kind: 'activity', code: '2', title: 'Light the square', parentId: null })
    await setOwners(tx, patrols, [{ organisationId: police, post: 'Inspector', accountable: true }])
    await setOwners(tx, lights, [{ organisationId: council, accountable: true }])
    return { planId, patrols, lights }
  })

/** An item as it stands, with all that was ever said of it. */
export async function itemNow(reader: Actor, planId: string, itemId: string): Promise<Item> {
  const plan = await asUser(reader, (tx) => selectPlan(tx, planId, { history: 'whole' }))
  return plan!.items.find((item) => item.itemId === itemId)!
}

/** What the inputs named so hold on a page. */
export const valueOn = (body: string, name: string): string | undefined => new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(body)?.[1]

/** What a person reads on a page. */
export const readable = (body: string): string =>
  body.replaceAll(/<[^>]+>/g, ' ').replaceAll('&#39;', '’').replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll(/\s+/g, ' ')
