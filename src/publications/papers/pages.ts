import { writeDate } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'
import { todayInLondon } from '../../calendar/dates.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import type { DraftSource } from '../drafting/source.ts'
import { dutyDay, dutyOf } from '../duties/duty.ts'
import { papersNavigation } from '../papers-navigation.ts'
import type { BodyBlock } from './body.ts'
import { type Decided, decidedRow } from './decided-store.ts'
import { hasRecommendations, isWritten, KIND_WORDS, PAPER_KINDS, type Paper, type PaperKind, type Section, type WholePaper } from './paper.ts'
import type { Problem } from './problems.ts'
import type { PaperShown } from './shown.ts'
import type { PaperStamp } from './store.ts'
import { TEMPLATES } from './templates.ts'
import { askedOf, audienceLine, headOf, numbersParagraphs, onDay, periodOf, upperFirst } from './wording.ts'

export type Failed = { errors: FieldError[]; entered: Record<string, unknown> } | null
const formOf = (failed: Failed) => ({ ...errorsForPage(failed?.errors), entered: failed?.entered ?? {} })
const words = (at: Temporal.Instant) => writeDate(todayInLondon(at))

/** Papers being written, and what was published. */
export function papersPage(papers: readonly Paper[], editions: readonly PaperStamp[], powers: ReadonlySet<string>, today: Temporal.PlainDate) {
  const latest = new Map(editions.toReversed().map((edition) => [edition.paperId, edition]))
  return {
    title: 'Papers',
    writes: powers.has('papers.edit'),
    rooms: papersNavigation('Papers', powers),
    actions: powers.has('papers.edit') ? [{ text: 'Begin a paper', href: '/papers/new', primary: true }] : [],
    papers: papers.filter(({ endedAt }) => endedAt === null).map((paper) => ({
      href: `/papers/${paper.paperId}`, title: paper.title, kind: upperFirst(paper.kind), period: periodOf(paper), for: paper.meeting ?? ([paper.committee, paper.committeeOn && onDay(paper.committeeOn)].filter(Boolean).join(', ') || 'Nobody yet'),
      state: latest.has(paper.paperId) ? { word: `Edition ${latest.get(paper.paperId)!.number} published`, colour: 'green' } : { word: 'Being written', colour: 'blue' },
    })),
    published: editions.map((edition) => ({ href: `/paper-editions/${edition.editionId}`, title: edition.title, kind: upperFirst(edition.kind), number: edition.number, when: `${words(edition.publishedAt)}, ${age(todayInLondon(edition.publishedAt), today)}`, corrects: edition.corrects })),
  }
}

export type MeetingChoice = { meetingId: string; text: string }

/** The form that begins a paper, or changes what it says of itself. `theirs`: somebody changed it meanwhile. */
export function aboutPage(paper: Paper | null, meetings: readonly MeetingChoice[], suggested: { starts: string; ends: string; kind?: PaperKind; title?: string; answers?: string }, failed: Failed, theirs = false) {
  const entered: Record<string, unknown> = failed?.entered ?? (paper
    ? { ...paper, starts: onDay(paper.starts), ends: onDay(paper.ends), committeeOn: paper.committeeOn ? onDay(paper.committeeOn) : '' }
    : { kind: 'board pack', ...suggested, starts: onDay(suggested.starts), ends: onDay(suggested.ends), asks: 'information', drafted: 'yes' })
  return {
    title: paper ? 'What the paper says of itself' : 'Begin a paper',
    back: paper ? { href: `/papers/${paper.paperId}`, text: 'Back to the paper' } : { href: '/papers', text: 'Papers' },
    isNew: paper === null,
    theirs,
    version: theirs && paper ? paper.version : (entered.version ?? 0),
    kinds: PAPER_KINDS.map((kind) => ({ value: kind, text: upperFirst(kind), hint: { text: KIND_WORDS[kind] }, checked: entered.kind === kind })),
    asks: [{ value: 'information', text: 'For information', checked: entered.asks !== 'decision' }, { value: 'decision', text: 'For decision', checked: entered.asks === 'decision' }],
    meetings: [{ value: '', text: 'None' }, ...meetings.map(({ meetingId, text }) => ({ value: meetingId, text, selected: entered.meetingId === meetingId }))],
    drafts: entered.drafted === 'yes',
    duty: dutyDay(String(entered.answers ?? ''))?.duty.name ?? null,
    ...formOf(failed),
    entered,
  }
}

