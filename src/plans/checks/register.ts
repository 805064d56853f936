import { ACTION_NUMBER_CHECKS } from './action-numbers.ts'
import { ACT_CHECKS } from './acts.ts'
import { CARRIED_OVER_CHECKS } from './carried-over.ts'
import { COMPLETENESS_CHECKS } from './completeness.ts'
import { DEFERRAL_CHECKS } from './deferrals.ts'
import { DUPLICATE_CHECKS } from './duplicates.ts'
import { EVIDENCE_CHECKS } from './evidence.ts'
import type { Check } from './finding.ts'
import { FOUNDING_CHECKS } from './foundings.ts'
import { ITEM_CODE_CHECKS } from './item-codes.ts'
import { LAW_CHECKS } from './law.ts'
import { LIST_CHECKS } from './lists.ts'
import { MATRIX_CHECKS } from './matrix.ts'
import { NUMBERING_CHECKS } from './numbering.ts'
import { OUTCOME_CHECKS } from './outcomes.ts'
import { OWNER_CODE_CHECKS } from './owner-codes.ts'
import { OWNER_CHECKS } from './owners.ts'
import { PERIOD_CHECKS } from './periods.ts'
import { PICTURE_CHECKS } from './pictures.ts'
import { POSITION_CHECKS } from './positions.ts'
import { PROMISE_CHECKS } from './promises.ts'
import { RANK_CHECKS } from './ranks.ts'
import { RATING_CHECKS } from './ratings.ts'
import { MEETING_CHECKS } from './recurrences.ts'
import { REFERENCE_CHECKS } from './references.ts'
import { ROLL_UP_CHECKS } from './roll-ups.ts'
import { ROUGH_COUNT_CHECKS } from './rough-counts.ts'
import { SCHEME_CHECKS } from './schemes.ts'
import { SHARE_CHECKS } from './shares.ts'
import { SURVEY_CHECKS } from './surveys.ts'
import { TIME_CHECKS } from './times.ts'
import { UNDATED_CHECKS } from './undated-figures.ts'
import { WORDING_CHECKS } from './words.ts'

/** Every check, in the order of the page that explains them. */
export const CHECKS: readonly Check[] = [
  ...RATING_CHECKS,
  ...ROLL_UP_CHECKS,
  ...SCHEME_CHECKS,
  ...POSITION_CHECKS,
  ...EVIDENCE_CHECKS,
  ...OUTCOME_CHECKS,
  ...DEFERRAL_CHECKS,
  ...OWNER_CHECKS,
  ...OWNER_CODE_CHECKS,
  ...COMPLETENESS_CHECKS,
  ...PERIOD_CHECKS,
  ...PROMISE_CHECKS,
  ...TIME_CHECKS,
  ...MATRIX_CHECKS,
  ...DUPLICATE_CHECKS,
  ...ACTION_NUMBER_CHECKS,
  ...NUMBERING_CHECKS,
  ...ITEM_CODE_CHECKS,
  ...REFERENCE_CHECKS,
  ...PICTURE_CHECKS,
  ...LIST_CHECKS,
  ...SHARE_CHECKS,
  ...RANK_CHECKS,
  ...SURVEY_CHECKS,
  ...UNDATED_CHECKS,
  ...ROUGH_COUNT_CHECKS,
  ...FOUNDING_CHECKS,
  ...LAW_CHECKS,
  ...ACT_CHECKS,
  ...WORDING_CHECKS,
  ...MEETING_CHECKS,
  ...CARRIED_OVER_CHECKS,
]
