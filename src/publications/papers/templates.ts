import type { PaperKind } from './paper.ts'

type Planned = { heading: string; source?: string; recommendation?: string; restricted?: boolean }

/** The sections a paper of each kind begins with. `source`: the key of what drafts it; those that the partnership has not are left out. */
export const TEMPLATES: Record<PaperKind, readonly Planned[]> = {
  'board pack': [
    { heading: 'Decisions wanted', source: 'decisions wanted' },
    { heading: 'How the plans stand', source: 'plans', recommendation: 'To note how the priorities are rated' },
    { heading: 'For the board’s attention', source: 'exceptions', recommendation: 'To agree what is to be done about each' },
    { heading: 'What the measures say', source: 'measures', recommendation: 'To note the signals' },
    { heading: 'Action plan headlines', source: 'action plans', recommendation: 'To note progress' },
    { heading: 'Casework in figures', source: 'case figures', recommendation: 'To note the figures' },
    { heading: 'Actions outstanding', source: 'actions' },
    { heading: 'What the groups report', source: 'feeds' },
    { heading: 'Coming up', source: 'coming up' },
  ],
  'committee report': [
    { heading: 'Activity since the last report', source: 'evidence', recommendation: 'To note the activity' },
    { heading: 'Casework', source: 'case figures', recommendation: 'To note the figures' },
    { heading: 'Measures', source: 'measures', recommendation: 'To note what the measures say' },
    { heading: 'Forthcoming activity', source: 'coming up', recommendation: 'To note what is coming' },
    { heading: 'Progress of the action plan', source: 'action plans', recommendation: 'To note progress' },
  ],
  'annual review': [
    { heading: 'What we set out to do', source: 'plans' },
    { heading: 'What was done', source: 'evidence' },
    { heading: 'What the measures say', source: 'measures' },
    { heading: 'Casework in figures', source: 'case figures' },
    { heading: 'How the partnership worked', source: 'governance' },
    { heading: 'What is carried forward', source: 'exceptions' },
  ],
  'strategic assessment': [
    { heading: 'What was recorded', source: 'recorded crime' },
    { heading: 'What changed', source: 'signals' },
    { heading: 'Where it happens', source: 'places' },
    { heading: 'Places it comes back to', source: 'repeat places', restricted: true },
    { heading: 'What the measures say', source: 'measures' },
    { heading: 'How last year’s plan did', source: 'plans' },
    { heading: 'What people told us' },
    { heading: 'What we do not know', source: 'data gaps' },
    { heading: 'What the priorities should be', source: 'priority candidates' },
  ],
  'learning briefing': [{ heading: 'What was learnt, and what changed', source: 'learning' }],
  other: [],
}
