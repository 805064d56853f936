/** A six- or eight-digit colour (alpha first) as '#RRGGBB'; null when it is white, automatic or no colour. */
export function fillOf(hex: string | undefined): string | null {
  const digits = /^(?:[0-9a-f]{2})?([0-9a-f]{6})$/i.exec(hex ?? '')?.[1]?.toUpperCase()
  return digits === undefined || digits === 'FFFFFF' ? null : `#${digits}`
}

// The sixteen highlighter names of Word (ISO/IEC 29500-1, 17.18.40) and what they print as.
const HIGHLIGHTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    black: '000000',
    blue: '0000FF',
    cyan: '00FFFF',
    green: '00FF00',
    magenta: 'FF00FF',
    red: 'FF0000',
    yellow: 'FFFF00',
    darkBlue: '000080',
    darkCyan: '008080',
    darkGreen: '008000',
    darkMagenta: '800080',
    darkRed: '800000',
    darkYellow: '808000',
    darkGray: '808080',
    lightGray: 'C0C0C0',
  }),
)

/** The colour of a highlighter by its name in Word, or null. */
export const highlightFill = (name: string | undefined): string | null => fillOf(HIGHLIGHTS.get(name ?? ''))

/**
 * A colour lightened (tint above 0) or darkened (below 0), as spreadsheets store shades of the theme: the share of the
 * way from its lightness to white or to black. `hex` and the result are six digits. Source: ISO/IEC 29500-1, 18.8.19.
 */
export function tinted(hex: string, tint: number): string {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
  const most = Math.max(red, green, blue)
  const least = Math.min(red, green, blue)
  const before = (most + least) / 2
  const after = tint < 0 ? before * (1 + tint) : before + (1 - before) * tint
  const saturation = most === least ? 0 : (most - least) / (1 - Math.abs(2 * before - 1))
  const chroma = (1 - Math.abs(2 * after - 1)) * saturation
  const shade = (part: number) => after - chroma / 2 + (most === least ? 0 : (chroma * (part - least)) / (most - least))
  return [red, green, blue].map((part) => hexByte(shade(part) * 255)).join('')
}

const hexByte = (value: number) =>
  Math.min(255, Math.max(0, Math.round(value)))
    .toString(16)
    .padStart(2, '0')
    .toUpperCase()
