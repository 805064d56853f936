import { asUser } from '../../db/tx.ts'
import { addCase, type Casework } from '../../../test/case-fixture.ts'
import type { World } from '../../../test/world.ts'
import { insertPanel } from './panel-store.ts'
import { STANDARD_STATEMENT } from './panel.ts'

// For tests: panels and cases of a scheme as its people would make them.

const fields = { beginsAt: '10:00', place: 'Committee room', minutesEach: 15, statement: STANDARD_STATEMENT }

export const addPanel = ({ coordinator, schemeId }: Casework, heldOn: string) => asUser(coordinator, (tx) => insertPanel(tx, schemeId, { heldOn, ...fields }))

export const addThreeCases = async (casework: Casework) => [await addCase(casework), await addCase(casework), await addCase(casework)] as const

/** Opens a planned panel that nobody has changed. */
export const openPanel = (world: World, { coordinator }: Casework, panelId: string) => world.post(`/panels/${panelId}/state`, coordinator, { version: '1', to: 'under way' })

/** What a person reads on a page. */
export const readable = (body: string): string => body.replaceAll(/<[^>]+>/g, ' ').replaceAll('&#39;', '’').replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll(/\s+/g, ' ')

/** A page without what differs from one showing of it to the next. */
export const steady = (body: string): string => body.replaceAll(/name="_csrf" value="[^"]*"/g, '')
