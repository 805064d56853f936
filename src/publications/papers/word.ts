import { type WordBlock, writeWord } from '../../documents/word.ts'
import { bodyInWord } from './body.ts'
import type { PaperShown } from './shown.ts'
import { askedOf, audienceLine, headOf, numbersParagraphs } from './wording.ts'

/** A paper as a Word document: its head as a table, summary, recommendations, sections with their paragraphs numbered where its kind has it, appendices, contact. `line`: which edition, or that it is a draft. */
export function paperInWord(shown: PaperShown, line: string): Promise<Uint8Array> {
  let number = 0
  const next = numbersParagraphs(shown) ? () => `${++number}.` : null
  const heading = (text: string): WordBlock => ({ kind: 'heading', level: 1, text })
  return writeWord({
    title: `${shown.partnership}: ${shown.title}`,
    subtitle: [line, audienceLine(shown)],
    author: shown.partnership,
    footer: `${shown.title}. ${line}`,
    blocks: [
      { kind: 'table', columns: [{ title: 'About this paper', width: 25 }, { title: '', width: 75 }], rows: headOf(shown) },
      ...(shown.summary.length > 0 ? [heading('Summary'), ...bodyInWord(shown.summary, null)] : []),
      ...(shown.recommendations.length > 0
        ? [heading(shown.recommendations.length === 1 ? 'Recommendation' : 'Recommendations'), { kind: 'paragraph', text: askedOf(shown) } as WordBlock, { kind: 'list', items: shown.recommendations.map(([under, asked]) => `${under}: ${asked}`) } as WordBlock]
        : []),
      ...shown.sections.flatMap(({ heading: text, restricted, blocks }): WordBlock[] => [
        heading(text),
        ...(restricted ? [{ kind: 'paragraph', text: [{ text: 'Restricted: not for the public.', bold: true }] } as WordBlock] : []),
        ...bodyInWord(blocks, next),
      ]),
      ...(shown.appendices.length > 0 ? [heading('Appendices'), { kind: 'list', ordered: true, items: shown.appendices.map(({ title, restricted }) => (restricted ? `${title} (restricted)` : title)) } as WordBlock] : []),
      ...(shown.contact ? [heading('Contact'), { kind: 'paragraph', text: shown.contact } as WordBlock] : []),
    ],
  })
}
