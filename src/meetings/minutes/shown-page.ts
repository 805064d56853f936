import { writeDate } from '../../calendar/dates.ts'
import { decidedWords } from '../live/decided-words.ts'
import { dayInWords } from '../meeting-page.ts'
import type { Attended, Audience, MinutesShown } from './shown.ts'

export const AUDIENCE_IN_WORDS: Record<Audience, { name: string; mark: string }> = {
  group: { name: 'The group', mark: 'Restricted: for those who have a seat in the group' },
  partnership: { name: 'The partnership', mark: 'For the partnership: restricted items are left out' },
  public: { name: 'The public', mark: 'For the public: restricted items and names are left out' },
}

const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const person = ({ name, organisation, role, guest }: Attended) => `${name}${[role && role !== 'Member' ? role : null, guest ? 'guest' : null, organisation].some(Boolean) ? ` (${[role && role !== 'Member' ? role.toLowerCase() : null, guest && name !== 'Guest' ? 'guest' : null, organisation].filter(Boolean).join(', ')})` : ''}`.replace(' ()', '')

/** Minutes as they are read, on a page and in Word. `draft`: what is said of them before they are issued. */
export function shownPage(shown: MinutesShown, { issue = null, correction = null, draft = false }: { issue?: number | null; correction?: string | null; draft?: boolean } = {}) {
  const actions = (list: MinutesShown['otherActions']) => list.map(({ dueOn, ...action }) => ({ ...action, due: day(dueOn) }))
  return {
    heading: shown.group, held: [dayInWords(shown.heldOn), shown.beginsAt, shown.place].filter(Boolean).join(', '),
    mark: `${AUDIENCE_IN_WORDS[shown.audience].mark}${issue !== null && issue > 1 ? `. Issue ${issue}` : ''}${draft ? '. Draft' : ''}`,
    correction, present: shown.present.map(person), apologies: shown.apologies.map(person),
    facts: [shown.quorum, shown.statement, shown.nextOn && `The next meeting is on ${dayInWords(shown.nextOn)}.`, shown.approvedBy && !draft && `Approved by ${shown.approvedBy}.`].filter((fact) => typeof fact === 'string' && fact !== '') as string[],
    interests: shown.interests.map(({ item, name, interest, handled }) => `${name}${item ? ` on item ${item}` : ''}: ${interest}. They ${handled}.`),
    items: shown.items.map((item) => ({
      number: item.number, title: item.title, restricted: item.restricted, paragraphs: item.minuted.split(/\n{2,}/).map((text) => text.trim()).filter(Boolean),
      decisions: item.decisions.map(({ reference, kind, outcome, asked, statement, withoutQuorum }) => ({ reference, words: `${decidedWords({ kind, outcome })}: ${statement}${asked && asked !== statement ? ` (recommended: ${asked})` : ''}${withoutQuorum ? ' (made without a quorum)' : ''}` })),
      actions: actions(item.actions),
    })),
    otherActions: actions(shown.otherActions), sentTo: shown.sentTo, notSentTo: shown.notSentTo,
  }
}
