import { fillOf, highlightFill } from './fill.ts'
import { toggle, valueOf, type Styles } from './docx-styles.ts'
import { descend, descendants, elements, textOf, type Element } from './xml.ts'

type Run = { text: string; bold: boolean; fill: string | null }
export type Picture = { alt: string | null }
export type NoteMark = { kind: 'footnote' | 'endnote'; id: string; mark: string | null }

/** What one paragraph holds, besides its number. `boxes` are the text boxes anchored in it. */
export type Content = { runs: Run[]; pictures: Picture[]; boxes: Element[]; marks: NoteMark[] }

/** What the reader left out or changed, counted for the notes. */
export type Tally = Record<
  'insertions' | 'deletions' | 'comments' | 'hidden' | 'charts' | 'embedded' | 'symbols' | 'struck' | 'contents',
  number
>

export function newTally(): Tally {
  const none = { insertions: 0, deletions: 0, comments: 0, hidden: 0, charts: 0 }
  return { ...none, embedded: 0, symbols: 0, struck: 0, contents: 0 }
}

// Characters of the fonts Wingdings and Symbol that papers use as signs: the code in the font, then the sign.
const WINGDINGS =
  '4a☺ 4b😐 4c☹ 6c● 6e■ 6f☐ a7▪ a8☐ d8➢ df← e0→ e1↑ e2↓ e3↖ e4↗ e5↙ e6↘ e7⬅ e8➡ e9⬆ ea⬇ ' +
  'ef⇦ f0⇨ f1⇧ f2⇩ f3⇔ fb✗ fc✓ fd☒ fe☑'
const SYMBOL = 'a3≤ ac← ad↑ ae→ af↓ b0° b1± b3≥ b7•'
const SIGNS: ReadonlyMap<string, ReadonlyMap<number, string>> = new Map([
  ['wingdings', signs(WINGDINGS)],
  ['symbol', signs(SYMBOL)],
])

function signs(table: string): Map<number, string> {
  return new Map(table.split(' ').map((sign) => [parseInt(sign.slice(0, 2), 16), sign.slice(2)]))
}

