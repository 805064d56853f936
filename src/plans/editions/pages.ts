import { todayInLondon, writeDate } from '../../calendar/dates.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import type { Edition, EditionSummary, Preview } from './store.ts'
import { type Shown, summaryOf } from './shown.ts'

const publishedOn = (at: Temporal.Instant) => writeDate(todayInLondon(at))

export const editionsPage = (editions: readonly EditionSummary[], only: string | null) => ({
  title: only ? `Editions of ${only}` : 'Editions',
  only,
  editions: editions.map((edition) => ({
    href: `/editions/${edition.editionId}`,
    title: `${edition.title}, edition ${edition.number}`,
    period: edition.period ?? `as at ${edition.asAt}`,
    published: `${publishedOn(edition.publishedAt)}${edition.by ? ` by ${edition.by}` : ''}`,
    note: edition.correctedBy ? `Corrected by edition ${edition.correctedBy}` : edition.corrects ? `Corrects edition ${edition.corrects}` : edition.overrideReason ? 'Published with questions open' : null,
  })),
})

/** The body that an edition and a preview share. */
export const shownPage = (shown: Shown) => ({
  shown,
  summary: summaryOf(shown),
  figures: [
    ...shown.counts.map(({ word, count }) => ({ number: count, text: `declared ${word.toLowerCase()}` })),
    { number: shown.differing, text: 'differ from the criteria or the roll-up' },
    { number: shown.findings.length, text: 'findings stood when it was shown' },
  ],
  table: shown.items.filter(({ kind, state }) => kind !== 'heading' && state !== 'withdrawn'),
  tombstones: shown.items.filter(({ state }) => state === 'withdrawn'),
  positions: shown.items.filter(({ position, evidence, reason, outcome, measures, state }) => state !== 'withdrawn' && (position || evidence.length || reason || outcome || measures.length)),
})

export const editionPage = (edition: Edition) => ({
  title: `${edition.shown.title}, edition ${edition.number}`,
  back: { href: '/editions', text: 'Back to editions' },
  context: `${edition.shown.partnership} · published ${publishedOn(edition.publishedAt)}${edition.by ? ` by ${edition.by}` : ''}`,
  actions: [
    { text: 'Word board paper', href: `/editions/${edition.editionId}/board-paper.docx`, download: true },
    { text: 'Word action plan', href: `/editions/${edition.editionId}/action-plan.docx`, download: true },
    { text: 'Excel', href: `/editions/${edition.editionId}/plan.xlsx`, download: true },
    { text: 'CSV', href: `/editions/${edition.editionId}/plan.csv`, download: true },
    { text: 'Print', print: true },
  ],
  ...shownPage(edition.shown),
  changes: edition.changes,
  overrideReason: edition.overrideReason,
  correction: edition.corrects ? `This edition corrects edition ${edition.corrects}: ${edition.correctionNote}` : null,
  correctedBy: edition.correctedBy ? `Edition ${edition.correctedBy} corrects this one. It is kept as it was published.` : null,
})

export const publishPage = (preview: Preview, errors: readonly FieldError[], entered: Record<string, unknown>, changedSince: boolean) => ({
  title: `Publish edition ${preview.number}`,
  back: { href: `/plans/${preview.planId}/dashboard`, text: 'Back to the dashboard' },
  planId: preview.planId,
  context: preview.shown.title,
  ...shownPage(preview.shown),
  changes: preview.changes,
  blocking: preview.blocking,
  others: preview.shown.findings.length - preview.blocking.length,
  number: preview.number,
  fingerprint: preview.fingerprint,
  changedSince,
  entered,
  ...errorsForPage(errors),
})
