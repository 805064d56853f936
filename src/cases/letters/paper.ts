import { writeDate } from '../../calendar/dates.ts'
import { writeWord } from '../../documents/word.ts'
import type { Letter } from './store.ts'

/** A letter as a Word document. Nothing about it but its reference stands outside its words: no author, no subject, no names in its properties. */
export function letterPaper({ toName, toAddress, body, sentOn }: Letter, { reference, agency, today }: { reference: string; agency: string; today: string }): Promise<Uint8Array> {
  return writeWord({
    title: agency,
    subtitle: [writeDate(Temporal.PlainDate.from(sentOn ?? today)), `Our reference: ${reference}`],
    footer: reference,
    blocks: [
      { kind: 'paragraph', text: [toName, ...(toAddress ? toAddress.split(/\r?\n|, /) : [])].join('\n') },
      ...body.split(/\n\s*\n/).filter((part) => part.trim() !== '').map((text) => ({ kind: 'paragraph' as const, text: text.trim() })),
    ],
  })
}
