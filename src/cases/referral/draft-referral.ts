import type { FactQuestion } from '../rules/condition.ts'
import { readFacts } from '../rules/fact-form.ts'
import type { FieldError } from '../../web/forms.ts'
import { parseForm } from '../../web/forms.ts'
import type { ProtectedKind } from '../index/protected-store.ts'
import { PROTECTED_KINDS } from '../index/protected-store.ts'
import type { Answers, Item, List, Step, Typed } from './draft-answers.ts'
import { ConsentForm, IncidentForm, isSaidIn, PeopleForm, SafetyForm, WhyForm } from './draft-forms.ts'
import { factsOf } from './forms.ts'
import type { NewReferral, ReferredSubject } from './store.ts'

/** Something a draft lacks, or has wrong: the step and the item in it. */
export type Lack = { step: Step; item: string | null; text: string }

const FORMS = { people: PeopleForm, incidents: IncidentForm, safety: SafetyForm }
const isKind = (kind: unknown): kind is ProtectedKind => PROTECTED_KINDS.some((each) => each === kind)
const textsOf = (typed: Typed | undefined) => Object.values(typed ?? {}).flat()

/** What a draft says where everybody who sees the case would read it. */
const openTexts = ({ why, people, incidents, consent, safety }: Answers, fileNames: readonly string[]): string[] => [
  ...[why, consent, ...people.map(({ typed }) => typed), ...incidents.map(({ typed }) => typed), ...safety.map(({ typed: { unsafe_note = '' } }) => ({ unsafe_note }))].flatMap(textsOf), ...fileNames,
].filter((text) => text.trim() !== '')

/** The kinds of what a draft keeps from somebody and says openly all the same. */
export const saidTwice = (answers: Answers, { typed: { guarded_kind, guarded } }: Item, fileNames: readonly string[] = []): boolean =>
  isKind(guarded_kind) && typeof guarded === 'string' && guarded.trim() !== '' && openTexts(answers, fileNames).some((text) => isSaidIn(text, guarded_kind, guarded))

/** What is wrong with one item of a list. */
export function wrongInItem(list: List, item: Item, answers: Answers): FieldError[] {
  const form = parseForm<unknown>(FORMS[list], item.typed)
  if (!form.ok) return form.errors
  if (list !== 'safety') return []
  if (!personsOf(answers).some(({ id }) => id === item.typed.who)) return [{ field: 'who', text: 'Choose whom it is about' }]
  const others = { ...answers, safety: [...answers.safety.filter(({ id }) => id !== item.id), item] }
  return saidTwice(others, item) ? [{ field: 'guarded', text: 'You have written this elsewhere in the referral too, where everybody who sees the case reads it. Save, take it out there, and come back' }] : []
}

export const personsOf = ({ people }: Pick<Answers, 'people'>) => people.filter(({ typed }) => typed.kind !== 'place')

/** What is wrong with a step that is one form. */
export function wrongInStep(step: 'why' | 'criteria' | 'consent', typed: Typed, questions: readonly FactQuestion[]): FieldError[] {
  if (step === 'criteria') return readFacts(questions, typed).errors
  const form = parseForm<unknown>(step === 'why' ? WhyForm : ConsentForm, typed)
  return form.ok ? [] : form.errors
}

/** All that must be put right before a draft can be sent, in the order of its steps. */
export function lacksOf(answers: Answers, questions: readonly FactQuestion[], fileNames: readonly string[]): Lack[] {
  const { why = {}, people, incidents, criteria = {}, consent = {}, safety } = answers
  const ofStep = (step: 'why' | 'criteria' | 'consent', typed: Typed): Lack[] => wrongInStep(step, typed, questions).map(({ text }) => ({ step, item: null, text }))
  const ofItems = (list: List, items: readonly Item[]): Lack[] => items.flatMap((item) => wrongInItem(list, item, answers).map(({ text }) => ({ step: list, item: item.id, text })))
  const places = people.length - personsOf(answers).length
  const whole = (step: Step, is: boolean, text: string): Lack[] => (is ? [{ step, item: null, text }] : [])
  return [
    ...ofStep('why', why), ...whole('people', people.length === 0, 'Add the person or place you refer'),
    ...whole('people', people.length > 0 && why.about === 'location' && places === 0, 'You refer a place: add it'),
    ...whole('people', people.length > 0 && ['victim', 'perpetrator'].includes(String(why.about)) && places === people.length, 'You refer a person: add them'),
    ...ofItems('people', people), ...ofItems('incidents', incidents), ...ofStep('criteria', criteria), ...ofStep('consent', consent),
    ...whole('safety', consent.guards === 'yes' && safety.length === 0, 'Say what must be kept from anyone, or which way of reaching them is unsafe'),
    ...whole('consent', consent.guards === 'no' && safety.length > 0, 'You said nothing must be kept from anyone, and yet something is: put one of them right'),
    ...ofItems('safety', safety), ...whole('files', safety.some((item) => saidTwice({ ...answers, why: {}, people: [], incidents: [], consent: {}, safety: [] }, item, fileNames)), 'The name of a file says what must be kept from somebody: remove the file, and add it under another name'),
  ]
}

/** A draft that lacks nothing, as a referral. Throws where it does. */
export function referralOf(answers: Answers, questions: readonly FactQuestion[]): Omit<NewReferral, 'schemeId' | 'files'> {
  const { about, reasons, wanted, worry } = WhyForm.parse(answers.why)
  const { consent, consent_reason } = ConsentForm.parse(answers.consent)
  return {
    channel: 'form', about, reasons, wanted, consent, consentReason: consent === 'given' ? null : consent_reason, facts: { ...readFacts(questions, answers.criteria).facts, worry },
    subjects: answers.people.map((item) => subjectOf(item, answers)),
    incidents: answers.incidents.map(({ typed }) => {
      const { from, until, what, behaviour, place, complained_on, complained_to, response } = IncidentForm.parse(typed)
      return { on: from, until, what, behaviour, place, complainedOn: complained_on, complainedTo: complained_to, response }
    }),
  }
}

function subjectOf({ id, typed }: Item, { safety }: Answers): ReferredSubject {
  const fields = PeopleForm.parse(typed)
  if (fields.kind === 'place') {
    const { name, address } = fields
    return { kind: 'place', role: 'location', resident: null, facts: [...(name ? [{ kind: 'premises' as const, value: name }] : []), { kind: 'address', value: address }] }
  }
  const theirs = safety.filter((item) => item.typed.who === id).map((item) => SafetyForm.parse(item.typed))
  return {
    kind: 'person', role: fields.role, resident: fields.resident, homeArea: fields.home_area, facts: factsOf(fields),
    guarded: theirs.flatMap(({ guarded_kind: kind, guarded: value }) => (kind && value ? [{ kind, value }] : [])),
    unsafe: { methods: [...new Set(theirs.flatMap(({ unsafe }) => unsafe))], note: theirs.flatMap(({ unsafe_note }) => unsafe_note ?? []).join('. ') || null },
  }
}
