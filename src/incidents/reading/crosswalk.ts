import type { STREET_CATEGORIES } from './published-rows.ts'

export type StreetCategory = (typeof STREET_CATEGORIES)[number]

// In this order: a stolen bicycle is a bicycle theft before it is another theft.
const BY_WORDS: readonly [RegExp, StreetCategory][] = [
  [/\b(bicycles?|bikes?|cycles?)\b(?!.*motor)/i, 'Bicycle theft'],
  [/shop ?lift/i, 'Shoplifting'],
  [/burglar|break.?in/i, 'Burglary'],
  [/theft from (the )?person|pick ?pocket|snatch/i, 'Theft from the person'],
  [/robber|mugging/i, 'Robbery'],
  [/abandoned vehicle|vehicle nuisance/i, 'Anti-social behaviour'],
  [/vehicle|\bcars?\b|\btwoc\b|motor/i, 'Vehicle crime'],
  [/\bdrugs?\b|cannabis|dealing/i, 'Drugs'],
  [/weapon|knife|knives|firearm|\bblades?\b/i, 'Possession of weapons'],
  [/criminal damage|arson|vandal|graffiti/i, 'Criminal damage and arson'],
  [
    /violen|assault|\b[ag]bh\b|wounding|sexual|\brape\b|harass|stalk|homicide|murder|domestic abuse/i,
    'Violence and sexual offences',
  ],
  [/public order|affray|hate (crime|incident)|racial/i, 'Public order'],
  [
    /anti.?social|\basb\b|noise|nuisance|litter|fly.?(tip|post)|begging|rowdy|inconsiderate|street drinking|neighbour|rough sleep|fireworks|dog foul|urinat/i,
    'Anti-social behaviour',
  ],
  [/theft|stolen|stealing/i, 'Other theft'],
  [/fraud|forgery|perjury|other crime|miscellaneous crime/i, 'Other crime'],
]

/** The police.uk category that a source's word most likely belongs under; null where none of them fits. A proposal, for a person to check. */
export const proposeCategory = (word: string): StreetCategory | null =>
  BY_WORDS.find(([words]) => words.test(word.slice(0, 200)))?.[1] ?? null
