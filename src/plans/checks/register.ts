import { ACT_CHECKS } from './acts.ts'
import { CARRIED_OVER_CHECKS } from './carried-over.ts'
import { CLAIM_CHECKS } from './claims.ts'
import { COMPLETENESS_CHECKS } from './completeness.ts'
import { DUPLICATE_CHECKS } from './duplicates.ts'
import { EVIDENCE_CHECKS } from './evidence.ts'
import type { Check } from './finding.ts'
import { LAW_CHECKS } from './law.ts'
import { LIST_CHECKS } from './lists.ts'
import { MATRIX_CHECKS } from './matrix.ts'
import { NUMBERING_CHECKS } from './numbering.ts'
import { OUTCOME_CHECKS } from './outcomes.ts'
import { OWNER_CHECKS } from './owners.ts'
import { PERIOD_CHECKS } from './periods.ts'
import { POSITION_CHECKS } from './positions.ts'
import { RATING_CHECKS } from './ratings.ts'
import { MEETING_CHECKS } from './recurrences.ts'
import { REFERENCE_CHECKS } from './references.ts'
import { SCHEME_CHECKS } from './schemes.ts'
import { SHARE_CHECKS } from './shares.ts'
import { TIME_CHECKS } from './times.ts'
import { WORDING_CHECKS } from './words.ts'

/** Every check, in the order of the page that explains them. */
export const CHECKS: readonly Check[] = [
  ...RATING_CHECKS, ...SCHEME_CHECKS, ...POSITION_CHECKS, ...EVIDENCE_CHECKS, ...OUTCOME_CHECKS, ...OWNER_CHECKS, ...COMPLETENESS_CHECKS, ...PERIOD_CHECKS, ...TIME_CHECKS,
  ...MATRIX_CHECKS, ...DUPLICATE_CHECKS, ...NUMBERING_CHECKS,
  ...REFERENCE_CHECKS, ...LIST_CHECKS, ...SHARE_CHECKS, ...CLAIM_CHECKS, ...LAW_CHECKS, ...ACT_CHECKS, ...WORDING_CHECKS, ...MEETING_CHECKS, ...CARRIED_OVER_CHECKS,
]
