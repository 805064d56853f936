import { descend, elements, type Element } from './xml.ts'

/** What a paragraph or character style says that matters to a reader, with what it inherits. */
export type Style = {
  name: string
  headingLevel: number | null
  bold: boolean
  numbering: { numberingId: string; level: number | null; styleId: string } | null
}

export type Styles = { of(id: string | undefined): Style; defaultParagraph: string | undefined }

const PLAIN: Style = { name: '', headingLevel: null, bold: false, numbering: null }

/**
 * Reads styles.xml (null when the document has none). A style that inherits from itself is cut where the ring closes.
 */
export function readStyles(tree: Element | null): Styles {
  const byId = new Map(elements(tree, 'w:style').map((style) => [style.attributes['w:styleId'] ?? '', style]))
  const resolved = new Map<string, Style>()
  const of = (id: string | undefined): Style => {
    const element = id === undefined ? undefined : byId.get(id)
    if (id === undefined || element === undefined)
      return { ...PLAIN, headingLevel: headingByName(id ?? ''), name: id ?? '' }
    const known = resolved.get(id)
    if (known) return known
    resolved.set(id, PLAIN)
    const style = resolve(id, element, of(valueOf(element, 'w:basedOn')))
    resolved.set(id, style)
    return style
  }
  const standard = elements(tree, 'w:style').find(
    ({ attributes }) => attributes['w:type'] === 'paragraph' && isOn(attributes['w:default']),
  )
  return { of, defaultParagraph: standard?.attributes['w:styleId'] }
}

function resolve(id: string, element: Element, parent: Style): Style {
  const name = valueOf(element, 'w:name') ?? id
  const outline = outlineLevel(descend(element, 'w:pPr'))
  const numbering = descend(element, 'w:pPr', 'w:numPr')
  return {
    name: name.toLowerCase(),
    headingLevel:
      outline !== undefined ? outline : (headingByName(name) ?? (isTitle(name) ? null : parent.headingLevel)),
    bold: toggle(descend(element, 'w:rPr'), 'w:b') ?? parent.bold,
    numbering: numbering === null ? parent.numbering : styleNumbering(id, numbering, parent),
  }
}

function styleNumbering(styleId: string, numbering: Element, parent: Style): Style['numbering'] {
  const numberingId = valueOf(numbering, 'w:numId') ?? parent.numbering?.numberingId
  const level = valueOf(numbering, 'w:ilvl')
  return numberingId === undefined || numberingId === '0'
    ? null
    : { numberingId, level: level === undefined ? null : Number(level), styleId }
}

const isTitle = (name: string) => /^(title|subtitle)$/i.test(name)

const headingByName = (name: string): number | null => {
  const level = /^heading ?([1-9])$/i.exec(name)?.[1]
  return level === undefined ? null : Number(level)
}

/** The heading level that paragraph properties give: 1 to 9, null for "body text", undefined when they do not say. */
export function outlineLevel(properties: Element | null): number | null | undefined {
  const value = valueOf(properties, 'w:outlineLvl')
  if (value === undefined) return undefined
  const level = Number(value)
  return level >= 0 && level < 9 ? level + 1 : null
}

/** The w:val of a child, when the child is there. */
export const valueOf = (parent: Element | null, name: string): string | undefined =>
  descend(parent, name)?.attributes['w:val']

/** Whether a property such as bold is on, off, or not said (undefined). */
export function toggle(properties: Element | null, name: string): boolean | undefined {
  const property = descend(properties, name)
  return property === null ? undefined : isOn(property.attributes['w:val'] ?? 'true')
}

const isOn = (value: string | undefined) => value === '1' || value === 'true' || value === 'on'
