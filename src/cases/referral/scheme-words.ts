import type { SchemeKind } from '../../sharing/reference.ts'

/** What a scheme of each kind is for, to somebody who has never heard of it; null where nothing is referred by this way. */
export const WHAT_IT_IS_FOR: Record<SchemeKind, { for: string; signs: string; next: string } | null> = {
  'community marac': {
    for: 'People at risk of harm, places and new problems that need several agencies at once and fit no other panel.',
    signs: 'Somebody is vulnerable, more than one agency is involved already, and the usual ways have not worked',
    next: 'The coordinator looks at it against the scheme’s criteria. If it is taken on, agencies are asked what they know and a monthly panel hears it. If not, you get advice.',
  },
  'asb victims': {
    for: 'People who suffer anti-social behaviour again and again, or who are vulnerable to it.',
    signs: 'The same person is troubled again, or it hits them hard',
    next: 'The coordinator assesses the risk with you and arranges support. The person is contacted within the standards of the service, in the ways you said are safe.',
  },
  'asb perpetrators': {
    for: 'People whose behaviour harms others, to see what can be tried before any order is asked for.',
    signs: 'You know who is doing it and want to see it stop',
    next: 'The coordinator looks at what has been tried. The group agrees the next step and what support goes with it.',
  },
  'domestic abuse marac': {
    for: 'People at high risk of serious harm from a partner, former partner or relative.',
    signs: 'The harm is at home or from a partner or relative. You need not have ticked any number of boxes: your judgement is enough',
    next: 'The coordinator reads it today or on the next working day. Do not wait for the meeting to act.',
  },
  'offender management': {
    for: 'People who offend often, to manage and support them together.',
    signs: 'Somebody keeps committing robbery, burglary, vehicle crime or theft and is supervised, or should be',
    next: 'The panel looks at the cohort’s rules, decides, and says why.',
  },
  'asb case review': null,
  channel: null,
}
