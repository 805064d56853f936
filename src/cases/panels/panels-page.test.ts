import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Panel } from './panel.ts'
import type { PanelScheme } from './panel-store.ts'
import { attendanceTable, panelsPage } from './panels-page.ts'

const panel = (month: number, state: Panel['state'] = 'held'): Panel => ({
  panelId: `panel ${month}`, schemeId: 's', schemeName: 'Scheme', purpose: 'community safety casework', heldOn: `2026-0${month}-01`, beginsAt: '10:00', place: null, state, minutesEach: 15, statement: 'Say nothing', version: 1, leads: false,
})
const agencies = [{ agencyId: 'council', name: 'Council', code: null, sector: 'council' }, { agencyId: 'health', name: 'Health', code: null, sector: 'health' }, { agencyId: 'never', name: 'Never expected', code: null, sector: 'other' }]

test('Attendance is told agency by agency for the last six panels that were held, the oldest first', () => {
  const panels = [9, 8, 7, 6, 5, 4, 3, 2, 1].map((month) => panel(month, month === 9 ? 'planned' : month === 8 ? 'cancelled' : 'held'))
  const table = attendanceTable(panels, [
    { panelId: 'panel 7', agencyId: 'council', state: 'present', people: 2 }, { panelId: 'panel 7', agencyId: 'council', state: 'absent', people: 1 },
    { panelId: 'panel 6', agencyId: 'council', state: 'apologies', people: 1 }, { panelId: 'panel 7', agencyId: 'health', state: 'absent', people: 1 }, { panelId: 'panel 1', agencyId: 'never', state: 'present', people: 1 },
  ], agencies)
  assert.deepEqual(table.columns, ['1 Feb 2026', '1 Mar 2026', '1 Apr 2026', '1 May 2026', '1 Jun 2026', '1 Jul 2026'])
  assert.deepEqual(table.rows.map(({ agency, cells, came }) => [agency, cells.at(-2)?.text, cells.at(-1)?.text, came]), [
    ['Council', 'Apologies', '2 present', '1 of 6'],
    ['Health', 'Nobody expected', 'Absent', '0 of 6'],
  ])
})

test('Schemes that have no panel at all stand below those with some, each in its own order', () => {
  const scheme = (schemeId: string): PanelScheme => ({ schemeId, name: schemeId, leads: false })
  const { schemes } = panelsPage(['a', 's', 'b'].map(scheme), [panel(1)], [], agencies)
  assert.deepEqual(schemes.map(({ name }) => name), ['s', 'a', 'b'])
})
