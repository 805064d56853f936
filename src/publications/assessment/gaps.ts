import { SEVERITY_TAGS } from '../../incidents/catalogue/finding.ts'
import { ROW_WORDS } from '../../incidents/catalogue/words.ts'
import { DENOMINATORS } from '../../incidents/explore/ground.ts'
import { ROW_IS } from '../../incidents/source.ts'
import { typedTable } from '../papers/body.ts'
import type { DraftSource } from '../drafting/source.ts'
import { emptyWords, findingsIn, type Held, nameOf, selectHeld, spanWords } from './held.ts'

const listed = (words: readonly string[]) => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`)

/** What is not held at all, of what a partnership could hold. */
function notHeld({ ground, sources }: Held): string[] {
  const rows = ROW_IS.filter((each) => !sources.some(({ source, months }) => source.rowIs === each && months)).map((each) => ROW_WORDS[each].many)
  const wards = ground.areas.filter(({ kind, validTo }) => kind === 'ward' && validTo === null)
  const per = DENOMINATORS.filter((each) => !ground.denominators.some(({ counted }) => counted === each))
  const bare = wards.filter(({ areaId }) => !ground.denominators.some((each) => each.areaId === areaId))
  return [
    ...(rows.length > 0 ? [`No ${listed(rows).replace(' and ', ' or ')} of these days are held.`] : []),
    ...(wards.length === 0 ? ['No wards are held, so nothing is said of where.'] : []),
    ...(per.length > 0 ? [`No figures of ${listed(per).replace(' and ', ' or ')} are held, so there are no rates by them.`] : []),
    ...(bare.length > 0 ? [`Of ${bare.length === 1 ? 'one ward' : `${bare.length} wards`} neither people nor premises are counted: ${listed(bare.map(({ name }) => name))}.`] : []),
    'What was never reported is in no data set: more reports can be more trust, and fewer less.',
  ]
}

/** What we do not know: findings on each data set, and what is not held at all. */
export const dataGaps: DraftSource = {
  key: 'data gaps', title: 'Incident data: what is missing, what misleads, and what is not held', heading: 'What we do not know',
  draft: async (tx, asked) => {
    const held = await selectHeld(tx, asked)
    const parts = held.sources.flatMap((each) => {
      const findings = findingsIn(each, true)
      return [
        each.months ? `${nameOf(each.source)}, ${spanWords(each.months)} and the year before: ${findings.length === 0 ? 'nothing was found that a reader should know.' : 'what a reader should know.'}` : emptyWords(each),
        ...(findings.length > 0 ? [typedTable(['What was found', 'Weight'], findings.map(({ sentence, severity }) => [sentence, SEVERITY_TAGS[severity].word]))] : []),
        ...(each.source.knownGaps ? [`Who keeps it says: ${each.source.knownGaps}`] : []),
      ]
    })
    return {
      body: [...parts, 'Not held at all:', notHeld(held).map((line) => `- ${line}`).join('\n')].join('\n\n'),
      drawn: held.sources.map((each) => ({ sourceId: each.source.sourceId, dataVersion: each.source.dataVersion, months: each.months, findings: findingsIn(each, true).map(({ kind, severity, from, to }) => ({ kind, severity, from, to })) })),
    }
  },
}
