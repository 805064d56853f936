import { hasTags, withoutTags } from './html.ts'

/** Cleans the words of a line of marks that are not words. Made once per paper, for its footnotes and its format. */
export type Clean = (text: string) => string

/**
 * Takes off HTML tags and, in Markdown, emphasis, links, code marks and escapes. Raised figures that point to one of
 * the paper's footnotes go; other raised figures stay ("m2").
 */
export function cleaner(markdown: boolean, footnotes: ReadonlySet<string>): Clean {
  return (text) => {
    let words = text.includes('<')
      ? text.replace(/<sup>\s*(\w{1,4})\s*<\/sup>/gi, (_, mark: string) => (footnotes.has(mark) ? '' : mark))
      : text
    if (markdown) words = withoutMarkdown(words)
    if (words.includes('&') || hasTags(words)) words = withoutTags(words)
    return words
      .replaceAll('\u00a0', ' ')
      .split('\n')
      .map((line) => line.trim())
      .join('\n')
      .trim()
  }
}

// Stands in for escaped characters while marks are taken off; from Unicode's private use area, so no text holds them.
const ESCAPED = 0xe000

function withoutMarkdown(text: string): string {
  return text
    .replace(/\\([!-/:-@[-`{-~])/g, (_, sign: string) => String.fromCharCode(ESCAPED + sign.charCodeAt(0)))
    .replace(/!\[([^\]]{0,500})\]\([^()\s]{0,1000}(?:\s"[^"]{0,200}")?\)/g, '$1')
    .replace(/\[([^\][]{1,500})\]\(<?[^()\s]{0,1000}>?(?:\s"[^"]{0,200}")?\)/g, '$1')
    .replace(/\[\^[\w-]{1,20}\]/g, '')
    .replace(/<(https?:\/\/[^\s<>]{1,1000})>/g, '$1')
    .replace(/`([^`]+)`/g, '$1')
    .replace(/\*\*\*(?=\S)([^*]+)\*\*\*/g, '$1')
    .replace(/\*\*(?=\S)([^*]+(?:\*[^*]+\*[^*]*)?)\*\*/g, '$1')
    .replace(/\*(?=\S)([^*]+)\*/g, '$1')
    .replace(/(?<![\p{L}\d])__(?=\S)([^_]+)__(?![\p{L}\d])/gu, '$1')
    .replace(/(?<![\p{L}\d])_(?=\S)([^_]+)_(?![\p{L}\d])/gu, '$1')
    .replace(/[\ue021-\ue07e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - ESCAPED))
}

/** True of a paragraph set wholly in bold, as headings without a style are. */
export const isAllBold = (text: string): boolean => {
  const words = text.trim()
  return /^(\*{2,3}|__)(?!\s)[^*_]+\1$/.test(words) || /^<b>[^<]+<\/b>$/i.test(words)
}
