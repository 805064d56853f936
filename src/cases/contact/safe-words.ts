import { writeDate } from '../../calendar/dates.ts'
import { METHODS, type SafeRule } from './contact-store.ts'

const METHOD_IN_WORDS: Record<(typeof METHODS)[number], string> = { phone: 'By phone', text: 'By text message', email: 'By e-mail', letter: 'By letter', visit: 'By visiting', video: 'By video call', 'in person': 'In person elsewhere' }

/** "By phone". */
export const methodWords = (method: string): string => METHOD_IN_WORDS[METHODS.find((known) => known === method) ?? 'in person']

/** How a person may be reached, in the words in which it is read out: forbidden ways first. */
export const ruleLine = ({ method, allowed, voicemail, hours, note, recordedOn, recordedBy }: SafeRule) => ({
  isForbidden: !allowed,
  text: allowed ? `${methodWords(method)}: safe${method === 'phone' ? (voicemail ? ', and a voicemail may be left' : ', but leave no voicemail') : ''}` : `Never ${methodWords(method).toLowerCase()}`,
  detail: [hours ? `When: ${hours}` : null, note, `Set ${writeDate(Temporal.PlainDate.from(recordedOn))}${recordedBy ? ` by ${recordedBy}` : ''}`].filter(Boolean).join('. '),
})
