import { type WordBlock, writeWord } from '../../documents/word.ts'
import type { answerPage } from './pages.ts'

/** The answer as a Word document, made from what its reader is given and nothing else. */
export function answerPaper({ opening, given, nothing, exemptions, rights, isDraft }: ReturnType<typeof answerPage>): Promise<Uint8Array> {
  const blocks: WordBlock[] = [
    { kind: 'paragraph', text: opening },
    ...(nothing ? [{ kind: 'paragraph' as const, text: nothing }] : []),
    ...given.flatMap(({ no, summary, content }): WordBlock[] => [{ kind: 'heading', level: 1, text: `${no}. ${summary}` }, ...content.split(/\n{2,}/).map((text): WordBlock => ({ kind: 'paragraph', text }))]),
    ...(exemptions.length > 0 ? [{ kind: 'heading' as const, level: 1 as const, text: 'What is held back' }, { kind: 'paragraph' as const, text: 'Some of what you asked for is held back on these grounds:' }, { kind: 'list' as const, items: exemptions.map(({ title, source }) => `${title} (${source})`) }] : []),
    { kind: 'heading', level: 1, text: 'Your rights' },
    { kind: 'paragraph', text: rights },
  ]
  return writeWord({ title: isDraft ? 'Draft of an answer to a request' : 'Answer to your request', footer: isDraft ? 'Draft: not to be sent' : 'Answer to your request', blocks })
}
