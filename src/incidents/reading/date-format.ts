import type { DateFormat } from '../mapping.ts'

/** How the dates of a sample are written, how sure that is, and why, in a sentence. */
export type FormatFound = { format: DateFormat; sure: boolean; reason: string }

const IN_FIGURES = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](?:\d{4}|\d{2})(?!\d)/

/** Works out which of day and month comes first, from dates where only one order gives a date. */
export function findDateFormat(texts: readonly string[]): FormatFound {
  let dayFirst: string | null = null
  let monthFirst: string | null = null
  let either: string | null = null
  for (const text of texts) {
    const found = IN_FIGURES.exec(text)
    if (!found) continue
    if (Number(found[1]) > 12) dayFirst ??= text
    else if (Number(found[2]) > 12) monthFirst ??= text
    else either ??= text
  }
  if (dayFirst !== null && monthFirst !== null)
    return {
      format: 'day first',
      sure: false,
      reason: `Dates are written both ways round: “${dayFirst}” has its day first, “${monthFirst}” its month. Those that cannot be day first will be refused; mend the file if the rest may be wrong too.`,
    }
  if (dayFirst !== null)
    return {
      format: 'day first',
      sure: true,
      reason: `Dates have their day first: “${dayFirst}” can be read in no other way.`,
    }
  if (monthFirst !== null)
    return {
      format: 'month first',
      sure: true,
      reason: `Dates have their month first: “${monthFirst}” can be read in no other way.`,
    }
  if (either !== null)
    return {
      format: 'day first',
      sure: false,
      reason: `Every date in the sample can be read both ways round, such as “${either}”. They were taken to have their day first, as is usual in the United Kingdom: check this.`,
    }
  return {
    format: 'iso',
    sure: true,
    reason: 'Dates are written year first or with the month in words, which can be read in one way only.',
  }
}
