import { sql } from 'kysely'
import { z } from 'zod'
import { audit, type Tx } from '../../db/tx.ts'
import type { CaseCover } from '../../sharing/case-store.ts'
import { type Answers, type RiskMatrix, RiskMatrixShape } from '../rules/risk-matrix.ts'

const Row = z.object({
  assessmentId: z.string(), subjectId: z.string().nullable(), answers: z.record(z.string(), z.string()), score: z.number(), band: z.string(), judgedBand: z.string().nullable(), judgement: z.string().nullable(), assessedOn: z.string(),
  assessedBy: z.string().nullable(), agency: z.string().nullable(), version: z.number(), source: z.string(), matrix: RiskMatrixShape,
})
/** An assessment under the version of the matrix it was made by. `judgedBand`: the band somebody set instead, with why. */
export type Assessment = z.infer<typeof Row> & { matrix: RiskMatrix }

/** The assessments of a case, the latest first. */
export async function selectAssessments(tx: Tx, caseId: string): Promise<Assessment[]> {
  const { rows } = await sql`
    select r.risk_assessment_id as "assessmentId", r.subject_id as "subjectId", r.answers, r.score, r.band, r.judged_band as "judgedBand", r.judgement, r.assessed_on as "assessedOn", a.name as "assessedBy",
      (select n.name from organisation_name n where n.partnership_id = r.partnership_id and n.organisation_id = r.agency_id and n.kind = 'name' and n.valid_to is null limit 1) as agency, s.version, s.source, s.rules as matrix
    from risk_assessment r join rule_set s on s.partnership_id = r.partnership_id and s.rule_set_id = r.rule_set_id
      left join account a on a.partnership_id = r.partnership_id and a.account_id = r.assessed_by
    where r.case_id = ${caseId} order by r.assessed_on desc, r.made_at desc`.execute(tx)
  return z.array(Row).parse(rows)
}

/** The band that counts: the one judged, where somebody judged, else the scored one. */
export const bandOf = ({ band, judgedBand }: Pick<Assessment, 'band' | 'judgedBand'>): string => judgedBand ?? band

export type NewAssessment = { subjectId: string | null; ruleSetId: string; answers: Answers; score: number; band: string; judgedBand: string | null; judgement: string | null; assessedOn: string }

/** Records an assessment, and gives its id. */
export async function addAssessment(tx: Tx, { caseId, agencyId }: Pick<CaseCover, 'caseId' | 'agencyId'>, assessment: NewAssessment): Promise<string> {
  const risk_assessment_id = crypto.randomUUID()
  await tx.insertInto('risk_assessment').values({
    partnership_id: tx.actor.partnershipId!, risk_assessment_id, case_id: caseId, subject_id: assessment.subjectId, rule_set_id: assessment.ruleSetId, answers: JSON.stringify(assessment.answers), score: assessment.score,
    band: assessment.band, judged_band: assessment.judgedBand, judgement: assessment.judgement, assessed_on: assessment.assessedOn, assessed_by: tx.actor.accountId, agency_id: agencyId,
  }).execute()
  audit(tx, { act: 'collected', subjectKind: 'case', subjectId: caseId, details: { risk: risk_assessment_id, rules: assessment.ruleSetId, judged: assessment.judgedBand !== null } })
  return risk_assessment_id
}
