import { writeDate, writeDateRange } from '../../calendar/dates.ts'
import { ASKS_WORDS, hasRecommendations } from './paper.ts'
import type { PaperShown } from './shown.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
export const onDay = (text: string): string => writeDate(day(text))
export const periodOf = ({ starts, ends }: { starts: string; ends: string }): string => writeDateRange(day(starts), day(ends))
export const upperFirst = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

/** What stands at the head of a paper, label and text: the form that committees use, or less of it. */
export function headOf(shown: PaperShown): [string, string][] {
  const { committee, committeeOn, meeting, reportOf, kind, asks } = shown
  return [
    ...(committee ? [['Committee', committee] as [string, string]] : []),
    ...(committeeOn ? [['Date', onDay(committeeOn)] as [string, string]] : []),
    ...(meeting ? [['Meeting', meeting] as [string, string]] : []),
    ['Subject', shown.title],
    ...(reportOf ? [['Report of', reportOf] as [string, string]] : []),
    ...(hasRecommendations(kind) ? [['For', ASKS_WORDS[asks].replace('For ', '')] as [string, string]] : []),
    ['Reports on', periodOf(shown)],
  ]
}

/** Who is asked what, before the list of recommendations. */
export const askedOf = ({ asks, committee, meeting }: PaperShown): string =>
  `${committee || meeting ? 'Members' : 'Readers'} are asked, under each heading of this paper,${asks === 'decision' ? ' to decide' : ''} as follows:`.replace(' to decide as', ' to decide, as')

/** Which readers this copy is made for. */
export const audienceLine = ({ audience, sections }: PaperShown): string =>
  audience === 'public' ? 'For the public' : sections.some(({ restricted }) => restricted) ? 'Restricted: it holds sections that are not for the public' : 'Nothing in it is restricted'

export const numbersParagraphs = ({ kind }: Pick<PaperShown, 'kind'>): boolean => kind === 'committee report'
