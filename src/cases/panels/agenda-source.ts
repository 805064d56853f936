import { sql } from 'kysely'
import type { Tx } from '../../db/tx.ts'
import { selectPanels } from './panel-store.ts'
import { dateOf } from './panels-page.ts'

/** What meetings show under an item about cases: the panel of the group's scheme on that day, to those who take part in it alone. Cases stay in the panel. */
export const panelsOnAgenda = {
  kind: 'cases' as const,
  none: 'Cases are heard at the panel of their scheme, which opens to those who take part in it.',
  show: async (tx: Tx, { groupId, heldOn }: { groupId: string; heldOn: string }) => {
    const { rows: [group] } = await sql<{ schemeId: string | null; works: boolean }>`select scheme_id as "schemeId", may('cases.work') as works from meeting_group where group_id = ${groupId}::uuid`.execute(tx)
    if (!group?.schemeId || !group.works) return []
    const panels = (await selectPanels(tx, group.schemeId)).filter(({ state }) => state !== 'cancelled')
    const ofTheDay = panels.filter((panel) => panel.heldOn === heldOn)
    return (ofTheDay.length > 0 ? ofTheDay : panels.filter((panel) => panel.heldOn > heldOn).slice(-1)).map(({ panelId, schemeName, heldOn: on, beginsAt }) => ({
      title: `Panel of ${dateOf(on)}`, href: `/panels/${panelId}`, note: `${schemeName}, at ${beginsAt}`,
    }))
  },
}
