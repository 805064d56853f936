import type { PaperKind } from '../papers/paper.ts'

/** A duty to publish, as dated data with its source. Where the law says how often and not which day, the day is a habit, and `doubt` says so. */
export type Duty = {
  key: string
  name: string
  /** What is to be published, and by whom. */
  asks: string
  law: string
  /** It was not due before this day, ISO. */
  inForce: string
  /** The day of each year on which it is due. */
  due: { month: number; day: number }
  /** The day on which the year ends that the publication is about: the last to have ended, or the one ahead. */
  yearEnds: { month: number; day: number }
  isAhead?: true
  paper: PaperKind
  /** Every partnership has it; of the others somebody says whether it applies. */
  everyone: boolean
  doubt: string | null
}

const [MARCH, SEPTEMBER, DECEMBER] = [{ month: 3, day: 31 }, { month: 9, day: 30 }, { month: 12, day: 31 }]
const OUR_DAY = 'The law says how often and not which day. The day here is the usual one.'

export const DUTIES: readonly Duty[] = [
  {
    key: 'strategic-assessment', name: 'Strategic assessment', asks: 'The strategy group assesses crime and disorder each year: levels and patterns, what changed and why, what should come first, what people say, and how the last plan did.',
    law: 'Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007 (SI 2007/1830)', inForce: '2008-03-31', due: { month: 3, day: 31 }, yearEnds: DECEMBER, paper: 'strategic assessment', everyone: true, doubt: OUR_DAY,
  },
  {
    key: 'partnership-plan', name: 'Partnership plan, revised for the year', asks: 'The plan for three years is revised before each year begins, and a summary is published: the strategy, what comes first, the steps, the resources, how it is measured, and how people take part.',
    law: 'Crime and Disorder Act 1998, sections 5 and 6, with SI 2007/1830', inForce: '2008-04-01', due: { month: 4, day: 1 }, yearEnds: MARCH, isAhead: true, paper: 'other', everyone: true, doubt: OUR_DAY,
  },
  {
    key: 'case-review-figures', name: 'Figures of anti-social behaviour case reviews', asks: 'At least every twelve months: how many applications came, how many did not meet the threshold, how many reviews were carried out, and how many of those led to recommendations.',
    law: 'Anti-social Behaviour, Crime and Policing Act 2014, section 104', inForce: '2015-10-20', due: { month: 6, day: 30 }, yearEnds: MARCH, paper: 'other', everyone: true, doubt: OUR_DAY,
  },
  {
    key: 'serious-violence-strategy', name: 'Serious violence strategy, looked at again', asks: 'The specified authorities keep their strategy to prevent and reduce serious violence under review and publish what they revise.',
    law: 'Police, Crime, Sentencing and Courts Act 2022, Part 2, Chapter 1, commenced 31 January 2023', inForce: '2024-01-31', due: { month: 1, day: 31 }, yearEnds: DECEMBER, paper: 'other', everyone: true,
    doubt: 'The first strategies were due by 31 January 2024. That it is looked at every year is how the guidance is read, and not the words of the Act.',
  },
  {
    key: 'scrutiny', name: 'Report to the crime and disorder committee', asks: 'The council’s crime and disorder committee looks at what the partnership does at least once in twelve months. What it recommends is answered within 28 days.',
    law: 'Police and Justice Act 2006, section 19, and the Regulations of 2009', inForce: '2010-03-31', due: { month: 3, day: 31 }, yearEnds: DECEMBER, paper: 'committee report', everyone: true, doubt: OUR_DAY,
  },
  {
    key: 'annual-review', name: 'Annual review', asks: 'What the partnership set out to do in the financial year, what was done, and what is carried forward.',
    law: 'No law: a promise that many partnerships make in their own plan', inForce: '2011-06-30', due: { month: 6, day: 30 }, yearEnds: MARCH, paper: 'annual review', everyone: false, doubt: null,
  },
  {
    key: 'late-night-levy', name: 'Late night levy: what came in and what it was spent on', asks: 'Where the council charges a late night levy, the year’s income, what it was spent on, and what that changed.',
    law: 'Police Reform and Social Responsibility Act 2011, Part 2, Chapter 2', inForce: '2015-12-31', due: { month: 12, day: 31 }, yearEnds: SEPTEMBER, paper: 'committee report', everyone: false,
    doubt: 'That a report is made each year is the practice of committees. The levy’s own year may end on another day.',
  },
  {
    key: 'channel-assurance', name: 'Channel: the yearly statement of assurance', asks: 'The chair of the Channel panel states to the Home Office how the panel met its duty. Counts in it are small: what of it may be published is a matter of its own.',
    law: 'Counter-Terrorism and Security Act 2015, sections 36 to 41, and the guidance under it', inForce: '2021-06-30', due: { month: 6, day: 30 }, yearEnds: MARCH, paper: 'other', everyone: false,
    doubt: 'The first was for 2020-21. The Home Office sets the day each year: look at its letter.',
  },
]

