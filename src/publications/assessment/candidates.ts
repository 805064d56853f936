import { typedTable } from '../papers/body.ts'
import type { DraftSource } from '../drafting/source.ts'
import { type Held, manyOf, NO_SOURCES, selectHeld, spanWords } from './held.ts'
import { wardsOf } from './places.ts'
import { comparedKinds } from './recorded.ts'
import { type KeptSignal, openSignals, selectSignals } from './signals.ts'

const MOST_BY_VOLUME = 3
type Candidate = { what: string; why: string }

/** What volume, change and signals speak for: the reasons of one thing stand together. */
function candidatesOf({ ground, sources }: Held, kept: ReadonlyMap<number, readonly KeptSignal[]>): Candidate[] {
  const reasons = new Map<string, { of: string; why: string }[]>()
  for (const held of sources) {
    const { source, months } = held
    if (!months) continue
    const { rows } = comparedKinds(held, ground)
    const of = `${source.name}, ${spanWords(months)}`
    const add = (what: string, why: string) => reasons.set(what, [...(reasons.get(what) ?? []), { of, why }])
    rows.filter(({ now }) => (now.n ?? 0) > 0).slice(0, MOST_BY_VOLUME).forEach(({ line, now }, at) => add(line.text, `${['Most', 'Second most', 'Third most'][at]} ${manyOf(source)}: ${now.text}`))
    for (const { line, now, before, toBefore, toThree } of rows)
      if (toBefore === 'higher') add(line.text, `Rose from ${before!.text} to ${now.text} in a year, more than chance would set apart${toThree === 'higher' ? '; above the average of three years too' : ''}`)
      else if (toThree === 'higher') add(line.text, `Above the average of the three years before, more than chance would set apart${toBefore === 'lower' ? `, though fewer than the year before (${before!.text})` : ''}`)
    for (const { isSure, direction, categoryId, areaId, sentence } of kept.get(source.sourceId) ?? []) {
      const kind = ground.categories.find((each) => each.categoryId === categoryId)?.text
      if (isSure && direction === 'higher' && kind && areaId === 0) add(kind, sentence)
    }
    if (source.positions !== 'none')
      for (const [ward, standing] of wardsOf(held, ground).standing) if (standing === 'higher') add(ward, `Its rate of ${manyOf(source)} is higher than other wards’`)
  }
  const said = (whys: readonly { of: string; why: string }[]) => [...Map.groupBy(whys, ({ of }) => of)].map(([of, each]) => `${each.map(({ why }) => why.replace(/\.$/, '')).join('. ')} (${of})`).join('. ')
  return [...reasons].map(([what, whys]) => ({ what, why: said(whys) })).toSorted((one, other) => reasons.get(other.what)!.length - reasons.get(one.what)!.length)
}

const TO_JUDGE = 'To judge'

/** Candidates for priorities, from volume, change and signals alone; the judging is left to people. */
export const priorityCandidates: DraftSource = {
  key: 'priority candidates', title: 'Incident data: candidates for priorities, for people to judge', heading: 'What the priorities should be',
  draft: async (tx, asked) => {
    const held = await selectHeld(tx, asked)
    if (held.sources.length === 0) return { body: NO_SOURCES, drawn: [] }
    const kept = new Map<number, readonly KeptSignal[]>()
    for (const each of held.sources) kept.set(each.source.sourceId, openSignals(await selectSignals(tx, each)))
    const candidates = candidatesOf(held, kept)
    return {
      body: [
        'These are candidates, not priorities. They stand here for their volume, their change and their signals alone, those with the most reasons first. Harm, what people told us, and what the partnership could change are for people to judge, and what is hidden from these data can matter more than what is in them.',
        candidates.length > 0 ? typedTable(['Candidate', 'Why it stands here', 'Harm to people', 'What people told us', 'Can we change it'], candidates.map(({ what, why }) => [what, why, TO_JUDGE, TO_JUDGE, TO_JUDGE])) : 'Nothing is held of these days from which a candidate could be drawn.',
      ].join('\n\n'),
      drawn: candidates,
    }
  },
}
