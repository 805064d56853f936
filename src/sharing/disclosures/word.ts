import { type WordBlock, writeWord } from '../../documents/word.ts'
import type { personPage } from './pages.ts'

/** Everything disclosed about one person as a Word document: who was told, and each act with its ground. */
export function personPaper({ name, others, born, stood, recipients, entries }: ReturnType<typeof personPage>): Promise<Uint8Array> {
  const blocks: WordBlock[] = [
    { kind: 'paragraph', text: [`Name: ${name}`, others ? `Also known as: ${others}` : '', born ? `Born: ${born}` : ''].filter(Boolean).join('\n') },
    { kind: 'paragraph', text: stood },
  ]
  if (entries.length === 0) blocks.push({ kind: 'paragraph', text: 'Nothing has been disclosed about this person.' })
  else blocks.push(
    { kind: 'heading', level: 1, text: 'Who has been told' },
    { kind: 'table', columns: [{ title: 'Recipient', width: 5 }, { title: 'Times', width: 1, align: 'right' }, { title: 'First', width: 2 }, { title: 'Last', width: 2 }], rows: recipients.map(({ to, times, first, last }) => [to, String(times), first, last]) },
    { kind: 'heading', level: 1, text: 'What, why and on what ground' },
    ...entries.flatMap((entry): WordBlock[] => [
      { kind: 'heading', level: 2, text: `${entry.to}: ${entry.kind}, ${entry.at}` },
      { kind: 'table', columns: [{ title: 'Question', width: 2 }, { title: 'Answer', width: 5 }], rows: [
        ['Case', entry.reference], ['What was shared', entry.what], ['About', entry.how], ['From', entry.from], ['Asked for by', entry.requestedBy ?? 'Nobody: it was offered'], ['Purpose', entry.purpose],
        ['Power and basis', `${entry.gateway}\n${entry.law}`], ['Condition', entry.condition ?? 'None stated'], ['Regime', entry.regime], ['Consent', entry.consentReason ? `${entry.consent}: ${entry.consentReason}` : entry.consent],
        ['Why necessary', entry.necessity], ['Why in proportion', entry.proportionality], ['Agreement', entry.agreement ?? 'None'], ['Decided by', entry.decidedBy], ['Lasts', entry.lasts],
      ] },
    ]),
  )
  return writeWord({ title: 'Everything disclosed about one person', footer: 'Official sensitive', blocks })
}
