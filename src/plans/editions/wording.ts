import { writeDate, writeDateRange } from '../../calendar/dates.ts'
import { evidenceFor, type Shown, type ShownEvidence, type ShownFinding, type ShownItem } from './shown.ts'

const dayOf = (day: string) => Temporal.PlainDate.from(day)

export const writeDay = (day: string): string => writeDate(dayOf(day))
export const writeSpan = ({ starts, ends }: { starts: string; ends: string }): string => writeDateRange(dayOf(starts), dayOf(ends))

/** With a full stop, unless it has its own. */
export const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)

export const upperFirst = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

/** "July to September 2018: 1 July to 30 September 2018", or the days the plan runs when no period was open. */
export const periodLine = ({ period, runs }: Shown): string => (period ? `Reporting period ${period.name}: ${writeSpan(period)}` : `Plan of ${writeSpan(runs)}`)

export const itemName = ({ kind, code, title }: Pick<ShownItem, 'kind' | 'code' | 'title'>): string => (kind === 'heading' ? title : `${code} ${title}`)

/** Who answers for an item; said plainly when no one does. */
export const ownerWords = ({ kind, owner, contributors }: ShownItem): string =>
  owner ?? (kind === 'heading' ? '' : contributors.length > 0 ? 'No single owner' : 'No owner')

/** Everyone who has a part in an item: "No single owner: Police, Council", "Warden, Council; with Police". */
export const everyOwner = (item: ShownItem): string =>
  item.contributors.length === 0 ? ownerWords(item) : item.owner ? `${item.owner}; with ${item.contributors.join('; ')}` : `${ownerWords(item)}: ${item.contributors.join(', ')}`

/** A piece of evidence as it is printed: "Output, 4 to 6 May 2018, 34 people", and what else it serves beside `code`. */
export function evidenceWords({ kind, from, to, quantity, unit, serves }: ShownEvidence, code: string): { head: string; also: string | null } {
  const others = serves.filter((each) => each !== code)
  return {
    head: [upperFirst(kind), writeSpan({ starts: from, ends: to }), quantity === null ? null : `${quantity.toLocaleString('en-GB')} ${unit ?? ''}`.trim()].filter(Boolean).join(', '),
    also: others.length > 0 ? `Also serves ${others.join(', ')}; counted once` : null,
  }
}

/** What the roll-up rules that were not chosen would give a group, where it differs: "If half decide or most decide: Amber". */
export const otherwiseWords = ({ otherwise }: ShownItem): string | null =>
  [...Map.groupBy(otherwise, ({ word }) => word)].map(([word, rules]) => `If ${rules.map(({ rule }) => rule).join(' or ')}: ${word}`).join('. ') || null

/** Why the criteria or the roll-up give what they give, with the owner's reason where the two differ. */
export const derivedNote = (item: ShownItem): string =>
  [item.because, item.differs && item.reason ? `The owner’s reason: ${item.reason}` : null, otherwiseWords(item)].filter(Boolean).join('. ')

export const statedWords = ({ stated }: ShownItem): string | null =>
  stated.length > 1 ? `Stated two ways: ${stated.map(({ word, place }) => `${word} in ${place}`).join(', ')}` : null

/** When an item was last reported on, and that it is overdue when it is. */
export const updatedWords = ({ positionOn, fresh, overdue }: ShownItem): string => (positionOn ? [writeDay(positionOn), overdue && fresh].filter(Boolean).join('. ') : fresh)

export const outcomeWords = ({ outcomeType }: ShownItem): string => `Outcome, ${outcomeType ?? 'not typed'}`

/** A line through fewer than three readings would show a course where there is none. */
export const isDrawn = ({ points }: ShownItem['measures'][number]): boolean => points.filter(({ value }) => value !== null).length >= 3

/** Where a finding is, with its item's code where the place alone does not say it: "4: its sheet and the summary". */
export const placeOf = ({ code, place }: Pick<ShownFinding, 'code' | 'place'>): string =>
  code === null || place.split(/[\s,:;]+/).includes(code) ? place : `${code}: ${place}`

/** Items that a board should look at. */
export const inFocus = ({ items }: Shown): ShownItem[] => items.filter(({ focus }) => focus.length > 0)

/** Every other live item that has something to tell, so that no rating stands without what is behind it. */
export const elsewhere = (shown: Shown): ShownItem[] =>
  shown.items.filter((item) => item.focus.length === 0 && item.state !== 'withdrawn' && (item.position || item.outcome || item.measures.length > 0 || evidenceFor(shown, item.code).length > 0))
