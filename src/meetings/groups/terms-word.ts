import type { WordBlock, WordDocument } from '../../documents/word.ts'
import { writeDay } from './group-page.ts'
import type { TermsVersion } from './store.ts'
import { kindWords } from './terms.ts'

const paragraphs = (text: string): WordBlock[] => text.split(/\n{1,}/).map((each) => each.trim()).filter(Boolean).map((each) => ({ kind: 'paragraph', text: each }))
const missing: WordBlock = { kind: 'paragraph', text: [{ text: 'Nothing is written here yet.', italic: true }] }
const heading = (text: string): WordBlock => ({ kind: 'heading', level: 1, text })
const orMissing = (blocks: WordBlock[]): WordBlock[] => (blocks.length > 0 ? blocks : [missing])

/** Terms of reference as a Word document, with what whoever takes it may read: of restricted standing items those with a seat have the titles, and others that there is one. */
export function termsPaper(group: string, partnership: string, owes: readonly { what: string; to: string; often: string }[], { number, introduction, aims, attendees, dates, agenda, adoptedOn }: TermsVersion): WordDocument {
  return {
    title: `Terms of reference: ${group}`,
    subtitle: [partnership, adoptedOn ? `Version ${number}, adopted ${writeDay(adoptedOn)}` : `Version ${number}: a draft, not adopted`],
    footer: `${group}: terms of reference, version ${number}${adoptedOn ? '' : ' (draft)'}`,
    blocks: [
      heading('Introduction'), ...orMissing(paragraphs(introduction)),
      heading('Aims'), aims.length > 0 ? { kind: 'list', items: aims } : missing,
      heading('Attendees'), ...orMissing(paragraphs(attendees)),
      heading('Standard agenda'),
      agenda.length > 0
        ? {
            kind: 'table', columns: [{ title: 'Item', width: 1, align: 'right' }, { title: 'Title', width: 6 }, { title: 'What it is', width: 4 }, { title: 'Who hears it', width: 3 }],
            rows: agenda.map(({ title, kind, restricted, hidden }, at) => [String(at + 1), title, hidden ? '–' : kindWords(kind), restricted ? 'Members alone' : 'Everyone present']),
          }
        : missing,
      heading('Meeting dates'), ...orMissing(paragraphs(dates)),
      ...(owes.length > 0 ? [heading('Reports owed to other groups'), { kind: 'list' as const, items: owes.map(({ what, to, often }) => `${what}: to ${to}, ${often}`) }] : []),
    ],
  }
}
