import type { Item, Plan } from '../plan.ts'
import type { Entered } from './draft.ts'
import { itemHeading, sentence } from './evidence.ts'
import { ratingTagOf } from './rating.ts'
import { differences, type Said, type SaidField, whatStands } from './update.ts'

const NOTHING = '(nothing)'

/** What each field is called where it stands beside another of the same part. */
const LABELS: Partial<Record<SaidField, string>> = { reason: 'Reason', stateNote: 'Note', outcomeType: 'It is' }

/** Two people's versions side by side, part by part, each to be chosen from. Text that stands on both sides alike is left out. */
export function bothPage(plan: Plan, item: Item, { said: yours, follows }: Entered) {
  const theirs = whatStands(item)
  const [latest] = item.updates
  const side = (said: Said, fields: readonly SaidField[]) => ({
    tag: fields.includes('declared') ? ratingTagOf(plan, said.declared) : null,
    lines: fields
      .filter((field) => field !== 'declared' && (said[field] || !LABELS[field]))
      .map((field) => ({ label: LABELS[field] ?? null, text: ['state', 'outcomeType'].includes(field) && said[field] ? sentence(said[field]) : said[field] || NOTHING })),
  })
  const parts = differences(yours, theirs).map(({ part, label, fields, both }) => {
    const said = fields.some((field) => yours[field])
    const mayBoth = both && fields.every((field) => yours[field] && theirs[field])
    return {
      part,
      label,
      theirs: side(theirs, fields),
      yours: side(yours, fields),
      choices: [
        { value: 'theirs', text: 'Theirs', checked: !said },
        { value: 'yours', text: 'Yours', checked: said },
        ...(mayBoth ? [{ value: 'both', text: 'Both, theirs first', checked: false }] : []),
      ],
    }
  })
  return {
    ...itemHeading(plan, item),
    title: 'Someone else changed this while you were writing',
    back: { href: `/items/${item.itemId}/update/rating`, text: 'Back to your rating' },
    by: (latest?.updateId !== follows && latest?.by) || 'A colleague',
    parts,
    seen: latest?.updateId ?? '',
    version: item.version,
  }
}
