const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
])

/** Text for a workbook's XML; what looks like a workbook's own escape ('_x000D_') has its first character escaped. */
export const escaped = (text: string): string =>
  text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').replace(/[&<>"]/g, (sign) => ENTITIES.get(sign) ?? sign)

/** An element as XML: attribute values are escaped, children are XML already. */
export function tag(
  name: string,
  attributes: Readonly<Record<string, string | number>> = {},
  children: readonly string[] = [],
): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
  const opening = `<${name}${given.join('')}`
  return children.length === 0 ? `${opening}/>` : `${opening}>${children.join('')}</${name}>`
}

/** A whole XML part with this element at its top. */
export const part = (element: string): string => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${element}`