/** A paper being written: its head, what stands in its way, its sections in order. */
export function paperPage({ paper, sections, appendices }: WholePaper, problems: readonly Problem[], sources: readonly DraftSource[], editions: readonly PaperStamp[], plans: readonly { editionId: string; text: string }[], decided: readonly Decided[], powers: ReadonlySet<string>, today: Temporal.PlainDate, failed: Failed = null) {
  const names = new Map(sources.map(({ key, title }) => [key, title]))
  return {
    title: paper.title,
    context: `${upperFirst(paper.kind)}, ${periodOf(paper)}`,
    back: { href: '/papers', text: 'Papers' },
    paperId: paper.paperId,
    version: paper.version,
    actions: [
      { text: 'Read it', href: `/papers/${paper.paperId}/read` },
      { text: 'Word', href: `/papers/${paper.paperId}/draft.docx`, download: true },
      ...(powers.has('editions.publish') ? [{ text: 'Publish', href: `/papers/${paper.paperId}/publish`, primary: true }] : []),
    ],
    head: [
      ['For', paper.meeting ?? ([paper.committee, paper.committeeOn && onDay(paper.committeeOn)].filter(Boolean).join(', ') || 'No meeting or committee yet')],
      ...(hasRecommendations(paper.kind) ? [['Asks', paper.asks === 'decision' ? 'For decision' : 'For information']] : []),
      ...(paper.reportOf ? [['Report of', paper.reportOf]] : []),
      ['Contact', paper.contact ?? 'Nobody named'],
      ...(paper.duty && paper.dutyDueOn ? [['Answers', `${dutyOf(paper.duty)?.name ?? paper.duty}, due ${onDay(paper.dutyDueOn)}`]] : []),
    ],
    summary: paper.summary,
    stops: problems.filter(({ severity }) => severity === 'blocks'),
    asks: problems.filter(({ severity }) => severity === 'question'),
    notes: problems.filter(({ severity }) => severity === 'note').length,
    sections: sections.map((section, at) => ({
      href: `/papers/${paper.paperId}/sections/${section.sectionId}`, heading: section.heading, restricted: section.restricted, recommendation: section.recommendation, decided: decided.filter(({ sectionId }) => sectionId === section.sectionId).map(decidedRow), isEmpty: section.body.trim() === '', isFirst: at === 0, isLast: at === sections.length - 1,
      words: section.body.trim() === '' ? 'Empty' : `${section.body.trim().split(/\s+/).length.toLocaleString('en-GB')} words`,
      from: section.source ? `${names.get(section.source) ?? section.source}${section.draftedAt ? `, drafted ${age(todayInLondon(section.draftedAt), today)}${isWritten(section) ? ' and written in since' : ''}` : ''}` : 'Written by people',
    })),
    sources: [{ value: '', text: 'Nothing: I will write it' }, ...sources.map(({ key, title }) => ({ value: key, text: title }))],
    appendices: appendices.map((appendix) => ({ ...appendix, remove: `/papers/${paper.paperId}/appendices/${appendix.appendixId}/remove`, what: appendix.editionId ? 'An edition of a plan' : appendix.fileName ?? null, href: appendix.editionId ? `/editions/${appendix.editionId}` : appendix.fileName ? `/papers/${paper.paperId}/appendices/${appendix.appendixId}` : null })),
    plans: [{ value: '', text: 'None' }, ...plans.map(({ editionId, text }) => ({ value: editionId, text }))],
    editions: editions.map(({ editionId, number, publishedAt, by }) => ({ href: `/paper-editions/${editionId}`, text: `Edition ${number}`, when: `${words(publishedAt)}${by ? ` by ${by}` : ''}` })),
    hasTemplate: TEMPLATES[paper.kind].length > 0 && sections.length === 0,
    ...formOf(failed),
  }
}

/** One section, to be written in. `theirs`: what somebody else saved meanwhile. */
export const sectionPage = ({ paper }: WholePaper, section: Section, source: DraftSource | undefined, failed: Failed = null, theirs = false) => ({
  title: section.heading,
  context: paper.title,
  back: { href: `/papers/${paper.paperId}`, text: 'Back to the paper' },
  address: `/papers/${paper.paperId}/sections/${section.sectionId}`,
  theirs: theirs ? section.body || '(empty)' : null,
  version: section.version,
  isWritten: isWritten(section),
  source: source ? { title: source.title, drafted: section.draftedAt ? words(section.draftedAt) : null } : null,
  drawn: section.drawn == null ? null : JSON.stringify(section.drawn, null, 1),
  asksSomething: hasRecommendations(paper.kind),
  ...formOf(failed),
  entered: failed?.entered ?? { heading: section.heading, body: section.body, recommendation: section.recommendation ?? '', restricted: section.restricted ? 'yes' : '' },
})