/** Reads the words of paragraphs. Fields may run over several paragraphs, so one reader serves one story in order. */
export function paragraphReader(styles: Styles, tally: Tally): (paragraph: Element) => Content {
  const fields: ('code' | 'result')[] = []
  return (paragraph) => {
    const content: Content = { runs: [], pictures: [], boxes: [], marks: [] }
    const style = styles.of(valueOf(descend(paragraph, 'w:pPr'), 'w:pStyle') ?? styles.defaultParagraph)
    const inField = () => fields.includes('code')

    function walk(parent: Element) {
      for (const child of elements(parent)) step(child)
    }

    function step(child: Element) {
      switch (child.name) {
        case 'w:r':
          return readRun(child)
        case 'w:del':
        case 'w:moveFrom':
          return void tally.deletions++
        case 'w:ins':
        case 'w:moveTo':
          tally.insertions++
          return walk(child)
        case 'w:sdt':
          if (!descend(child, 'w:sdtPr', 'w:showingPlcHdr')) walk(descend(child, 'w:sdtContent') ?? child)
          return
        case 'm:oMath':
        case 'm:oMathPara':
          return add([...descendants(child, 'm:t')].map(textOf).join(''), false, null)
        case 'w:hyperlink':
        case 'w:smartTag':
        case 'w:customXml':
        case 'w:fldSimple':
        case 'w:bdo':
        case 'w:dir':
          return walk(child)
        case 'mc:AlternateContent':
          return walk(descend(child, 'mc:Choice') ?? descend(child, 'mc:Fallback') ?? child)
      }
    }

    function readRun(run: Element) {
      const properties = descend(run, 'w:rPr')
      if (toggle(properties, 'w:vanish')) return void tally.hidden++
      if (toggle(properties, 'w:strike') || toggle(properties, 'w:dstrike')) tally.struck++
      const named = valueOf(properties, 'w:rStyle')
      const bold = toggle(properties, 'w:b') ?? ((named !== undefined && styles.of(named).bold) || style.bold)
      const fill =
        fillOf(descend(properties, 'w:shd')?.attributes['w:fill']) ?? highlightFill(valueOf(properties, 'w:highlight'))
      readRunContent(run, bold, fill)
    }

    function readRunContent(run: Element, bold: boolean, fill: string | null) {
      for (const child of elements(run)) {
        if (child.name === 'w:t') add(textOf(child), bold, fill)
        else if (child.name === 'mc:AlternateContent') {
          readRunContent(descend(child, 'mc:Choice') ?? descend(child, 'mc:Fallback') ?? child, bold, fill)
        } else if (child.name === 'w:ruby') for (const base of elements(descend(child, 'w:rubyBase'))) step(base)
        else if (child.name === 'w:sym') add(sign(child), bold, fill)
        else if (CHARACTERS.has(child.name)) add(CHARACTERS.get(child.name)!, bold, fill)
        else if (child.name === 'w:br')
          add(
            child.attributes['w:type'] === undefined || child.attributes['w:type'] === 'textWrapping' ? '\n' : '',
            bold,
            fill,
          )
        else if (child.name === 'w:fldChar') turnField(child.attributes['w:fldCharType'])
        else if (child.name === 'w:commentReference') tally.comments++
        else if (child.name === 'w:footnoteReference' || child.name === 'w:endnoteReference') mark(child, run)
        else if (child.name === 'w:drawing' || child.name === 'w:pict' || child.name === 'w:object') picture(child)
      }
    }

    function add(text: string, bold: boolean, fill: string | null) {
      if (text !== '' && !inField()) content.runs.push({ text, bold, fill })
    }

    function turnField(kind: string | undefined) {
      if (kind === 'begin') fields.push('code')
      else if (kind === 'separate' && fields.length > 0) fields[fields.length - 1] = 'result'
      else if (kind === 'end') fields.pop()
    }

    function mark(reference: Element, run: Element) {
      const own = reference.attributes['w:customMarkFollows'] ? elements(run, 'w:t').map(textOf).join('') : null
      const kind = reference.name === 'w:footnoteReference' ? 'footnote' : 'endnote'
      content.marks.push({ kind, id: reference.attributes['w:id'] ?? '', mark: own })
    }

    function picture(drawing: Element) {
      const boxes = [...outermost(drawing, 'w:txbxContent')]
      content.boxes.push(...boxes)
      const kind = kindOf(drawing)
      if (kind === 'chart') tally.charts++
      if (drawing.name === 'w:object') tally.embedded++
      const alt = altOf(drawing)
      if (kind !== 'shape' || (boxes.length === 0 && alt !== null)) content.pictures.push({ alt })
    }

    function sign(symbol: Element): string {
      const font = (symbol.attributes['w:font'] ?? '').toLowerCase()
      const known = SIGNS.get(font)?.get(parseInt(symbol.attributes['w:char'] ?? '', 16) & 0xff)
      if (known === undefined) tally.symbols++
      return known ?? ''
    }

    walk(paragraph)
    return content
  }
}

const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['w:tab', '\t'],
  ['w:ptab', '\t'],
  ['w:cr', '\n'],
  ['w:noBreakHyphen', '-'],
  ['w:softHyphen', ''],
])

/** The elements of a name within, not looking inside those found; of alternative renderings, the first only. */
function* outermost(parent: Element, name: string): Generator<Element> {
  for (const child of elements(parent)) {
    if (child.name === name) yield child
    else if (child.name === 'mc:AlternateContent') yield* outermost(descend(child, 'mc:Choice') ?? child, name)
    else yield* outermost(child, name)
  }
}

function kindOf(drawing: Element): 'picture' | 'chart' | 'shape' {
  const uri = [...descendants(drawing, 'a:graphicData')].map(({ attributes }) => attributes.uri ?? '').join(' ')
  if (/chart|diagram/.test(uri)) return 'chart'
  const pictured =
    /picture/.test(uri) ||
    !descendants(drawing, 'v:imagedata').next().done ||
    !descendants(drawing, '?:pic').next().done
  return pictured || drawing.name === 'w:object' ? 'picture' : 'shape'
}

function altOf(drawing: Element): string | null {
  const properties = descendants(drawing, 'wp:docPr').next().value?.attributes
  const shape = [...descendants(drawing, 'v:shape')].find(({ attributes }) => attributes.alt)
  return (properties?.descr || properties?.title || shape?.attributes.alt || '').trim() || null
}

/** The words of some content: non-breaking spaces as spaces, blanks at the ends cut. */
export const wordsOf = ({ runs }: Content): string =>
  runs
    .map(({ text }) => text)
    .join('')
    .replaceAll('\u00a0', ' ')
    .trim()

/** The one value all visible runs share, or null when they differ or there is none. */
export function shared<Value>(runs: readonly Run[], get: (run: Run) => Value): Value | null {
  const values = new Set(runs.filter(({ text }) => text.trim() !== '').map(get))
  return values.size === 1 ? ([...values][0] ?? null) : null
}
