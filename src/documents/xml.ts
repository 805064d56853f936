import { SaxesParser } from 'saxes'
import type { Archive } from './archive.ts'
import { BOUNDS, grouped, Unreadable } from './bounds.ts'

/** An element as read. Names carry the usual prefix of their namespace ('w:p', 's:row'), whatever the file calls it. */
export type Element = { name: string; attributes: Attributes; children: (Element | string)[] }
export type Attributes = Readonly<Record<string, string>>

export type XmlHandler = {
  open(name: string, attributes: Attributes): void
  close(name: string): void
  text(text: string): void
}

// Transitional and strict namespaces name the same words (ISO/IEC 29500-1 and -4), so both get one prefix.
const PREFIXES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
    'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
    'http://schemas.openxmlformats.org/spreadsheetml/2006/main': 's',
    'http://purl.oclc.org/ooxml/spreadsheetml/main': 's',
    'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
    'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
    'http://schemas.openxmlformats.org/package/2006/relationships': 'rel',
    'http://schemas.openxmlformats.org/package/2006/content-types': 'ct',
    'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
    'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing': 'wp',
    'http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing': 'wp',
    'http://schemas.openxmlformats.org/drawingml/2006/main': 'a',
    'http://purl.oclc.org/ooxml/drawingml/main': 'a',
    'http://schemas.openxmlformats.org/officeDocument/2006/math': 'm',
    'http://purl.oclc.org/ooxml/officeDocument/math': 'm',
    'http://purl.org/dc/elements/1.1/': 'dc',
    'urn:schemas-microsoft-com:vml': 'v',
    'http://www.w3.org/XML/1998/namespace': 'xml',
  }),
)

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace'
const DAMAGED = 'The file is damaged: a part of it is not well formed. Open it, save it again, and send the new copy.'
const DOCTYPE =
  'The file carries a DOCTYPE, which Word and Excel never write and harmful files do. ' +
  'Open it, save it again as a new file, and send that.'
const TOO_DEEP = 'The file is nested more deeply than any real paper. Copy its text into a new document and send that.'

/** Reads a part as a stream of elements, within the bound on depth, refusing any DOCTYPE. */
export async function readXml(archive: Archive, path: string, handler: XmlHandler): Promise<void> {
  const parser = makeParser(handler)
  const decode = makeDecoder()
  await archive.read(path, (bytes) => void parser.write(decode(bytes)))
  parser.write(decode())
  parser.close()
}

/** Reads a part whole, as a tree; null when the archive has no such part. */
export async function readTree(archive: Archive, path: string | null): Promise<Element | null> {
  if (path === null || !archive.has(path)) return null
  const top: Element = { name: '', attributes: {}, children: [] }
  const ancestors = [top]
  let count = 0
  await readXml(archive, path, {
    open(name, attributes) {
      if (++count > BOUNDS.xmlElements)
        throw new Unreadable(
          `The file is longer than can be read at once (over ${grouped(BOUNDS.xmlElements)} pieces). Split it and send the parts.`,
        )
      const element: Element = { name, attributes, children: [] }
      ancestors.at(-1)!.children.push(element)
      ancestors.push(element)
    },
    close: () => void ancestors.pop(),
    text: (text) => void ancestors.at(-1)!.children.push(text),
  })
  return elements(top)[0] ?? null
}

/** The element children, in order; only those of one name when one is given. */
export const elements = (parent: Element | null | undefined, name?: string): Element[] =>
  (parent?.children ?? []).filter(
    (child): child is Element => typeof child !== 'string' && (name === undefined || child.name === name),
  )

/** The first child element reached by following the names downwards, or null. */
export const descend = (parent: Element | null | undefined, ...names: string[]): Element | null =>
  names.reduce<Element | null>((from, name) => elements(from, name)[0] ?? null, parent ?? null)

/** Every descendant of the name, in reading order. */
export function* descendants(parent: Element, name: string): Generator<Element> {
  for (const child of elements(parent)) {
    if (child.name === name) yield child
    yield* descendants(child, name)
  }
}

/** All text within, in reading order. */
export const textOf = (element: Element): string =>
  element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')

function makeParser(handler: XmlHandler) {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const names = nameScopes()
  let depth = 0
  parser.on('error', () => {
    throw new Unreadable(DAMAGED)
  })
  parser.on('doctype', () => {
    throw new Unreadable(DOCTYPE)
  })
  parser.on('opentag', (tag) => {
    if (++depth > BOUNDS.xmlDepth) throw new Unreadable(TOO_DEEP)
    names.enter(tag.attributes)
    handler.open(names.element(tag.name), names.attributes(tag.attributes))
  })
  parser.on('closetag', (tag) => {
    depth--
    handler.close(names.element(tag.name))
    names.leave()
  })
  parser.on('text', (text) => handler.text(text))
  parser.on('cdata', (text) => handler.text(text))
  return parser
}

/**
 * Gives names their usual prefix by the namespaces in force. The parser could, at half the speed: a sheet has a million
 * elements and declares its namespaces once, so names are looked up once for each scope and then remembered.
 */
function nameScopes() {
  type Scope = { uris: ReadonlyMap<string, string>; names: Map<string, string> }
  let scope: Scope = { uris: new Map([['xml', XML_NAMESPACE]]), names: new Map() }
  const outer: Scope[] = []

  const named = (name: string): string => {
    const colon = name.indexOf(':')
    const uri = scope.uris.get(name.slice(0, Math.max(0, colon)))
    const local = name.slice(colon + 1)
    return colon === -1 && !uri ? local : `${PREFIXES.get(uri ?? '') ?? '?'}:${local}`
  }

  const remembered = (name: string): string => {
    const known = scope.names.get(name)
    if (known !== undefined) return known
    const found = named(name)
    scope.names.set(name, found)
    return found
  }

  return {
    enter(attributes: Attributes) {
      outer.push(scope)
      for (const name in attributes) {
        if (!name.startsWith('xmlns')) continue
        const declared = Object.entries(attributes).filter(([each]) => each === 'xmlns' || each.startsWith('xmlns:'))
        scope = {
          uris: new Map([...scope.uris, ...declared.map(([each, uri]) => [each.slice(6), uri] as const)]),
          names: new Map(),
        }
        return
      }
    },
    leave() {
      scope = outer.pop() ?? scope
    },
    element: remembered,
    attributes(given: Attributes): Attributes {
      let result: Record<string, string> | null = null
      for (const name in given) {
        // An attribute without a prefix is in no namespace, whatever the default.
        const known = name.includes(':') ? remembered(name) : name
        if (known !== name && result === null) result = { ...given }
        if (known !== name && result !== null) result[known] = given[name]!
      }
      return result ?? given
    },
  }
}

/** Turns chunks into text by byte-order mark or XML declaration; call with nothing at the end. */
function makeDecoder() {
  let decoder: TextDecoder | null = null
  return (bytes?: Uint8Array): string => {
    try {
      decoder ??= new TextDecoder(encodingOf(bytes ?? new Uint8Array()), { fatal: true })
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
    } catch (error) {
      if (error instanceof TypeError || error instanceof RangeError) throw new Unreadable(DAMAGED)
      throw error
    }
  }
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const declaration = /^<\?xml[^>]*encoding=["']([\w.-]+)["']/.exec(
    new TextDecoder('latin1').decode(bytes.subarray(0, 200)),
  )
  return declaration?.[1] ?? 'utf-8'
}
