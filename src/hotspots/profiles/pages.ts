import { writeDate } from '../../calendar/dates.ts'
import { monthIndex, writeMonths } from '../../incidents/catalogue/month-line.ts'
import { dataNavigation } from '../../incidents/data-navigation.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { type Audience, type Content, type Edition, EXHIBIT_KINDS, EXHIBIT_WORDS, missingIn, nextState, type Profile, SECTIONS, type Shown, STATE_WORDS, type WholeProfile } from './profile.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null
export type Choices = { sources: { sourceId: number; name: string }[]; categories: { categoryId: number; sourceId: number; text: string }[]; accounts: { value: string; text: string }[] }

const period = ({ fromMonth, toMonth }: Pick<Profile, 'fromMonth' | 'toMonth'>) => writeMonths(monthIndex(fromMonth), monthIndex(toMonth))
const rooms = (powers: ReadonlySet<string>) => dataNavigation('Profiles', powers)

function reviewWords({ reviewOn, state }: Profile, today: Temporal.PlainDate): { text: string; isLate: boolean } | null {
  if (!reviewOn) return null
  const isLate = state !== 'reviewed' && Temporal.PlainDate.compare(reviewOn, today) < 0
  return { text: `${isLate ? 'Review was due' : 'Review'} ${writeDate(reviewOn)}`, isLate }
}

export const listPage = (profiles: readonly Profile[], powers: ReadonlySet<string>, today: Temporal.PlainDate) => ({
  title: 'Problem profiles',
  rooms: rooms(powers),
  actions: powers.has('analysis.edit') ? [{ text: 'Commission a profile', href: '/profiles/new', primary: true }] : [],
  mayEdit: powers.has('analysis.edit'),
  profiles: profiles.map((profile) => ({
    href: `/profiles/${profile.profileId}`, title: profile.title, about: `${profile.categories.join(', ') || 'Everything'} in “${profile.source}”, ${period(profile)}`,
    state: STATE_WORDS[profile.state], owner: profile.owner.name, review: reviewWords(profile, today),
  })),
})

/** The form that commissions a profile (`profile` null) or changes what it is about. */
export function aboutPage(profile: Profile | null, choices: Choices, me: string, lastMonth: string | null, failed: Failed = null, stale = false) {
  const from = lastMonth ? Temporal.PlainDate.from(lastMonth).subtract({ months: 11 }).toString().slice(0, 7) : ''
  const entered: Record<string, unknown> = failed?.entered ?? (profile
    ? { ...profile, source: profile.sourceId, categories: profile.categoryIds.map(String), from: profile.fromMonth.slice(0, 7), to: profile.toMonth.slice(0, 7), owner: profile.owner.accountId, reviewer: profile.reviewer?.accountId, reviewOn: profile.reviewOn ? writeDate(profile.reviewOn) : '' }
    : { source: choices.sources[0]?.sourceId, categories: [], owner: me, from, to: lastMonth?.slice(0, 7) ?? '', version: 0 })
  const chosen = new Set([entered.categories].flat().map(String))
  const select = (list: Choices['accounts'], value: unknown) => list.map((choice) => ({ ...choice, selected: choice.value === value }))
  return {
    title: profile ? 'Change what the profile is about' : 'Commission a profile',
    back: profile ? { href: `/profiles/${profile.profileId}`, text: profile.title } : { href: '/profiles', text: 'Profiles' },
    entered: stale && profile ? { ...entered, version: profile.version } : entered,
    stale,
    sources: choices.sources.map(({ sourceId, name }) => ({ value: sourceId, text: name, selected: String(sourceId) === String(entered.source) })),
    categories: choices.categories.map(({ categoryId, sourceId, text }) => ({
      value: String(categoryId), text: choices.sources.length > 1 ? `${text} (${choices.sources.find((source) => source.sourceId === sourceId)?.name})` : text, checked: chosen.has(String(categoryId)),
    })),
    owners: select(choices.accounts, entered.owner),
    reviewers: [{ value: '', text: 'Nobody yet', selected: !entered.reviewer }, ...select(choices.accounts, entered.reviewer)],
    ...errorsForPage(failed?.errors),
  }
}

export type Seen = { whole: WholeProfile; shown: ReadonlyMap<string, Shown>; editions: readonly Edition[]; actions: ReadonlyMap<string, { text: string; state: string; href: string }> }

