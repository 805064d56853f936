import { AlignmentType, LevelFormat, LineRuleType, PageOrientation } from 'docx'

const INK = '14213D'
const QUIET = '5B6475'
/** The colour of table rules and of the line above the footer. */
export const RULE = 'A8A296'
/** The colour behind header rows. */
export const HEADER_FILL = '#ECE8DF'
const FONT = 'Arial'
// Twentieths of a point: A4 with margins of 2 cm.
const PAGE = { short: 11_906, long: 16_838, margin: 1_134 }

/** The width of the text in twentieths of a point. */
export const textWidth = (landscape: boolean): number => (landscape ? PAGE.long : PAGE.short) - 2 * PAGE.margin

export const pageOf = (landscape: boolean) => ({
  size: {
    width: PAGE.short,
    height: PAGE.long,
    orientation: landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
  },
  margin: { top: PAGE.margin, bottom: PAGE.margin, left: PAGE.margin, right: PAGE.margin, header: 567, footer: 567 },
})

const INDENT = 360
const BULLETS = ['•', '–', '•'].map((text, level) => ({
  level,
  format: LevelFormat.BULLET,
  text,
  alignment: AlignmentType.LEFT,
  style: indented(level),
}))
const NUMBERS = [LevelFormat.DECIMAL, LevelFormat.LOWER_LETTER, LevelFormat.LOWER_ROMAN].map((format, level) => ({
  level,
  format,
  text: `%${level + 1}.`,
  alignment: AlignmentType.LEFT,
  style: indented(level),
}))

/** The definitions that lists refer to as 'bullets' and 'numbers'. */
export const NUMBERING = {
  config: [
    { reference: 'bullets', levels: BULLETS },
    { reference: 'numbers', levels: NUMBERS },
  ],
}

function indented(level: number) {
  return { paragraph: { indent: { left: INDENT * (level + 1), hanging: INDENT } } }
}

function headingStyle(size: number, before: number) {
  return {
    run: { font: FONT, size, bold: true, color: INK },
    paragraph: { spacing: { before, after: 120 }, keepNext: true },
  }
}

/** The styles of all our Word documents. Sizes are in half-points, spaces in twentieths of a point. */
export const STYLES = {
  default: {
    document: {
      run: { font: FONT, size: 22, language: { value: 'en-GB' } },
      paragraph: { spacing: { after: 140, line: 276, lineRule: LineRuleType.AUTO } },
    },
    title: {
      run: { font: FONT, size: 44, bold: true, color: INK },
      paragraph: { spacing: { after: 80, line: 240, lineRule: LineRuleType.AUTO } },
    },
    heading1: headingStyle(32, 360),
    heading2: headingStyle(26, 280),
    heading3: headingStyle(22, 220),
    heading4: headingStyle(22, 180),
    listParagraph: { paragraph: { spacing: { after: 80 } } },
    caption: {
      run: { font: FONT, size: 20, bold: true, color: INK },
      paragraph: { spacing: { before: 160, after: 80 } },
    },
  },
  paragraphStyles: [
    {
      id: 'Subtitle',
      name: 'Subtitle',
      basedOn: 'Normal',
      next: 'Normal',
      quickFormat: true,
      run: { size: 24, color: QUIET },
      paragraph: { spacing: { after: 40 } },
    },
    {
      id: 'TableText',
      name: 'Table Text',
      basedOn: 'Normal',
      run: { size: 19 },
      paragraph: { spacing: { after: 40, line: 250, lineRule: LineRuleType.AUTO } },
    },
    {
      id: 'Footer',
      name: 'footer',
      basedOn: 'Normal',
      run: { size: 18, color: QUIET },
      paragraph: { spacing: { after: 0 } },
    },
  ],
}
