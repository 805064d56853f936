import { writeDate } from '../../calendar/dates.ts'
import { casePage } from '../../sharing/case-page.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import type { Subject } from '../index/subject-store.ts'
import { isVictim, nameAndRole, peopleToChoose } from './case-people.ts'
import { type Contact, CONTACT_PURPOSES, METHODS, SAFE_METHODS, type SafeRule } from './contact-store.ts'
import { methodWords, ruleLine } from './safe-words.ts'
import { type Clock, DEFAULT_STANDARDS, type Standards, standardsOn } from './standards.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null

const day = (iso: string) => writeDate(Temporal.PlainDate.from(iso))
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1)

const COLOUR: Record<Clock['state'], string> = { met: 'green', 'met late': 'amber', due: 'blue', late: 'red', 'not counted': 'grey' }
const WORD: Record<Clock['state'], string> = { met: 'Met', 'met late': 'Met late', due: 'Due', late: 'Late', 'not counted': 'Not counted' }

const choices = (values: readonly string[], chosen: unknown, words: (value: string) => string = capital) => [{ value: '', text: 'Choose', selected: !chosen }, ...values.map((value) => ({ value, text: words(value), selected: value === chosen }))]
const yesNo = (chosen: unknown, yes: string, no: string) => [{ value: 'yes', text: yes, checked: chosen === 'yes' }, { value: 'no', text: no, checked: chosen === 'no' }]

type Told = { subject: Subject; clocks: readonly Clock[] }

/** The contact log of a case, under the rules for contacting people safely and the clocks of each victim. */
export function contactPage(cover: CaseCover, people: readonly Subject[], rules: readonly SafeRule[], contacts: readonly Contact[], told: readonly Told[], { failed = null, safe = null, broken = null }: { failed?: Failed; safe?: Failed; broken?: SafeRule | null } = {}) {
  const entered = failed?.entered ?? {}
  const wanted = safe?.entered ?? {}
  const persons = people.filter(({ kind }) => kind !== 'place')
  const nameOf = (subjectId: string) => people.find((person) => person.subjectId === subjectId)?.name ?? 'Somebody no longer in the case'
  return {
    ...casePage(cover, 'Contact'),
    actions: [{ text: 'Letters', href: `/cases/${cover.caseId}/letters` }],
    safePeople: persons.filter((person) => isVictim(person) || rules.some(({ subjectId }) => subjectId === person.subjectId)).map((person) => ({
      name: nameAndRole(person), rules: rules.filter(({ subjectId }) => subjectId === person.subjectId).toSorted((a, b) => Number(a.allowed) - Number(b.allowed)).map(ruleLine),
    })),
    told: told.map(({ subject, clocks }) => ({ name: subject.name, clocks: clocks.map(({ name, state, words }) => ({ name, words, tag: { word: WORD[state], colour: COLOUR[state] } })) })),
    contacts: contacts.map(({ at, subjectId, method, reached, purpose, summary, againstRule, madeBy, agency }) => ({
      when: `${day(at.toZonedDateTimeISO('Europe/London').toPlainDate().toString())}, ${at.toZonedDateTimeISO('Europe/London').toPlainTime().toString({ smallestUnit: 'minute' })}`,
      who: nameOf(subjectId), how: methodWords(method), reached: reached ? 'Reached' : 'Not reached', purpose: capital(purpose), summary, againstRule, by: [madeBy ?? 'Somebody who has left', agency].filter(Boolean).join(', '),
    })),
    mayLog: cover.works && persons.length > 0, entered, wanted, isFailed: failed !== null, isSafeFailed: safe !== null,
    broken: broken ? ruleLine(broken) : null, asksWhy: broken !== null || Boolean(entered.against_rule),
    subjects: [{ value: '', text: 'Choose', selected: !entered.subject }, ...peopleToChoose(persons, entered.subject)], methods: choices(METHODS, entered.method, methodWords), reached: yesNo(entered.reached, 'Yes', 'No'),
    purposes: choices(CONTACT_PURPOSES, entered.purpose), safeSubjects: [{ value: '', text: 'Choose', selected: !wanted.safe_subject }, ...peopleToChoose(persons, wanted.safe_subject)],
    safeMethods: choices(SAFE_METHODS, wanted.safe_method, methodWords), allowed: yesNo(wanted.allowed, 'Yes, it is safe', 'No, never'),
    voicemail: [{ value: 'yes', text: 'A voicemail may be left', checked: wanted.voicemail === 'yes' }],
    standardsHref: cover.leads ? `/cases/standards/${cover.schemeId}` : null, ...errorsForPage([...(failed?.errors ?? []), ...(safe?.errors ?? [])]),
  }
}

const LINES: readonly { key: 'acknowledge' | 'firstContactHighRisk' | 'firstContact' | 'update' | 'closing'; text: string }[] = [
  { key: 'acknowledge', text: 'Acknowledged within' }, { key: 'firstContactHighRisk', text: 'First contact at high risk within' }, { key: 'firstContact', text: 'First contact otherwise within' },
  { key: 'update', text: 'Told how it goes at least every' }, { key: 'closing', text: 'Told of closing within' },
]

/** What a scheme promises its victims, now and before, and a form to promise otherwise from a day on. */
export function standardsPage(scheme: { schemeId: string; name: string }, sets: readonly Standards[], today: string, failed: Failed = null) {
  const now = standardsOn(sets, today)
  const entered: Record<string, unknown> = failed?.entered ?? { acknowledge: now.acknowledge, first_high: now.firstContactHighRisk, first: now.firstContact, update: now.update, closing: now.closing }
  return {
    title: 'Standards of contact', context: scheme.name, action: `/cases/standards/${scheme.schemeId}`, entered,
    sets: [...sets.toSorted((a, b) => b.from.localeCompare(a.from)), ...(sets.length === 0 ? [DEFAULT_STANDARDS] : [])].map((set) => ({
      when: set === DEFAULT_STANDARDS ? 'What counts until the scheme sets its own' : `From ${day(set.from)}${set.to ? ` to ${day(set.to)}` : ''}`, source: set.source,
      lines: LINES.map(({ key, text }) => ({ text, days: `${set[key]} working ${set[key] === 1 ? 'day' : 'days'}` })),
    })),
    ...errorsForPage(failed?.errors),
  }
}
