import type { WordBlock, WordDocument } from '../../documents/word.ts'
import type { minutesPage } from './minutes-page.ts'

/** The minutes as a Word document for the agency they were made for, marked as such on every page. */
export function minutesPaper({ heading, held, mark, agency, present, apologies, cases }: ReturnType<typeof minutesPage>): WordDocument {
  const line = (label: string, text: string): WordBlock => ({ kind: 'paragraph', text: [{ text: `${label}: `, bold: true }, { text }] })
  return {
    title: `Restricted minutes. ${heading}`,
    subtitle: [held, `Made for ${agency}`],
    footer: mark,
    blocks: [
      line('Present', present.join('; ') || 'Nobody is written down'),
      ...(apologies.length > 0 ? [line('Apologies', apologies.join('; '))] : []),
      ...cases.flatMap((each): WordBlock[] => [
        { kind: 'heading', level: 1, text: each.reference, number: `${each.number}.` },
        ...(each.issued ? [{ kind: 'paragraph' as const, text: [{ text: each.issued, italic: true }] }] : []),
        line('About', each.about.join('; ') || 'Nobody is named'),
        line('Risk', each.risk),
        ...(each.information.length > 0 ? [{ kind: 'table' as const, caption: 'What agencies said', columns: [{ title: 'Agency', width: 2 }, { title: 'Standing', width: 2 }, { title: 'What it said', width: 6 }], rows: each.information.map(({ agency: from, note, statement }) => [from, note, statement]) }] : []),
        line('Discussion', each.discussion),
        line('Decision', [each.decided, each.decision].filter(Boolean).join('. ')),
        ...(each.actions.length > 0 ? [{ kind: 'table' as const, caption: 'Actions', columns: [{ title: 'Action', width: 5 }, { title: 'Who', width: 3 }, { title: 'By when', width: 2 }], rows: each.actions.map(({ statement, owner, due }) => [statement, owner, due]) }] : []),
      ]),
    ],
  }
}
