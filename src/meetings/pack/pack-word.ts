import type { WordBlock, WordDocument } from '../../documents/word.ts'
import { dayInWords } from '../meeting-page.ts'
import { hoursInWords } from '../meeting.ts'
import { markOf, minutesSections } from './pack-page.ts'
import type { Inline } from './inline.ts'
import type { Pack } from './pack.ts'

const paragraph = (text: string): WordBlock => ({ kind: 'paragraph', text })
const list = (items: readonly string[]): WordBlock[] => (items.length > 0 ? [{ kind: 'list', items }] : [])
const line = (label: string, text: string): WordBlock => ({ kind: 'paragraph', text: [{ text: `${label}: `, bold: true }, { text }] })

function minutesBlocks(minutes: NonNullable<Pack['minutes']>): WordBlock[] {
  const shown = minutesSections(minutes)
  if (!shown) return [paragraph(minutes.says ?? 'They are not issued yet.')]
  return [
    line('Present', shown.present.join('; ') || 'Nobody is written down'),
    ...(shown.apologies.length > 0 ? [line('Apologies', shown.apologies.join('; '))] : []),
    ...shown.items.flatMap(({ number, title, paragraphs, decisions, actions }): WordBlock[] => [
      { kind: 'heading', level: 2, text: title, number: `${number}.` }, ...paragraphs.map(paragraph), ...list([...decisions, ...actions]),
    ]),
  ]
}

const inlineBlocks = (inline: Inline): WordBlock[] => inline.kind === 'text'
  ? inline.paragraphs.map(paragraph)
  : [{ kind: 'table', columns: inline.columns.map((title) => ({ title, width: 1 })), rows: inline.rows }]

/** A pack as a Word document: a heading for each part, tables with header rows, and who may read it on every page. */
export function packPaper(pack: Pack, baseUrl: string): WordDocument {
  const { meeting, lines, minutes, actions, feeds, papers } = pack
  const mark = markOf(pack)
  const full = (href: string | null) => (href ? `${baseUrl}${href}` : null)
  return {
    title: `${meeting.group.name}: papers for ${dayInWords(meeting.heldOn)}`,
    subtitle: [[hoursInWords(meeting), meeting.place].filter(Boolean).join(', '), mark],
    footer: mark,
    blocks: [
      { kind: 'heading', level: 1, text: 'Agenda' },
      ...(lines.length > 0
        ? [{
            kind: 'table' as const,
            columns: [{ title: 'Item', width: 1 }, { title: 'What', width: 6 }, { title: 'Who', width: 2 }, { title: 'Time', width: 2 }],
            rows: lines.map(({ number, title, lead, time, planned, lines: under, papers: own, restricted }) => [
              String(number), [restricted ? `${title} (restricted)` : title, ...under.map((each) => [each.title, each.note].filter(Boolean).join(': ')), ...own.map((each) => `Paper: ${each.title}`)].join('\n'), lead ?? '', [time, planned && `${planned} minutes`].filter(Boolean).join(', '),
            ]),
          }]
        : [paragraph('Nothing is on the agenda yet.')]),
      { kind: 'heading', level: 1, text: minutes?.heading ?? 'Minutes of the last meeting', newPage: true },
      ...(minutes ? minutesBlocks(minutes) : [paragraph('The group has not met before.')]),
      { kind: 'heading', level: 1, text: 'Actions', newPage: true },
      ...(actions.length > 0
        ? [{ kind: 'table' as const, caption: 'Open actions, and those ended since the last meeting', columns: [{ title: 'Number', width: 2 }, { title: 'Action', width: 6 }, { title: 'Who', width: 3 }, { title: 'By when', width: 2 }, { title: 'State', width: 2 }], rows: actions.map(({ number, statement, owner, due, state }) => [number, statement, owner, due, state]) }]
        : [paragraph('No action is open.')]),
      ...(feeds.length > 0 ? [{ kind: 'heading' as const, level: 1 as const, text: 'Reports from other groups', newPage: true }] : []),
      ...feeds.flatMap(({ title, note, blocks }): WordBlock[] => [
        { kind: 'heading', level: 2, text: title }, paragraph(note),
        ...blocks.map((block): WordBlock => (block.kind === 'heading' ? { kind: 'heading', level: 3, text: block.text } : block.kind === 'list' ? { kind: 'list', items: block.lines } : paragraph(block.text))),
      ]),
      ...papers.flatMap(({ title, note, href, inline, restricted }): WordBlock[] => [
        { kind: 'heading', level: 1, text: restricted ? `${title} (restricted)` : title, newPage: true }, paragraph(note),
        ...(inline ? inlineBlocks(inline) : href ? [paragraph(`It is read at ${full(href)}`)] : []),
      ]),
    ],
  }
}
