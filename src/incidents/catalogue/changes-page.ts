import { todayInLondon, writeShortDate } from '../../calendar/dates.ts'
import { dataNavigation } from '../data-navigation.ts'
import type { Change, ChangeKind, Load, Version } from '../load-store.ts'
import type { Source } from '../source.ts'
import { monthIndex, writeMonth } from './month-line.ts'
import type { FieldChanged } from './report-store.ts'
import { writeCount } from './words.ts'

export const CHANGE_KINDS = ['revised', 'withdrawn', 'new'] as const satisfies readonly ChangeKind[]
const KIND_WORDS: Record<ChangeKind, { text: string; lead: string }> = {
  new: { text: 'New', lead: 'Rows that were not held before.' },
  revised: { text: 'Revised', lead: 'Rows that were held and are now told otherwise. What was held before is kept, and comes back if the load is undone.' },
  withdrawn: { text: 'Withdrawn', lead: 'Rows that were held for these months and that the files no longer have.' },
}
export const CHANGES_A_PAGE = 50

/** What a load changed of what was held, one kind at a time. `fields`: in how many of all revised rows each field differs. */
export function changesPage(load: Load, source: Source, kind: ChangeKind, changes: readonly Change[], fields: readonly FieldChanged[], powers: ReadonlySet<string>) {
  const url = `/data/loads/${load.loadId}`
  const counts: Record<ChangeKind, number> = { new: load.taken, revised: load.revised, withdrawn: load.withdrawn }
  return {
    title: 'What changed',
    rooms: dataNavigation('Data', powers),
    back: { href: url, text: `Load ${load.loadId}` },
    context: source.name,
    kinds: CHANGE_KINDS.map((each) => ({ text: `${KIND_WORDS[each].text}: ${writeCount(counts[each])}`, href: `${url}/changes?kind=${each}`, current: each === kind })),
    lead: KIND_WORDS[kind].lead,
    isRevised: kind === 'revised',
    fields: fields.map(({ field, n }) => ({ field, n: writeCount(n) })),
    rows: changes.map((change) => rowOf(change)),
    nextHref: changes.length === CHANGES_A_PAGE ? `${url}/changes?kind=${kind}&after=${changes.at(-1)!.rowNo}` : null,
    none: load.state === 'undone' ? 'This load is undone, and what it held is cleared away.' : 'None.',
    attribution: source.attribution,
  }
}

function rowOf({ before, now, differences }: Change) {
  const version = now ?? before
  return {
    category: version?.category ?? 'Unknown',
    month: version ? writeMonth(monthIndex(version.month)) : '',
    where: version?.place ?? null,
    note: version ? [version.reference && `Reference ${version.reference.slice(0, 20)}`, version.outcome, whenOf(version)].filter(Boolean).join(' · ') : '',
    differences: differences.map((difference) => ({ field: difference.field, before: difference.before || 'Nothing', now: difference.now || 'Nothing' })),
  }
}

const whenOf = ({ starts }: Version): string | null => (starts === null ? null : writeShortDate(todayInLondon(starts)))
