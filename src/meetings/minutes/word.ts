import type { WordBlock, WordDocument } from '../../documents/word.ts'
import type { shownPage } from './shown-page.ts'

const line = (label: string, text: string): WordBlock => ({ kind: 'paragraph', text: [{ text: `${label}: `, bold: true }, { text }] })

/** Minutes as a Word document, with whom they are for on every page. */
export function minutesPaper({ heading, held, mark, correction, present, apologies, facts, interests, items, otherActions }: ReturnType<typeof shownPage>): WordDocument {
  const actionTable = (actions: typeof otherActions): WordBlock[] => actions.length > 0
    ? [{ kind: 'table', caption: 'Actions', columns: [{ title: 'Number', width: 2 }, { title: 'Action', width: 5 }, { title: 'Who', width: 3 }, { title: 'By when', width: 2 }], rows: actions.map(({ reference, statement, owner, due }) => [reference, statement, owner, due]) }]
    : []
  return {
    title: `Minutes. ${heading}`, subtitle: [held], footer: mark,
    blocks: [
      ...(correction ? [line('Put right', correction)] : []),
      line('Present', present.join('; ') || 'Nobody is written down'),
      ...(apologies.length > 0 ? [line('Apologies', apologies.join('; '))] : []),
      ...facts.map((text): WordBlock => ({ kind: 'paragraph', text })),
      ...(interests.length > 0 ? [{ kind: 'heading' as const, level: 1 as const, text: 'Interests declared' }, { kind: 'list' as const, items: interests }] : []),
      ...items.flatMap((item): WordBlock[] => [
        { kind: 'heading', level: 1, text: item.title, number: `${item.number}.` },
        ...item.paragraphs.map((text): WordBlock => ({ kind: 'paragraph', text })),
        ...item.decisions.map(({ reference, words }): WordBlock => ({ kind: 'paragraph', text: [{ text: `${reference} `, bold: true }, { text: words }] })),
        ...actionTable(item.actions),
      ]),
      ...(otherActions.length > 0 ? [{ kind: 'heading' as const, level: 1 as const, text: 'Other actions' }, ...actionTable(otherActions)] : []),
    ],
  }
}
