import { parseDate, writeDate } from '../../calendar/dates.ts'
import { ROLE_IN_WORDS } from '../contact/case-people.ts'
import type { FactQuestion } from '../rules/condition.ts'
import { factInWords, readFacts } from '../rules/fact-form.ts'
import { PERSON_ROLES } from './draft-forms.ts'
import type { Answers, Item, List, Step } from './draft-answers.ts'
import { lacksOf } from './draft-referral.ts'
import type { SeenDraft } from './draft-pages.ts'
import { ABOUT_IN_WORDS, capital, CONSENT_IN_WORDS, WORRY_IN_WORDS } from './pages.ts'

const said = (value: unknown): string => [value ?? []].flat().map(String).join(', ').trim()
const from = <K extends string>(words: Record<K, string>, value: unknown): string => Object.entries<string>(words).find(([key]) => key === value)?.[1] ?? ''
const dated = (value: unknown): string => {
  const date = parseDate(said(value))
  return date ? writeDate(date) : said(value)
}
const ROLES = Object.fromEntries(PERSON_ROLES.map((role) => [role, ROLE_IN_WORDS[role]]))
const RESIDENT = { yes: 'lives in the area', no: 'lives elsewhere', unknown: '' }

/** Somebody or some place as the draft calls them. */
export const nameOf = ({ typed }: Item): string => said(typed.name) || said(typed.address) || (typed.kind === 'place' ? 'A place without an address' : 'Somebody without a name')

const WORDS: Record<List, (item: Item, answers: Answers) => { name: string; text: string }> = {
  people: (item) => {
    const { kind, role, born, phone, address, resident, home_area } = item.typed
    return { name: nameOf(item), text: (kind === 'place' ? ['place', item.typed.name ? said(address) : ''] : [from(ROLES, role), born ? `born ${dated(born)}` : '', said(phone), said(address), from(RESIDENT, resident), said(home_area)]).filter(Boolean).join(', ') }
  },
  incidents: ({ typed }) => ({
    name: [dated(typed.from) || 'Without a date', dated(typed.until)].filter(Boolean).join(' to '),
    text: [said(typed.what), said(typed.place), typed.complained_to ? `told ${said(typed.complained_to)}` : '', typed.response ? `answer: ${said(typed.response)}` : ''].filter(Boolean).join(' · '),
  }),
  safety: ({ typed }, { people }) => {
    const person = people.find(({ id }) => id === typed.who)
    return {
      name: person ? nameOf(person) : 'Nobody chosen',
      text: [typed.guarded ? `${said(typed.guarded_kind) || 'Something'}: kept apart` : '', said(typed.unsafe) ? `not by ${said(typed.unsafe)}` : '', said(typed.unsafe_note)].filter(Boolean).join('; '),
    }
  },
}
/** One thing of a list in a line. Of what must be kept from anyone: that it is kept, and never what it is. */
export function itemInWords(list: List, item: Item, answers: Answers) {
  const { name, text } = WORDS[list](item, answers)
  return { name, text: text && capital(text) }
}

type Row = { label: string; text: string }
const rowsOf = (list: List, answers: Answers): Row[] => answers[list].map((item) => WORDS[list](item, answers)).map(({ name, text }) => ({ label: name, text }))

function sections({ answers, questions, files }: SeenDraft): { step: Step; title: string; rows: Row[] }[] {
  const { why = {}, consent = {}, criteria = {}, safety } = answers
  const { facts } = readFacts(questions, criteria)
  const known = (question: FactQuestion): Row => ({ label: question.asks, text: factInWords(question, facts[question.key]).slice(question.asks.replace(/\?$/, '').length + 2) })
  return [
    { step: 'why', title: 'Why you refer', rows: [{ label: 'About', text: from(ABOUT_IN_WORDS, why.about) }, { label: 'Why', text: said(why.reasons) }, { label: 'What you want', text: said(why.wanted) }, { label: 'How worried', text: from(WORRY_IN_WORDS, why.worry) }] },
    { step: 'people', title: 'People and places', rows: rowsOf('people', answers) }, { step: 'incidents', title: 'What happened', rows: rowsOf('incidents', answers) },
    { step: 'criteria', title: 'What the scheme asks', rows: questions.map(known) },
    { step: 'consent', title: 'Agreement and safety', rows: [{ label: 'Did they agree?', text: from(CONSENT_IN_WORDS, consent.consent) }, ...(consent.consent === 'given' ? [] : [{ label: 'Why you refer all the same', text: said(consent.consent_reason) }]), { label: 'Kept from anyone, or unsafe?', text: said(consent.guards) }] },
    ...(consent.guards === 'yes' || safety.length > 0 ? [{ step: 'safety' as const, title: 'Keeping them safe', rows: rowsOf('safety', answers) }] : []),
    { step: 'files', title: 'Files', rows: files.map(({ name }) => ({ label: name, text: 'Goes with the referral' })) },
  ]
}

/** All that was answered, with what is still to do; as errors, once somebody has asked to send it. */
export function checkPage(seen: SeenDraft, { asked = false, closed = false } = {}) {
  const base = `/refer/drafts/${seen.draftId}`
  const lacks = lacksOf(seen.answers, seen.questions, seen.files.map(({ name }) => name))
  return {
    title: 'Check your answers', context: seen.schemeName, back: { href: '/referrals', text: 'My referrals' }, action: base, asked,
    sections: sections(seen).map(({ step, title, rows }) => ({
      step, title, href: `${base}/${step}?then=check`, rows: rows.map(({ label, text }) => ({ label, text: text ? capital(text) : 'Not answered' })), lacks: lacks.filter((lack) => lack.step === step).map(({ item, text }) => ({ text, href: `${base}/${step}${item ? `/one?item=${item}&then=check` : '?then=check'}` })),
    })),
    errorList: closed ? [{ text: 'This scheme takes no referrals any more. Begin again with another', href: '/refer' }] : asked ? lacks.map(({ step, text }) => ({ text, href: `#step-${step}` })) : [],
  }
}
