// Making a formatter costs more than the figure it formats, so each is made once.
const formats = Array.from({ length: 7 }, (_, decimals) => new Intl.NumberFormat('en-GB', { maximumFractionDigits: decimals }))

/** A figure as a reader writes it: "1,020", "86.4", "−3", at most `decimals` decimals and no idle noughts. */
export function writeFigure(value: number, decimals = 1): string {
  const written = formats[Math.min(decimals, 6)]!.format(Math.abs(value))
  return value < 0 && written !== '0' ? `−${written}` : written
}

/** A percentage with its sign: "+37.9%", "−10%", "0%". */
export function writeChange(percent: number, decimals = 1): string {
  const written = writeFigure(percent, decimals)
  return written === '0' || percent < 0 ? `${written}%` : `+${written}%`
}
