/** What an incident harms, as far as its category says. No weight is given: the groups of open data are too broad to weigh. */
export const HARMS = ['people', 'property', 'public places', 'not known'] as const
export type Harm = (typeof HARMS)[number]

export const HARM_WORDS: Record<Harm, string> = {
  people: 'To people: violence, robbery, weapons',
  property: 'To property: theft, burglary, damage, vehicles',
  'public places': 'To public places: anti-social behaviour, public order, drugs',
  'not known': 'Not known from the category',
}

/** Police.uk's categories, which mapped sources are compared under as well. */
const HARM_OF: Readonly<Record<string, Harm>> = {
  'violence and sexual offences': 'people',
  'violent crime': 'people',
  robbery: 'people',
  'possession of weapons': 'people',
  'theft from the person': 'property',
  'other theft': 'property',
  shoplifting: 'property',
  burglary: 'property',
  'bicycle theft': 'property',
  'vehicle crime': 'property',
  'criminal damage and arson': 'property',
  'anti-social behaviour': 'public places',
  'public order': 'public places',
  'public disorder and weapons': 'public places',
  drugs: 'public places',
}

/** The harm of a category, by the name it is compared under. */
export const harmOf = (category: string): Harm => HARM_OF[category.trim().toLowerCase()] ?? 'not known'