export const dutyOf = (key: string): Duty | undefined => DUTIES.find((duty) => duty.key === key)

/** A duty and one day on which it falls due, from "key 2026-03-31" as a form carries it; null when there is none such. */
export function dutyDay(text: string): { duty: Duty; dueOn: string } | null {
  const [key = '', dueOn = ''] = text.split(' ')
  const duty = dutyOf(key)
  return duty && /^20\d\d-\d\d-\d\d$/.test(dueOn) && dueOn === Temporal.PlainDate.from({ year: Number(dueOn.slice(0, 4)), ...duty.due }).toString() ? { duty, dueOn } : null
}

/** What the partnership says of a duty: since when it is kept here, or why it does not apply. */
export type Setting = { since: string; applies: boolean; reason: string | null }
export type Answer = { dueOn: string; answeredOn: string; where: string; address: string | null }
export type Begun = { paperId: string; title: string; dueOn: string }
export type Occurrence = { dueOn: string; starts: string; ends: string; answer: Answer | null; begun: Begun | null; daysLate: number }

/** The days that what is due on a day is about: the last year of its own that had ended by then, or the year then beginning; ISO, both in it. */
export function coveredBy({ yearEnds, isAhead }: Duty, dueOn: Temporal.PlainDate): { starts: string; ends: string } {
  const inYear = Temporal.PlainDate.from({ year: dueOn.year, ...yearEnds })
  const ended = Temporal.PlainDate.compare(inYear, dueOn) < 0 ? inYear : Temporal.PlainDate.from({ year: dueOn.year - 1, ...yearEnds })
  const ends = isAhead ? ended.add({ years: 1 }) : ended
  return { starts: ends.add({ days: 1 }).subtract({ years: 1 }).toString(), ends: ends.toString() }
}

/** Each day on which a duty falls due, from the first since it is kept here to the next one ahead; none where it does not apply, or nobody has said. */
export function occurrencesOf(duty: Duty, setting: Setting | null, answers: readonly Answer[], begun: readonly Begun[], today: Temporal.PlainDate): Occurrence[] {
  if (!setting?.applies) return []
  const since = setting.since > duty.inForce ? setting.since : duty.inForce
  const found: Occurrence[] = []
  for (let year = Number(since.slice(0, 4)); ; year++) {
    const day = Temporal.PlainDate.from({ year, ...duty.due })
    const dueOn = day.toString()
    if (dueOn < since) continue
    const answer = answers.find((each) => each.dueOn === dueOn) ?? null
    found.push({ dueOn, ...coveredBy(duty, day), answer, begun: begun.find((each) => each.dueOn === dueOn) ?? null, daysLate: answer ? 0 : Math.max(0, day.until(today).days) })
    if (dueOn >= today.toString()) return found
  }
}