export const summaryPage = ({ paper }: WholePaper, failed: Failed = null, theirs = false) => ({
  title: 'Summary', context: paper.title, back: { href: `/papers/${paper.paperId}`, text: 'Back to the paper' }, version: paper.version, theirs: theirs ? paper.summary || '(empty)' : null,
  ...formOf(failed), entered: failed?.entered ?? { summary: paper.summary },
})

type NumberedBlock = BodyBlock & { number?: string }

/** What a reader is shown of a paper, published or not: blocks with their numbers. */
export function shownPage(shown: PaperShown) {
  let number = 0
  const numbered = numbersParagraphs(shown)
  const withNumbers = (blocks: readonly BodyBlock[]): NumberedBlock[] => blocks.map((block) => (numbered && block.kind === 'paragraph' ? { ...block, number: `${++number}.` } : block))
  return {
    head: headOf(shown), asked: askedOf(shown), audience: audienceLine(shown), summary: shown.summary, recommendations: shown.recommendations, contact: shown.contact,
    sections: shown.sections.map((section, at) => ({ ...section, anchor: `section-${at + 1}`, blocks: withNumbers(section.blocks) })),
    appendices: shown.appendices,
  }
}

/** The whole paper as it stands, before it is published. */
export const readPage = (shown: PaperShown, paperId: string) => ({ title: shown.title, context: `${shown.partnership}: draft, not published`, back: { href: `/papers/${paperId}`, text: 'Back to the paper' }, actions: [{ text: 'Word', href: `/papers/${paperId}/draft.docx`, download: true }, { text: 'Print', print: true }], shown: shownPage(shown) })

export type Published = PaperStamp & { shown: PaperShown }

/** A published paper, for one of its two audiences. */
export const editionPage = (edition: Published, shown: PaperShown, siblings: readonly PaperStamp[], decided: readonly Decided[], writes: boolean) => ({
  decided: decided.map(decidedRow),
  title: shown.title,
  context: `${shown.partnership}: edition ${edition.number}, published ${words(edition.publishedAt)}${edition.by ? ` by ${edition.by}` : ''}`,
  back: { href: '/papers', text: 'Papers' },
  actions: [
    { text: 'Word', href: `/paper-editions/${edition.editionId}/paper.docx${shown.audience === 'public' ? '?for=public' : ''}`, download: true },
    { text: 'HTML', href: `/paper-editions/${edition.editionId}/paper.html${shown.audience === 'public' ? '?for=public' : ''}`, download: true },
    { text: 'Print', print: true },
  ],
  isPublic: shown.audience === 'public',
  other: shown.audience === 'public' ? { href: `/paper-editions/${edition.editionId}`, text: 'Read it whole' } : shown.sections.some(({ restricted }) => restricted) || shown.appendices.some(({ restricted }) => restricted) ? { href: `/paper-editions/${edition.editionId}?for=public`, text: 'See the copy for the public, without what is restricted' } : null,
  paper: writes ? `/papers/${edition.paperId}` : null,
  overrideReason: edition.overrideReason,
  corrects: edition.corrects && { number: edition.corrects, note: edition.correctionNote, href: siblings.find(({ number }) => number === edition.corrects)?.editionId ?? null },
  correctedBy: siblings.filter(({ corrects }) => corrects === edition.number).map(({ editionId, number, correctionNote }) => ({ href: `/paper-editions/${editionId}`, number, note: correctionNote })),
  newest: siblings[0] && siblings[0].number > edition.number ? { href: `/paper-editions/${siblings[0].editionId}`, number: siblings[0].number } : null,
  shown: shownPage(shown),
})

/** What would be published now, and what stands in its way. */
export function publishPage(paper: Paper, shown: PaperShown, problems: readonly Problem[], editions: readonly PaperStamp[], fingerprint: string, failed: Failed, changedSince: boolean) {
  const number = (editions[0]?.number ?? 0) + 1
  return {
    title: `Publish edition ${number}`, context: paper.title, back: { href: `/papers/${paper.paperId}`, text: 'Back to the paper' }, number, fingerprint, changedSince,
    blocking: problems.filter(({ severity }) => severity === 'blocks'), others: problems.filter(({ severity }) => severity !== 'blocks').length,
    corrects: [{ value: '', text: 'None' }, ...editions.map((edition) => ({ value: String(edition.number), text: `Edition ${edition.number}`, selected: failed?.entered.corrects === String(edition.number) }))],
    ...formOf(failed), shown: shownPage(shown),
  }
}