/** The document: what is written and what the data show, section by section, and what it recommends. */
export function profilePage({ whole, shown, editions, actions }: Seen, powers: ReadonlySet<string>, today: Temporal.PlainDate, failed: (NonNullable<Failed> & { form: string }) | null = null) {
  const { profile, sections, exhibits, recommendations } = whole
  const url = `/profiles/${profile.profileId}`
  const next = nextState(profile.state)
  const may = { edit: powers.has('analysis.edit'), act: powers.has('plans.edit') && powers.has('analysis.edit') }
  return {
    title: profile.title,
    rooms: rooms(powers),
    url,
    may,
    context: `${profile.categories.join(', ') || 'Everything'} in “${profile.source}”, ${period(profile)}`,
    question: profile.question,
    state: STATE_WORDS[profile.state],
    version: profile.version,
    next: next && { value: next, text: STATE_WORDS[profile.state].next },
    facts: [`Written by ${profile.owner.name}`, profile.reviewer ? `reviewed by ${profile.reviewer.name}` : 'no reviewer yet'].join(', '),
    review: reviewWords(profile, today),
    missing: profile.state === 'reviewed' ? [] : missingIn(whole),
    actions: [{ text: 'Word', href: `${url}/profile.docx`, download: true }, { text: 'Print', print: true }, ...(may.edit ? [{ text: 'Change what it is about', href: `${url}/about` }] : [])],
    sections: SECTIONS.map(({ heading, step, asks }, index) => {
      const section = sections.find((each) => each.heading === heading)!
      return {
        id: `s${index}`, step, heading, asks, number: index, isNewStep: index === 0 || SECTIONS[index - 1]!.step !== step,
        paragraphs: section.text.split(/\n\s*\n/).map((text) => text.trim()).filter(Boolean),
        by: section.by && section.at ? `${section.by}, ${writeDate(section.at.toZonedDateTimeISO('Europe/London').toPlainDate())}` : null,
        exhibits: exhibits.filter((exhibit) => exhibit.heading === heading).map((exhibit) => ({ ...exhibit, ...shown.get(exhibit.exhibitId)! })),
      }
    }),
    kinds: EXHIBIT_KINDS.map((value) => ({ value, text: EXHIBIT_WORDS[value].text })),
    headings: SECTIONS.map(({ heading }) => ({ value: heading, text: heading })),
    recommendations: recommendations.map(({ recommendationId, text, itemId }) => ({ id: recommendationId, text, action: itemId ? (actions.get(itemId) ?? { text: 'An action in a plan you may not see', state: '', href: null }) : null, href: `${url}/recommendations/${recommendationId}` })),
    editions: editions.map(({ number, audience, by, at }) => ({ href: `${url}/editions/${number}`, text: `Edition ${number}, ${audience}`, when: `${writeDate(at.toZonedDateTimeISO('Europe/London').toPlainDate())}${by ? `, ${by}` : ''}` })),
    failed: failed?.form ?? null,
    entered: failed?.entered ?? {},
    ...errorsForPage(failed?.errors),
  }
}

/** One section being written. `theirs`: what somebody else wrote meanwhile. */
export function sectionPage(profile: Profile, index: number, section: { text: string; version: number }, failed: Failed = null, theirs: string | null = null) {
  const { heading, asks, step } = SECTIONS[index]!
  return {
    title: heading, step, asks, back: { href: `/profiles/${profile.profileId}#s${index}`, text: profile.title }, heading, version: section.version,
    text: failed ? String(failed.entered.text ?? '') : section.text, theirs, ...errorsForPage(failed?.errors),
  }
}

export const actionPage = (profile: Profile, text: string, plans: readonly { planId: string; title: string }[], accounts: Choices['accounts'], failed: Failed = null) => ({
  title: 'Make it an action',
  back: { href: `/profiles/${profile.profileId}#recommendations`, text: profile.title },
  text,
  plans: plans.map(({ planId, title }) => ({ value: planId, text: title, selected: failed?.entered.plan === planId })),
  owners: [{ value: '', text: 'Choose one owner' }, ...accounts.map((each) => ({ ...each, selected: failed?.entered.owner === each.value }))],
  entered: failed?.entered ?? {},
  ...errorsForPage(failed?.errors),
})

const AUDIENCE_WORDS: Record<Audience, string> = { restricted: 'Restricted: for the partnership', publishable: 'Publishable: small numbers are protected' }

export const editionPage = ({ profileId, title }: Profile, { number, audience, content, by, at }: Edition, powers: ReadonlySet<string>) => ({
  title: content.title,
  rooms: rooms(powers),
  back: { href: `/profiles/${profileId}`, text: title },
  context: `Edition ${number} of ${writeDate(at.toZonedDateTimeISO('Europe/London').toPlainDate())}${by ? `, published by ${by}` : ''}. ${AUDIENCE_WORDS[audience]}`,
  actions: [{ text: 'Word', href: `/profiles/${profileId}/editions/${number}/edition.docx`, download: true }, { text: 'Print', print: true }],
  content: { ...content, sections: content.sections.map((section: Content['sections'][number], index: number) => ({ ...section, isNewStep: index === 0 || content.sections[index - 1]!.step !== section.step })) },
})
