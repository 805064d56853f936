import { writeDate } from '../../calendar/dates.ts'

/** A complaint as the applicant gives it: what it was about, when it happened, when and to whom it was made. */
export type Complaint = {
  happenedFrom: Temporal.PlainDate
  happenedTo: Temporal.PlainDate
  complainedOn: Temporal.PlainDate | null
  complainedTo: string | null
  /** It caused, or was likely to cause, harassment, alarm or distress. */
  causedDistress: boolean
}

/** What a partnership's procedures say. The Act sets the widest these may be drawn against the victim; they may only be kinder. */
export type ThresholdRule = {
  complaints: number
  monthsToComplain: number
  monthsToApply: number
  source: string
}

/** Anti-social Behaviour, Crime and Policing Act 2014, s.104(4), (11) and (12). */
export const IN_THE_ACT: ThresholdRule = { complaints: 3, monthsToComplain: 1, monthsToApply: 6, source: 'Anti-social Behaviour, Crime and Policing Act 2014, s.104' }

/** What is wrong with a partnership's own rule, in sentences: it may ask for fewer complaints or give longer, never the other way. */
export function narrowerThanTheAct(rule: ThresholdRule): string[] {
  return [
    ...(rule.complaints > IN_THE_ACT.complaints ? [`The Act asks for ${IN_THE_ACT.complaints} complaints at most: ${rule.complaints} would shut people out whom it lets in`] : []),
    ...(rule.complaints < 1 ? ['There must be at least one complaint to review'] : []),
    ...(rule.monthsToComplain < IN_THE_ACT.monthsToComplain ? ['The Act counts a complaint made within a month of what happened: less would narrow it'] : []),
    ...(rule.monthsToApply < IN_THE_ACT.monthsToApply ? ['The Act counts a complaint made within six months of the application: less would narrow it'] : []),
  ]
}

export type Weighed = { complaint: Complaint; qualifies: boolean; because: string }
export type Computed = { isMet: boolean; qualifying: number; wanted: number; each: Weighed[]; explanation: string; source: string }

/**
 * Whether an application meets the automatic threshold, and why, complaint by complaint in the order given. Nothing else is asked: whether a case is
 * open, who complained to whom, or how serious it was cannot take the right away. Both periods take in the day that bears the same number.
 * Throws RangeError for a rule narrower than the Act. Source: 2014 Act, s.104(4), (11), (12).
 */
export function computeThreshold(applied: Temporal.PlainDate, complaints: readonly Complaint[], rule: ThresholdRule = IN_THE_ACT): Computed {
  const [narrow] = narrowerThanTheAct(rule)
  if (narrow) throw new RangeError(narrow)
  const each = complaints.map((complaint) => ({ complaint, ...weigh(applied, complaint, rule) }))
  const qualifying = each.filter(({ qualifies }) => qualifies).length
  const isMet = qualifying >= rule.complaints
  const counted = qualifying === 1 ? '1 complaint counts' : `${qualifying} complaints count`
  const explanation = isMet
    ? `${counted}, and ${rule.complaints} are needed: the threshold is met, and a review must be held.`
    : `${counted}, and ${rule.complaints} are needed for the automatic threshold. The agencies must still consider how persistent the behaviour is, the harm it does and may do, and how well it was dealt with, and may hold a review.`
  return { isMet, qualifying, wanted: rule.complaints, each, explanation, source: rule.source }
}

const isBefore = (a: Temporal.PlainDate, b: Temporal.PlainDate) => Temporal.PlainDate.compare(a, b) < 0
const months = (count: number) => (count === 1 ? 'a month' : `${count} months`)

function weigh(applied: Temporal.PlainDate, { happenedTo, complainedOn, causedDistress }: Complaint, { monthsToComplain, monthsToApply }: ThresholdRule): Omit<Weighed, 'complaint'> {
  const no = (because: string) => ({ qualifies: false, because })
  if (!complainedOn) return no('It was not complained of.')
  if (isBefore(complainedOn, happenedTo)) return no('The complaint is dated before what it was about.')
  if (isBefore(applied, complainedOn)) return no('The complaint was made after the application.')
  if (!causedDistress) return no('It was a nuisance in a home but caused nobody harassment, alarm or distress (s.105).')
  const lastToComplain = happenedTo.add({ months: monthsToComplain })
  if (isBefore(lastToComplain, complainedOn)) return no(`It was complained of on ${writeDate(complainedOn)}, more than ${months(monthsToComplain)} after it happened: the last day was ${writeDate(lastToComplain)}.`)
  const lastToApply = complainedOn.add({ months: monthsToApply })
  if (isBefore(lastToApply, applied)) return no(`The application came more than ${months(monthsToApply)} after the complaint: the last day was ${writeDate(lastToApply)}.`)
  return { qualifies: true, because: `Complained of within ${months(monthsToComplain)} of happening, and within ${months(monthsToApply)} of the application.` }
}

/** Two reports within six months of each other, by one victim: the day of the second, on which the victim must be told of the case review; null when there are none. */
export function secondReport(reports: readonly Temporal.PlainDate[]): Temporal.PlainDate | null {
  const inOrder = reports.toSorted(Temporal.PlainDate.compare)
  return inOrder.find((report, at) => at > 0 && !isBefore(inOrder[at - 1]!.add({ months: 6 }), report)) ?? null
}
