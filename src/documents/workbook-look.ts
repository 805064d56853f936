import { tag } from './markup.ts'

/** How a cell looks: `quoted` marks text that a program might run if it were typed again. `fill` is six digits. */
export type Look = { kind: 'plain' | 'date' | 'quoted'; bold: boolean; fill: string | null }

/** Numbers the looks of a workbook's cells and writes them down. */
export type LookBook = { number(look: Look): number; xml(main: string): string }

const RULE = 'FFD9D4C7'
const DATE_FORMAT = 164

export function lookBook(): LookBook {
  const looks = new Map<string, { look: Look; number: number }>()
  const number = (look: Look) => {
    const key = `${look.kind} ${look.bold} ${look.fill}`
    const known = looks.get(key) ?? { look, number: looks.size }
    looks.set(key, known)
    return known.number
  }
  number({ kind: 'plain', bold: false, fill: null })
  return {
    number,
    xml: (main) =>
      stylesXml(
        main,
        Array.from(looks.values(), ({ look }) => look),
      ),
  }
}

function stylesXml(main: string, looks: readonly Look[]): string {
  const fills = [...new Set(looks.flatMap(({ fill }) => (fill === null ? [] : [fill])))]
  return tag('styleSheet', { xmlns: main }, [
    tag('numFmts', { count: 1 }, [tag('numFmt', { numFmtId: DATE_FORMAT, formatCode: 'dd/mm/yyyy' })]),
    tag('fonts', { count: 2 }, [font(false), font(true)]),
    tag('fills', { count: fills.length + 2 }, [
      pattern('none'),
      pattern('gray125'),
      ...fills.map((fill) => pattern('solid', fill)),
    ]),
    tag('borders', { count: 2 }, [border(false), border(true)]),
    tag('cellStyleXfs', { count: 1 }, [tag('xf', { numFmtId: 0, fontId: 0, fillId: 0, borderId: 0 })]),
    tag(
      'cellXfs',
      { count: looks.length },
      looks.map((look) => format(look, fills)),
    ),
    tag('cellStyles', { count: 1 }, [tag('cellStyle', { name: 'Normal', xfId: 0, builtinId: 0 })]),
  ])
}

const font = (bold: boolean) =>
  tag('font', {}, [
    ...(bold ? [tag('b')] : []),
    tag('sz', { val: 11 }),
    tag('name', { val: 'Arial' }),
    tag('family', { val: 2 }),
  ])

// The first two fills of every workbook are these, whatever the file says (ISO/IEC 29500-1, 18.8.21).
const pattern = (patternType: string, colour?: string) =>
  tag('fill', {}, [
    tag('patternFill', { patternType }, colour === undefined ? [] : [tag('fgColor', { rgb: `FF${colour}` })]),
  ])

const border = (ruled: boolean) => {
  const bottom = ruled ? tag('bottom', { style: 'thin' }, [tag('color', { rgb: RULE })]) : tag('bottom')
  return tag('border', {}, [tag('left'), tag('right'), tag('top'), bottom, tag('diagonal')])
}

function format({ kind, bold, fill }: Look, fills: readonly string[]): string {
  const attributes = {
    numFmtId: kind === 'date' ? DATE_FORMAT : 0,
    fontId: bold ? 1 : 0,
    fillId: fill === null ? 0 : fills.indexOf(fill) + 2,
    borderId: 1,
    xfId: 0,
    applyNumberFormat: 1,
    applyFont: 1,
    applyFill: 1,
    applyBorder: 1,
    applyAlignment: 1,
    ...(kind === 'quoted' ? { quotePrefix: 1 } : {}),
  }
  return tag('xf', attributes, [tag('alignment', { vertical: 'top', wrapText: 1 })])
}
