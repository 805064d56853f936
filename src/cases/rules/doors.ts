/** The two ways to a scheme's rules: with its casework, and with the keeping of schemes. Who may write there is decided alike at both. */
export const DOORS = [
  { power: 'cases.work', under: '/cases/rules/:schemeId' },
  { power: 'sharing.manage', under: '/sharing/schemes/:schemeId/rules' },
] as const
export type Door = (typeof DOORS)[number]

/** The address of a scheme's rules by this way. */
export const rulesHref = ({ under }: Door, schemeId: string) => under.replace(':schemeId', schemeId)

/** Where this way came from. */
export const backFrom = (door: Door, { schemeId, name }: { schemeId: string; name: string }) =>
  door.power === 'cases.work' ? { href: '/triage', text: 'Triage' } : { href: `/sharing/schemes/${schemeId}`, text: name }
