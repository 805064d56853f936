/** The days whose figures a meeting looks at: ISO, both counted. */
export type DataWindow = { from: string; to: string; weekend: boolean }

const day = (text: string) => Temporal.PlainDate.from(text)
/** A group that met so few days before meets every week. */
const A_WEEK_AND_A_DAY = 8

/**
 * A group that meets every week looks at the last weekend before its day, Friday to Sunday, as the night-time economy group does each Monday; one that meets
 * less often at the days since it last met, up to the day before; at its first meeting, at the month before.
 */
export function dataWindow(heldOn: string, previousOn: string | null, meetsWeekly = false): DataWindow {
  const held = day(heldOn)
  if (meetsWeekly || (previousOn !== null && day(previousOn).until(held).days <= A_WEEK_AND_A_DAY)) {
    const sunday = held.subtract({ days: held.dayOfWeek })
    return { from: sunday.subtract({ days: 2 }).toString(), to: sunday.toString(), weekend: true }
  }
  if (previousOn !== null && previousOn < heldOn) return { from: previousOn, to: held.subtract({ days: 1 }).toString(), weekend: false }
  const month = held.toPlainYearMonth().subtract({ months: 1 })
  return { from: month.toPlainDate({ day: 1 }).toString(), to: month.toPlainDate({ day: month.daysInMonth }).toString(), weekend: false }
}
