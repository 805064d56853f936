import { fillOf, tinted } from './fill.ts'
import { kindOfFormat, type NumberKind } from './xlsx-formats.ts'
import { descend, elements, type Element } from './xml.ts'

/** What a cell's style number stands for. */
export type CellStyle = { format: NumberKind; fill: string | null; bold: boolean }

const PLAIN: CellStyle = { format: { kind: 'number' }, fill: null, bold: false }

/** Reads the cell styles of a workbook; either part may be missing. The result answers for any style number. */
export function readCellStyles(styles: Element | null, theme: Element | null): (index: number) => CellStyle {
  const codes = new Map(
    elements(descend(styles, 's:numFmts'), 's:numFmt').map(({ attributes }) => [
      Number(attributes.numFmtId),
      attributes.formatCode ?? '',
    ]),
  )
  const colour = colourReader(styles, theme)
  const fills = elements(descend(styles, 's:fills'), 's:fill').map((fill) => solidFill(fill, colour))
  const bolds = elements(descend(styles, 's:fonts'), 's:font').map(
    (font) => !['0', 'false', undefined].includes(boldValue(font)),
  )
  const all = elements(descend(styles, 's:cellXfs'), 's:xf').map(({ attributes }): CellStyle => {
    const format = Number(attributes.numFmtId ?? 0)
    return {
      format: kindOfFormat(format, codes.get(format)),
      fill: fills[Number(attributes.fillId ?? 0)] ?? null,
      bold: bolds[Number(attributes.fontId ?? 0)] ?? false,
    }
  })
  return (index) => all[index] ?? PLAIN
}

const boldValue = (font: Element): string | undefined => {
  const bold = descend(font, 's:b')
  return bold === null ? undefined : (bold.attributes.val ?? '1')
}

/** A pattern other than solid is a texture, not a colour anyone rates by. */
function solidFill(fill: Element, colour: (element: Element | null) => string | null): string | null {
  const pattern = descend(fill, 's:patternFill')
  return pattern?.attributes.patternType === 'solid' ? colour(descend(pattern, 's:fgColor')) : null
}

function colourReader(styles: Element | null, theme: Element | null) {
  const themed = themeColours(theme)
  const palette = elements(descend(styles, 's:colors', 's:indexedColors'), 's:rgbColor').map(({ attributes }) =>
    attributes.rgb?.slice(-6),
  )
  return (element: Element | null): string | null => {
    const { rgb, theme: slot, indexed, tint } = element?.attributes ?? {}
    const base =
      rgb?.slice(-6) ??
      (slot === undefined ? undefined : themed[Number(slot)]) ??
      (indexed === undefined ? undefined : (palette[Number(indexed)] ?? INDEXED[Number(indexed)]))
    if (base === undefined || !/^[0-9a-f]{6}$/i.test(base)) return null
    return fillOf(tint === undefined || Number(tint) === 0 ? base : tinted(base, Number(tint)))
  }
}

// Slots 0 to 11 of theme colours; the first two pairs are light before dark, unlike in the theme part.
const SLOTS = [
  'a:lt1',
  'a:dk1',
  'a:lt2',
  'a:dk2',
  'a:accent1',
  'a:accent2',
  'a:accent3',
  'a:accent4',
  'a:accent5',
  'a:accent6',
  'a:hlink',
  'a:folHlink',
]
const OFFICE = [
  'FFFFFF',
  '000000',
  'E7E6E6',
  '44546A',
  '4472C4',
  'ED7D31',
  'A5A5A5',
  'FFC000',
  '5B9BD5',
  '70AD47',
  '0563C1',
  '954F72',
]

function themeColours(theme: Element | null): string[] {
  const scheme = descend(theme, 'a:themeElements', 'a:clrScheme')
  return SLOTS.map((slot, at) => {
    const colour = elements(descend(scheme, slot))[0]?.attributes
    return colour?.lastClr ?? colour?.val ?? OFFICE[at]!
  })
}

// The standard palette (ISO/IEC 29500-1, 18.8.27); 0 to 7 repeat 8 to 15.
const STANDARD = (
  '000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 800000 008000 000080 808000 800080 008080 C0C0C0 808080 ' +
  '9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF ' +
  '00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 ' +
  '003366 339966 003300 333300 993300 993366 333399 333333'
).split(' ')
const INDEXED = [...STANDARD.slice(0, 8), ...STANDARD]
