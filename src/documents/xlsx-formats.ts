/** How a cell's number is to be read, from its number format. */
export type NumberKind =
  | { kind: 'number' }
  | { kind: 'percent'; decimals: number }
  | { kind: 'padded'; digits: number }
  | { kind: 'date'; date: boolean; time: boolean }

// The formats every workbook has without declaring them (ISO/IEC 29500-1, 18.8.30); the others in 0 to 163 are plain
// numbers.
const BUILT_IN: Readonly<Record<number, string>> = {
  9: '0%',
  10: '0.00%',
  14: 'dd/mm/yyyy',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm',
  19: 'h:mm:ss',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'dd/mm/yyyy h:mm',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0',
}

/** Reads a number format by its number and, when the workbook declares one, its code. */
export function kindOfFormat(id: number, declared: string | undefined): NumberKind {
  const eastAsianDate = (id >= 27 && id <= 36) || (id >= 50 && id <= 58)
  const code = declared ?? BUILT_IN[id] ?? (eastAsianDate ? 'dd/mm/yyyy' : 'General')
  const bare = code
    .split(';', 1)[0]!
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .toLowerCase()
  if (bare === '' || bare.includes('general')) return { kind: 'number' }
  if (/^0{2,}$/.test(bare)) return { kind: 'padded', digits: bare.length }
  if (bare.includes('%')) return { kind: 'percent', decimals: /\.([0#?]+)/.exec(bare)?.[1]?.length ?? 0 }
  const time = /[hs]|\[m/.test(bare)
  const date = /[dy]/.test(bare) || (/m/.test(bare) && !time)
  if (!date && !time) return { kind: 'number' }
  return { kind: 'date', date, time }
}

const DAY = 86_400

/**
 * A date or time as workbooks store it (days since the end of 1899, or since the start of 1904) in words: 'YYYY-MM-DD',
 * 'YYYY-MM-DD HH:MM' or 'HH:MM'. Null when no calendar has the day: negative, beyond 9999, or 29 February 1900.
 */
export function dateOfSerial(serial: number, from1904: boolean): { text: string; date: string | null } | null {
  const seconds = Math.round(serial * DAY)
  const days = Math.floor(seconds / DAY)
  const clock = timeText(seconds - days * DAY)
  if (days === 0 && !from1904) return { text: clock, date: null }
  // Excel keeps Lotus's 29 February 1900, which was not a day: earlier days count from one day later.
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30)
  if (serial < 0 || (days === 60 && !from1904) || days > 2_958_465) return null
  const date = new Date(start + days * DAY * 1000).toISOString().slice(0, 10)
  return { text: clock === '00:00' ? date : `${date} ${clock}`, date }
}

function timeText(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) =>
    String(part).padStart(2, '0'),
  )
  return (parts[2] === '00' ? parts.slice(0, 2) : parts).join(':')
}

/** A number as the cell shows it, to the fifteen digits a workbook keeps. `value` is what to calculate with. */
export function shown(number: number, format: NumberKind, from1904: boolean): { text: string; value: number | string } {
  const plain = String(Number(number.toPrecision(15)))
  if (format.kind === 'percent') return { text: `${(number * 100).toFixed(format.decimals)}%`, value: number }
  if (format.kind === 'padded' && Number.isInteger(number) && number >= 0)
    return { text: plain.padStart(format.digits, '0'), value: number }
  const date = format.kind === 'date' ? dateOfSerial(number, from1904) : null
  if (date === null) return { text: plain, value: number }
  return { text: date.text, value: format.kind === 'date' && format.date && date.date !== null ? date.date : number }
}
