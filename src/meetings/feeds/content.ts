/** What a return may be drafted from. The first group from what the product holds; the rest are typed. */
export const CONTENT = ['meetings held', 'decisions', 'actions', 'case figures', 'measures with signals', 'positive outcomes', 'emerging issues', 'messages', 'questions'] as const
export type Content = (typeof CONTENT)[number]

export const CONTENT_IN_WORDS: Record<Content, { title: string; hint: string }> = {
  'meetings held': { title: 'Meetings held', hint: 'Drafted: on which days the group met' },
  decisions: { title: 'Decisions', hint: 'Drafted: what was decided, leaving out what is restricted; of a confidential group how many alone' },
  actions: { title: 'Actions', hint: 'Drafted: agreed, done and late, leaving out what is restricted; of a confidential group how many alone' },
  'case figures': { title: 'Case figures', hint: 'Drafted: what the group’s casework counts, small numbers protected' },
  'measures with signals': { title: 'Measures', hint: 'Drafted: what the measures of the group’s priorities say' },
  'positive outcomes': { title: 'Positive outcomes', hint: 'Typed: what went well, and for whom' },
  'emerging issues': { title: 'Emerging issues', hint: 'Typed: what is new or growing' },
  messages: { title: 'Messages', hint: 'Typed: what should be told, and to whom' },
  questions: { title: 'Questions', hint: 'Typed: what the other group is asked' },
}

const TYPED: readonly Content[] = ['positive outcomes', 'emerging issues', 'messages', 'questions']
export const isTyped = (content: Content): boolean => TYPED.includes(content)

export type Block = { kind: 'heading'; text: string } | { kind: 'paragraph'; text: string } | { kind: 'list'; lines: string[] }

/** A return's text in blocks: a line that begins "## " is a heading, lines that begin "- " a list, and the rest are paragraphs parted by empty lines. */
export function blocksOf(body: string): Block[] {
  const blocks: Block[] = []
  for (const part of body.replaceAll('\r\n', '\n').split(/\n\s*\n|\n(?=## )/)) {
    const [first, ...rest] = part.trim().split('\n')
    if (!first) continue
    if (first.startsWith('## ')) {
      blocks.push({ kind: 'heading', text: first.slice(3).trim() }, ...blocksOf(rest.join('\n')))
      continue
    }
    const lines = [first, ...rest]
    if (lines.every((line) => /^\s*[-*•]\s+/.test(line))) blocks.push({ kind: 'list', lines: lines.map((line) => line.replace(/^\s*[-*•]\s+/, '').trim()) })
    else blocks.push({ kind: 'paragraph', text: lines.join('\n') })
  }
  return blocks
}

/** Titles of what was to be typed and stands empty, or is not there. */
export function emptyOf(content: readonly Content[], body: string): string[] {
  const blocks = blocksOf(body)
  return content.filter(isTyped).map((each) => CONTENT_IN_WORDS[each].title).filter((title) => {
    const at = blocks.findIndex((block) => block.kind === 'heading' && block.text.toLowerCase() === title.toLowerCase())
    return at === -1 || (blocks[at + 1]?.kind ?? 'heading') === 'heading'
  })
}
