import { writeDate } from '../../calendar/dates.ts'
import { age } from '../../calendar/freshness.ts'
import { sparkline } from '../../web/charts.ts'
import { errorsForPage, type FieldError } from '../../web/forms.ts'
import { publishedWords } from './cover.ts'
import { changeGroups } from './paper-blocks.ts'
import { evidenceFor, type Shown, type ShownFinding, type ShownItem } from './shown.ts'
import type { Edition, EditionSummary, Preview } from './store.ts'
import { derivedNote, elsewhere, evidenceWords, inFocus, isDrawn, itemName, outcomeWords, ownerWords, periodLine, placeOf, sentence, statedWords, updatedWords, writeDay } from './wording.ts'

/** Every edition by plan, newest first; a plan goes by the title it was last published under. */
export function editionsPage(editions: readonly EditionSummary[], only: boolean, mayPublish: boolean) {
  const plans = [...Map.groupBy(editions, ({ planId }) => planId)]
  return {
    title: 'Editions',
    only,
    mayPublish,
    plans: plans.map(([planId, all]) => ({
      title: all[0]!.title,
      publish: mayPublish ? `/plans/${planId}/publish` : null,
      editions: all.map((edition) => {
        const correction = all.find(({ corrects }) => corrects === edition.number)
        return {
          href: `/editions/${edition.editionId}`,
          title: `${edition.title}, edition ${edition.number}`,
          period: edition.period ?? `As at ${writeDay(edition.asAt)}`,
          published: publishedWords(edition).replace('published ', ''),
          summary: edition.summary,
          notes: [
            correction ? `Corrected by edition ${correction.number}` : null,
            edition.corrects ? `Corrects edition ${edition.corrects}` : null,
            edition.overrideReason ? 'Published with a reason, although findings stood' : null,
          ].filter(Boolean),
        }
      }),
    })),
  }
}

const MOST_CHANGES = 12

/** The body that an edition and a preview share, in the order of the board paper. */
export function shownPage(shown: Shown) {
  const anchors = new Map(shown.items.map(({ code }, at) => [code, `item-${at + 1}`]))
  const focus = inFocus(shown)
  const rest = elsewhere(shown)
  const told = new Set([...focus, ...rest].map(({ code }) => code))
  const row = (item: ShownItem) => ({
    code: item.kind === 'heading' ? null : item.code,
    title: item.title,
    href: told.has(item.code) ? `#${anchors.get(item.code)}` : null,
    isHeading: item.kind === 'heading',
    isGroup: item.group,
    withdrawn: item.state === 'withdrawn' ? item.stateWords : null,
    owner: { text: ownerWords(item), others: item.contributors.join(item.owner ? '; ' : ', '), warn: item.owner === null },
    declared: item.declared,
    declaredNote: statedWords(item),
    derived: item.derived,
    derivedNote: derivedNote(item),
    updated: { text: updatedWords(item), warn: item.overdue },
    trend: item.trend,
    measured: item.measures.length > 0,
  })
  const detail = (item: ShownItem) => ({
    ...row(item),
    id: anchors.get(item.code),
    name: itemName(item),
    why: item.focus,
    state: sentence(item.stateWords),
    due: item.due && `${writeDay(item.due)}${item.late ? ', late' : ''}`,
    late: item.late,
    aim: item.aim,
    success: item.success,
    position: item.position,
    evidence: evidenceFor(shown, item.code).map((each) => ({ ...evidenceWords(each, item.code), statement: each.statement })),
    outcome: item.outcome,
    outcomeWords: outcomeWords(item),
    measures: item.measures.map((measure) => ({
      title: measure.title, sentence: [measure.sentence, measure.target].filter(Boolean).join('. '), svg: isDrawn(measure) ? sparkline(measure.points, measure) : '',
    })),
  })
  const withdrawn = shown.items.filter(({ state }) => state === 'withdrawn').length
  return {
    summary: shown.summary,
    period: `${periodLine(shown)}. Shown as at ${writeDay(shown.asAt)}.`,
    figures: [
      { number: shown.counts.map(({ count }) => count).join(' · ') + (shown.unrated ? ` · ${shown.unrated}` : ''), text: `${shown.counts.map(({ word }) => word).join(', ')}${shown.unrated ? ', not rated' : ''}, of ${shown.of} ${shown.noun}, as declared` },
      { number: shown.differing, text: 'ratings differ from the criteria or the roll-up' },
      { number: shown.overdue, text: 'not updated in time' },
      { number: shown.withoutEvidence, text: 'without evidence in the period' },
      { number: shown.findings.length, text: `findings stood${shown.answered.length ? `; ${shown.answered.length} answered with a reason` : ''}` },
    ],
    rows: shown.items.map(row),
    focus: focus.map(detail),
    rest: rest.map(detail),
    withdrawn,
    scheme: shown.scheme,
    rollUp: shown.rollUp,
    weighty: shown.findings.filter(({ severity }) => severity !== 'note').map(placed),
    notes: shown.findings.filter(({ severity }) => severity === 'note').map(placed),
    answered: shown.answered.map((finding) => ({ ...placed(finding), when: writeDay(finding.on) })),
  }
}

