import { writeDate } from '../calendar/dates.ts'

const inLondon = (moment: Temporal.Instant) => moment.toZonedDateTimeISO('Europe/London')

/** "22 November 2026 at 14:05", in London. */
export const writeMoment = (moment: Temporal.Instant): string =>
  `${writeDate(inLondon(moment).toPlainDate())} at ${inLondon(moment).toPlainTime().toString({ smallestUnit: 'minute' })}`

/** "22 November 2026 at 14:05:09", in London. */
export const writeMomentToTheSecond = (moment: Temporal.Instant): string =>
  `${writeDate(inLondon(moment).toPlainDate())} at ${inLondon(moment).toPlainTime().toString({ smallestUnit: 'second' })}`
