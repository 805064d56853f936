import type { Dated } from '../law.ts'

/** On what condition information of a special category, or of offences, is shared. */
export const CONDITIONS = {
  'no special category': { title: 'Nothing of a special category and nothing of offences', from: '2018-05-25', source: 'UK GDPR Art. 9(1) and Art. 10' },
  'vital interests': { title: 'To protect somebody’s life who cannot consent', from: '2018-05-25', source: 'UK GDPR Art. 9(2)(c)' },
  'statutory functions': { title: 'Functions under an enactment, in the substantial public interest', from: '2018-05-25', source: 'Data Protection Act 2018, Schedule 1, para. 6' },
  'unlawful acts': { title: 'Preventing or detecting unlawful acts', from: '2018-05-25', source: 'Data Protection Act 2018, Schedule 1, para. 10' },
  'safeguarding': { title: 'Safeguarding children and individuals at risk', from: '2018-05-25', source: 'Data Protection Act 2018, Schedule 1, para. 18' },
  'health or care': { title: 'Health or social care', from: '2018-05-25', source: 'UK GDPR Art. 9(2)(h); Data Protection Act 2018, Schedule 1, para. 2' },
  'explicit consent': { title: 'Explicit consent', from: '2018-05-25', source: 'UK GDPR Art. 9(2)(a)' },
  'sensitive law enforcement': { title: 'Strictly necessary for law enforcement, with a condition of Schedule 8', from: '2018-05-25', source: 'Data Protection Act 2018, s.35(5) and Schedule 8' },
} as const satisfies Record<string, Dated & { title: string }>
export type Condition = keyof typeof CONDITIONS
