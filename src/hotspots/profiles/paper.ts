import { writeWord, type WordBlock } from '../../documents/word.ts'
import type { Content, Shown } from './profile.ts'

/** A profile as a Word document. Charts and maps stay on the page they came from; their tables, sentences and notes are here. */
export function profilePaper(content: Content, subtitle: string): Promise<Uint8Array> {
  const steps = content.sections.map(({ step }, index) => (index === 0 || content.sections[index - 1]!.step !== step ? step : null))
  return writeWord({
    title: content.title,
    subtitle: [content.about, subtitle],
    footer: content.title,
    blocks: [
      { kind: 'paragraph', text: content.question },
      ...content.sections.flatMap(({ heading, paragraphs, exhibits }, index): WordBlock[] => [
        ...(steps[index] ? [{ kind: 'heading' as const, level: 1 as const, text: steps[index] }] : []),
        { kind: 'heading', level: 2, text: heading },
        ...paragraphs.map((text): WordBlock => ({ kind: 'paragraph', text })),
        ...exhibits.flatMap(exhibitBlocks),
      ]),
      ...(content.recommendations.length > 0 ? [{ kind: 'heading' as const, level: 1 as const, text: 'Recommendations' }, { kind: 'list' as const, items: content.recommendations, ordered: true }] : []),
    ],
  })
}

const exhibitBlocks = ({ caption, sentences, head, rows, notes }: Shown): WordBlock[] => [
  { kind: 'heading', level: 3, text: caption },
  ...sentences.map((text): WordBlock => ({ kind: 'paragraph', text })),
  ...(rows.length > 0 ? [{ kind: 'table' as const, columns: head.map((title, index) => ({ title, width: 1 / head.length, align: index === 0 ? ('left' as const) : ('right' as const) })), rows: [...rows] }] : []),
  ...notes.map((text): WordBlock => ({ kind: 'paragraph', text: [{ text, italic: true }] })),
]