const placed = <T extends ShownFinding>(finding: T) => ({ ...finding, place: placeOf(finding) })

const changesOf = (changes: Edition['changes'], isFirst: boolean) => ({
  isFirst,
  total: changes.length,
  better: changes.filter(({ way }) => way === 'better').length,
  worse: changes.filter(({ way }) => way === 'worse').length,
  groups: changeGroups(changes),
  first: changes.slice(0, MOST_CHANGES).map(({ sentence }) => sentence),
  more: Math.max(0, changes.length - MOST_CHANGES),
})

const headOf = (edition: Edition) => ({
  context: [edition.shown.partnership, publishedWords(edition)].join(' · '),
  correctedBy: edition.corrections.map(({ editionId, number, correctionNote }) => ({ href: `/editions/${editionId}`, number, note: correctionNote })),
  corrects: edition.corrects && { href: `/editions/${edition.corrected}`, number: edition.corrects, note: edition.correctionNote },
  newest: edition.newest.editionId === edition.editionId ? null : { href: `/editions/${edition.newest.editionId}`, number: edition.newest.number },
})

export const editionPage = (edition: Edition) => ({
  title: `${edition.shown.title}, edition ${edition.number}`,
  back: { href: '/editions', text: 'Back to editions' },
  actions: [
    { text: 'Word board paper', href: `/editions/${edition.editionId}/board-paper.docx`, download: true },
    { text: 'Word action plan', href: `/editions/${edition.editionId}/action-plan.docx`, download: true },
    { text: 'Excel', href: `/editions/${edition.editionId}/plan.xlsx`, download: true },
    { text: 'CSV', href: `/editions/${edition.editionId}/plan.csv`, download: true },
    { text: 'Print', print: true },
  ],
  ...headOf(edition),
  ...shownPage(edition.shown),
  overrideReason: edition.overrideReason,
  changes: changesOf(edition.changes, edition.number === 1),
  changesHref: `/editions/${edition.editionId}/changes`,
})

export const changesPage = (edition: Edition) => ({
  title: `What changed in edition ${edition.number}`,
  back: { href: `/editions/${edition.editionId}`, text: `Back to edition ${edition.number}` },
  ...headOf(edition),
  context: edition.shown.title,
  before: edition.number - 1,
  changes: changesOf(edition.changes, edition.number === 1),
})

/** The period that is still open, when one is. */
export type OpenPeriod = { name: string; due: Temporal.PlainDate; waiting: number } | null
export type Asked = { errors: readonly FieldError[]; entered: Record<string, unknown>; changedSince: boolean }

export function publishPage(preview: Preview, earlier: readonly EditionSummary[], open: OpenPeriod, { errors, entered, changedSince }: Asked, today: Temporal.PlainDate) {
  const { planId, number, shown, blocking } = preview
  return {
    title: `Publish edition ${number}`,
    back: { href: `/plans/${planId}/dashboard`, text: 'Back to the plan' },
    planId,
    context: shown.title,
    ...shownPage(shown),
    preview: `/plans/${planId}/board-paper.docx`,
    number,
    fingerprint: preview.fingerprint,
    isEmpty: shown.items.length === 0,
    blocking: blocking.map(({ itemId, code, place, sentence, suggestion }) => ({ place: placeOf({ code, place }), sentence, suggestion, href: itemId ? `/items/${itemId}` : `/plans/${planId}/checks` })),
    others: shown.findings.length - blocking.length,
    changes: changesOf(preview.changes, number === 1),
    openPeriod: open && { name: open.name, due: `${writeDate(open.due)}, ${age(open.due, today)}`, waiting: open.waiting },
    corrects: [{ value: '', text: 'It corrects no earlier edition' }, ...earlier.map((edition) => ({ value: String(edition.number), text: `Edition ${edition.number}, ${publishedWords(edition)}` }))].map((choice) => ({
      ...choice, selected: choice.value === String(entered.corrects ?? ''),
    })),
    entered,
    changedSince,
    ...errorsForPage(errors),
  }
}
