/** What casework counts, month by month, each in parts that add up to it. */
export const FIGURES = {
  referrals: { title: 'Referrals', unit: 'referrals', parts: { resident: 'About residents', 'not resident': 'About people who live elsewhere', 'no person': 'About a place, or not known' } },
  decisions: { title: 'Referrals decided', unit: 'referrals', parts: { accepted: 'Accepted', 'advice given': 'Advice given', 'belongs elsewhere': 'Belongs elsewhere' } },
  closed: { title: 'Cases closed', unit: 'cases', parts: { resolved: 'Resolved', 'risk reduced': 'Risk reduced', 'managed elsewhere': 'Managed elsewhere', transferred: 'Transferred', 'no further contact': 'No further contact', 'not resolved': 'Not resolved' } },
  powers: { title: 'Powers used', unit: 'uses', parts: { informal: 'Advice, warnings and contracts', notice: 'Warnings and notices under the 2014 Act', order: 'Orders of a court, and possession' } },
  repeats: { title: 'Repeat contacts of cases closed', unit: 'contacts', parts: { before: 'Before', after: 'After' } },
  satisfaction: { title: 'Victims who answered', unit: 'victims', parts: { satisfied: 'Satisfied', 'not satisfied': 'Not satisfied, or neither' } },
} as const satisfies Record<string, { title: string; unit: string; parts: Record<string, string> }>
export type FigureName = keyof typeof FIGURES
export const FIGURE_NAMES = Object.keys(FIGURES) as FigureName[]

/** Part of a figure counted in one month. */
export type Count = { month: string; figure: string; part: string; n: number }

/** The kind of a power, for counting: the names are those of src/cases/powers/power.ts. */
export const powerPart = (power: string): 'informal' | 'notice' | 'order' =>
  ['advice', 'rapid contact', 'warning letter', 'acceptable behaviour contract', 'ABC'].includes(power) ? 'informal'
    : ['community protection warning', 'community protection notice', 'closure notice', 'dispersal', 'DISP'].includes(power) ? 'notice' : 'order'
