/** SARA's four steps; analysis looks at victims, offenders, locations and themes (VOLT). Home Office and PCSU guidance on problem profiles. */
export const SECTIONS = [
  { heading: 'What the problem is', step: 'Scanning', asks: 'What happens, to whom, and why the partnership asked' },
  { heading: 'How much, and which way it goes', step: 'Scanning', asks: 'How many, how that has changed, and how sure one can be' },
  { heading: 'Where', step: 'Analysis', asks: 'Which places, how few hold half of it, and what they are like' },
  { heading: 'When', step: 'Analysis', asks: 'Months, days and hours, and what the data do not say' },
  { heading: 'Who is harmed', step: 'Analysis', asks: 'Victims: who, and who again' },
  { heading: 'Who causes it', step: 'Analysis', asks: 'Offenders: what is known, as a group and not by name' },
  { heading: 'Why here', step: 'Analysis', asks: 'Themes: what makes it easy, who could guard, who manages the place' },
  { heading: 'What has been tried', step: 'Analysis', asks: 'Responses so far and what came of them' },
  { heading: 'What the data cannot say', step: 'Analysis', asks: 'Gaps: not recorded, not placed, not shared' },
  { heading: 'What could be done', step: 'Response', asks: 'Options, with what each would change. Recommendations stand below' },
  { heading: 'How it will be judged', step: 'Assessment', asks: 'The measure, the places to compare with, and when to look' },
] as const
export type Heading = (typeof SECTIONS)[number]['heading']
export const isHeading = (text: string): text is Heading => SECTIONS.some(({ heading }) => heading === text)

export const STATES = ['commissioned', 'drafted', 'presented', 'response', 'reviewed'] as const
export type ProfileState = (typeof STATES)[number]

export const STATE_WORDS: Record<ProfileState, { word: string; colour: string; next: string | null }> = {
  commissioned: { word: 'Commissioned', colour: 'grey', next: 'The draft is ready' },
  drafted: { word: 'Drafted', colour: 'blue', next: 'It has been presented' },
  presented: { word: 'Presented', colour: 'blue', next: 'The response is under way' },
  response: { word: 'Response under way', colour: 'yellow', next: 'It has been reviewed' },
  reviewed: { word: 'Reviewed', colour: 'green', next: null },
}
export const nextState = (state: ProfileState): ProfileState | null => STATES[STATES.indexOf(state) + 1] ?? null

export const EXHIBIT_KINDS = ['trend', 'table', 'map', 'concentration', 'signals'] as const
export type ExhibitKind = (typeof EXHIBIT_KINDS)[number]
export const EXHIBIT_WORDS: Record<ExhibitKind, { text: string; under: Heading; caption: string }> = {
  trend: { text: 'Month by month, as a chart', under: 'How much, and which way it goes', caption: 'Recorded each month' },
  table: { text: 'Ward by ward, counts and rates, against the year before', under: 'Where', caption: 'By ward' },
  map: { text: 'Where next, as a map, with how well such maps have done', under: 'Where', caption: 'Where most is expected next month' },
  concentration: { text: 'How few places hold half of it', under: 'Where', caption: 'How concentrated it is' },
  signals: { text: 'What is unusual in the latest month', under: 'When', caption: 'Unusual in the latest month' },
}

export type Profile = {
  profileId: string
  title: string
  question: string
  state: ProfileState
  owner: { accountId: string; name: string }
  reviewer: { accountId: string; name: string } | null
  reviewOn: Temporal.PlainDate | null
  sourceId: number
  source: string
  categoryIds: readonly number[]
  categories: readonly string[]
  fromMonth: string // ISO first days
  toMonth: string
  version: number
}

export type Section = { heading: Heading; text: string; version: number; by: string | null; at: Temporal.Instant | null }
export type Exhibit = { exhibitId: string; heading: Heading; kind: ExhibitKind; caption: string }
export type Recommendation = { recommendationId: string; text: string; itemId: string | null }
export type WholeProfile = { profile: Profile; sections: readonly Section[]; exhibits: readonly Exhibit[]; recommendations: readonly Recommendation[] }

/** A table, a picture and sentences, as an exhibit shows them on a page, in an edition and on paper. `svg` is our own markup. */
export type Shown = { caption: string; svg: string | null; head: readonly string[]; rows: readonly (readonly string[])[]; sentences: readonly string[]; notes: readonly string[] }

export const AUDIENCES = ['restricted', 'publishable'] as const
export type Audience = (typeof AUDIENCES)[number]

/** What an edition holds, and never changes. */
export type Content = {
  title: string
  question: string
  about: string
  sections: readonly { step: string; heading: string; paragraphs: readonly string[]; exhibits: readonly Shown[] }[]
  recommendations: readonly string[]
}
export type Edition = { number: number; audience: Audience; content: Content; by: string | null; at: Temporal.Instant }

/** A profile with its exhibits as they stand now, as an edition keeps it. Sections with nothing in them are left out. */
export function contentOf({ profile, sections, exhibits, recommendations }: WholeProfile, shown: ReadonlyMap<string, Shown>): Content {
  return {
    title: profile.title,
    question: profile.question,
    about: `${profile.categories.join(', ') || 'Everything'} in “${profile.source}”`,
    sections: SECTIONS.map(({ heading, step }) => ({
      step, heading,
      paragraphs: (sections.find((section) => section.heading === heading)?.text ?? '').split(/\n\s*\n/).map((text) => text.trim()).filter(Boolean),
      exhibits: exhibits.filter((exhibit) => exhibit.heading === heading).flatMap(({ exhibitId }) => shown.get(exhibitId) ?? []),
    })).filter(({ paragraphs, exhibits: found }) => paragraphs.length + found.length > 0),
    recommendations: recommendations.map(({ text }) => text),
  }
}

/** What must be there before a profile is presented or published. */
export const missingIn = ({ sections, recommendations }: WholeProfile): string[] => [
  ...(sections.some(({ heading, text }) => heading === 'What the problem is' && text.trim()) ? [] : ['Nobody has written what the problem is.']),
  ...(sections.some(({ heading, text }) => heading === 'What the data cannot say' && text.trim()) ? [] : ['Nothing is said of what the data cannot say.']),
  ...(recommendations.length > 0 ? [] : ['It recommends nothing.']),
]
