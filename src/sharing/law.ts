/**
 * A dated piece of law or guidance: in force from a day, until the day it is replaced; with where it is written. `limit`: what it does not allow.
 * `doubt`: what of it nobody has yet checked against the statute book; a data-protection officer should, before relying on it.
 */
export type Dated = { from: string; to?: string; source: string; limit?: string; doubt?: string }

/** What casework shares for. A scheme has one; an agreement covers one or more. */
export const PURPOSES = {
  'community safety casework': { title: 'Reducing harm to people and places at high risk from crime and anti-social behaviour', from: '1998-09-30', source: 'Crime and Disorder Act 1998, s.6 and s.115' },
  'anti-social behaviour': { title: 'Supporting victims of anti-social behaviour and dealing with those responsible', from: '2014-10-20', source: 'Anti-social Behaviour, Crime and Policing Act 2014' },
  'case review': { title: 'Reviewing how complaints of anti-social behaviour were answered', from: '2014-10-20', source: 'Anti-social Behaviour, Crime and Policing Act 2014, s.104 and Schedule 4, para. 7' },
  'domestic abuse': { title: 'Protecting people at high risk of serious harm from domestic abuse', from: '2021-10-01', source: 'Domestic Abuse Act 2021; Crime and Disorder Act 1998, s.115' },
  'offender management': { title: 'Managing people whose offending does most harm', from: '1998-09-30', source: 'Crime and Disorder Act 1998, s.115; Offender Management Act 2007, s.14' },
  'channel': { title: 'Supporting people vulnerable to being drawn into terrorism', from: '2015-04-12', source: 'Counter-Terrorism and Security Act 2015, s.36 to s.38' },
} as const satisfies Record<string, Dated & { title: string }>
export type Purpose = keyof typeof PURPOSES

/** By what power, and on what basis, an agency may share. A power to share is not a lawful basis: both are named. */
export const GATEWAYS = {
  'CDA s.115': { title: 'Power to disclose to a responsible authority', regime: 'either', from: '1998-09-30', source: 'Crime and Disorder Act 1998, s.115', limit: 'A power and not a duty, and no lawful basis by itself: name one as well' },
  'CDA s.17A': { title: 'Duty to share depersonalised information', regime: 'either', from: '2007-08-01', source: 'Crime and Disorder Act 1998, s.17A; SI 2007/1831', limit: 'Depersonalised sets only: nothing from which a person can be told' },
  'ABCPA sch.4': { title: 'Sharing for a case review', regime: 'either', from: '2014-10-20', source: 'Anti-social Behaviour, Crime and Policing Act 2014, Schedule 4, para. 7' },
  'PCSC s.16': { title: 'Serious violence duty: power to disclose', regime: 'either', from: '2023-01-31', source: 'Police, Crime, Sentencing and Courts Act 2022, s.16 to s.18', limit: 'Does not override a patient’s confidence' },
  'OMA s.14': { title: 'Sharing for offender management', regime: 'either', from: '2007-11-01', source: 'Offender Management Act 2007, s.14', doubt: 'The day it came into force' },
  'CTSA s.38': { title: 'Cooperating with a Channel panel', regime: 'either', from: '2015-04-12', source: 'Counter-Terrorism and Security Act 2015, s.36 to s.38', limit: 'Support itself needs the consent of the person, or of a parent or guardian' },
  'public task': { title: 'Public task, with the condition for safeguarding or preventing unlawful acts', regime: 'UK GDPR', from: '2018-05-25', source: 'UK GDPR Art. 6(1)(e), Art. 9(2)(g) and Art. 10; Data Protection Act 2018, Schedule 1, paras. 6, 10 and 18', limit: 'Needs an appropriate policy document' },
  'vital interests': { title: 'To protect somebody’s life', regime: 'UK GDPR', from: '2018-05-25', source: 'UK GDPR Art. 6(1)(d) and Art. 9(2)(c)', limit: 'For special categories, only where the person cannot give consent' },
  'legal obligation': { title: 'A duty that the law lays on the agency, or a court’s order', regime: 'UK GDPR', from: '2018-05-25', source: 'UK GDPR Art. 6(1)(c)', limit: 'Special categories and convictions need a condition as well' },
  'consent': { title: 'The person’s own consent', regime: 'UK GDPR', from: '2018-05-25', source: 'UK GDPR Art. 6(1)(a) and Art. 9(2)(a)', limit: 'Only where it can be refused, and taken back, without harm' },
  'law enforcement': { title: 'Law enforcement purposes of a competent authority', regime: 'Part 3', from: '2018-05-25', source: 'Data Protection Act 2018, Part 3, s.35 to s.38', limit: 'Competent authorities only; fact is told from opinion, and suspects from the convicted, victims and witnesses' },
} as const satisfies Record<string, Dated & { title: string; regime: 'UK GDPR' | 'Part 3' | 'either' }>
export type Gateway = keyof typeof GATEWAYS

/** Kinds of information an agreement may cover. */
export const DATA_CLASSES = ['identity and contact', 'incidents and complaints', 'convictions and allegations', 'health and care', 'housing', 'children', 'support and services', 'risk assessments'] as const
export type DataClass = (typeof DATA_CLASSES)[number]

/** The purposes or gateways in force on a day (ISO). */
export const inForce = <K extends string>(table: Readonly<Record<K, Dated>>, day: string): K[] =>
  (Object.keys(table) as K[]).filter((key) => table[key].from <= day && (table[key].to ?? '9999') >= day)
