import { sizeInWords } from '../attachments/pages.ts'
import { FILE_KINDS, isFileKind } from '../../documents/safe-file.ts'
import { ROLE_IN_WORDS } from '../contact/case-people.ts'
import type { FactQuestion } from '../rules/condition.ts'
import { factFields } from '../rules/fact-form.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { type Answers, type Item, type List, type Step, stepAfter, STEPS, type Typed } from './draft-answers.ts'
import { itemInWords, nameOf } from './draft-words.ts'
import { PERSON_ROLES } from './draft-forms.ts'
import { personsOf } from './draft-referral.ts'
import { type DraftFile, MOST_FILES } from './draft-store.ts'
import { aboutChoices, capital, consentChoices, personChoices, worryChoices } from './pages.ts'
import { BEHAVIOURS } from './store.ts'

/** A draft as its pages need it. */
export type SeenDraft = { draftId: string; schemeId: string; schemeName: string; answers: Answers; questions: readonly FactQuestion[]; files: readonly DraftFile[] }
/** What one page of it was asked with: `then` is 'check' where somebody came from the answers and goes back to them. */
export type Asked = { then: string | null; errors?: readonly FieldError[]; typed?: Typed | undefined }

const TITLES: Record<Step, string> = { why: 'Why you refer', people: 'People and places', incidents: 'What happened', criteria: 'What the scheme asks', consent: 'Agreement and safety', safety: 'Keeping them safe', files: 'Files' }
const NUMBERS: Record<Step, number> = { why: 1, people: 2, incidents: 3, criteria: 4, consent: 5, safety: 5, files: 6 }
export const draftUrl = (draftId: string, rest = '', then: string | null = null) => `/refer/drafts/${draftId}${rest}${then ? `${rest.includes('?') ? '&' : '?'}then=check` : ''}`

/** Where somebody goes when a step is done. */
export function nextUrl({ draftId, answers }: Pick<SeenDraft, 'draftId' | 'answers'>, step: Step, then: string | null): string {
  const next = then && !(step === 'consent' && answers.consent?.guards === 'yes' && answers.safety.length === 0) ? null : stepAfter(step, answers)
  return draftUrl(draftId, next ? `/${next}` : '', next ? then : null)
}

function backOf({ draftId, answers }: SeenDraft, step: Step, then: string | null) {
  const before = STEPS.filter((each) => stepAfter(each, answers) === step).at(-1)
  return then || !before ? { href: draftUrl(draftId), text: 'Check your answers' } : { href: draftUrl(draftId, `/${before}`), text: TITLES[before] }
}

const frame = (seen: SeenDraft, step: Step, then: string | null) => ({
  title: TITLES[step], context: `${seen.schemeName} · Step ${NUMBERS[step]} of 6`, back: backOf(seen, step, then), action: draftUrl(seen.draftId, `/${step}`, then), next: nextUrl(seen, step, then), check: draftUrl(seen.draftId),
})

/** The first step, before anything is kept. */
export const beginPage = (scheme: { schemeId: string; name: string }, { errors = [], typed = {} }: Partial<Asked> = {}) => ({
  title: TITLES.why, context: `${scheme.name} · Step 1 of 6`, back: { href: '/refer', text: 'Refer' }, action: `/refer/${scheme.schemeId}/full`, entered: typed,
  choices: { about: aboutChoices(typed.about), worry: worryChoices(typed.worry) }, ...errorsForPage(errors),
})

/** A step that is one form: why, criteria or consent. */
export function stepPage(seen: SeenDraft, step: 'why' | 'criteria' | 'consent', { then, errors = [], typed }: Asked) {
  const entered: Typed = typed ?? seen.answers[step] ?? {}
  return {
    ...frame(seen, step, then), entered, fields: step === 'criteria' ? factFields(seen.questions, {}, entered) : [],
    choices: { about: aboutChoices(entered.about), worry: worryChoices(entered.worry), consent: consentChoices(entered.consent), guards: personChoices(entered).guards }, ...errorsForPage(errors),
  }
}

const ADD: Record<List, { text: string; query: string }[]> = {
  people: [{ text: 'Add a person', query: '' }, { text: 'Add a place', query: '?kind=place' }], incidents: [{ text: 'Add an incident', query: '' }], safety: [{ text: 'Add something about keeping somebody safe', query: '' }],
}
const EXPLAINED: Record<List, { lead: string; none: string }> = {
  people: { lead: 'Everybody and every place this is about: who is harmed, who harms, and where.', none: 'Nobody and no place is added yet.' },
  incidents: { lead: 'One entry for each incident or run of days, the latest first if you have many. You may leave this empty.', none: 'No incident is added yet.' },
  safety: { lead: 'Addresses, numbers and places that must be kept from anyone, and ways of contact that are unsafe. What you enter is not shown again: only people named for it will read it.', none: 'Nothing is added yet.' },
}

/** The things added in one step, each to be changed or removed. */
export const listPage = (seen: SeenDraft, list: List, { then, errors = [] }: Asked) => ({
  ...frame(seen, list, then), ...EXPLAINED[list], ...errorsForPage(errors),
  items: seen.answers[list].map((item) => ({ ...itemInWords(list, item, seen.answers), id: item.id, href: draftUrl(seen.draftId, `/${list}/one?item=${item.id}`, then) })),
  adds: list === 'safety' && personsOf(seen.answers).length === 0 ? [] : ADD[list].map(({ text, query }) => ({ text, href: draftUrl(seen.draftId, `/${list}/one${query}`, then) })),
  needsPerson: list === 'safety' && personsOf(seen.answers).length === 0,
})

const ONE: Record<List, string> = { people: 'A person', incidents: 'An incident', safety: 'Keeping somebody safe' }

/** One thing of a step that holds several. What must be kept from anyone is shown again only beside what is wrong with it. */
export function itemPage(seen: SeenDraft, list: List, item: Item, { then, errors = [], typed }: Asked) {
  const kept = typeof item.typed.guarded === 'string' && item.typed.guarded.trim() !== ''
  const entered: Typed = typed ?? { ...item.typed, guarded: '' }
  return {
    ...frame(seen, list, then), title: entered.kind === 'place' ? 'A place' : ONE[list], back: { href: draftUrl(seen.draftId, `/${list}`, then), text: TITLES[list] }, action: draftUrl(seen.draftId, `/${list}/one`, then),
    item: item.id, entered, kept, ...errorsForPage(errors),
    choices: {
      ...personChoices(entered), role: PERSON_ROLES.map((role) => ({ value: role, text: capital(ROLE_IN_WORDS[role]), checked: entered.role === role })),
      behaviour: BEHAVIOURS.map((each) => ({ value: each, text: capital(each), checked: entered.behaviour === each })),
      who: [{ value: '', text: 'Choose' }, ...personsOf(seen.answers).map((person) => ({ value: person.id, text: nameOf(person), selected: entered.who === person.id }))],
    },
  }
}

/** The files that go with a draft. */
export const filesPage = (seen: SeenDraft, { then, errors = [] }: Asked) => ({
  ...frame(seen, 'files', then), most: MOST_FILES, full: seen.files.length >= MOST_FILES, remove: draftUrl(seen.draftId, '/files/remove', then), ...errorsForPage(errors),
  files: seen.files.map(({ fileId, name, kind, bytes }) => ({ fileId, name, says: `${isFileKind(kind) ? FILE_KINDS[kind].text : 'File'}, ${sizeInWords(bytes)}` })),
})
