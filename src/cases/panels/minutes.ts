import { z } from 'zod'
import type { Action } from '../../actions/action.ts'
import { ownerInWords } from '../../actions/action.ts'
import { type Decided, DECIDED } from './panel.ts'
import type { About, Information, Risk } from './turn-store.ts'

/** One case's part of a panel's minutes as one agency is given it. */
export const MinutesForAgency = z.object({
  reference: z.string(),
  about: z.array(z.object({ role: z.string(), name: z.string() })),
  risk: z.string().nullable(),
  information: z.array(z.object({ contributionId: z.string(), agencyId: z.string(), nature: z.enum(['fact', 'opinion']), standing: z.string().nullable(), statement: z.string() })),
  discussion: z.string().nullable(),
  decided: z.enum(DECIDED).nullable(),
  decision: z.string().nullable(),
  actions: z.array(z.object({ statement: z.string(), owner: z.string(), dueOn: z.string() })),
})
export type MinutesForAgency = z.infer<typeof MinutesForAgency>

/** Everything of a case at a panel that whoever issues the minutes may see. */
export type CaseRecord = {
  reference: string
  leadAgencyId: string
  /** Agencies that take part now. */
  parties: readonly string[]
  about: readonly About[]
  risk: Risk | null
  information: readonly Information[]
  discussion: string | null
  decided: Decided | null
  decision: string | null
  actions: readonly Action[]
}

/** Whether information may pass between two agencies for the purpose of the case: they are one, or a live agreement covers both. */
export type IsCovered = (one: string, other: string) => boolean

/** Whether an agency, as a whole, is told what was said: its own; or said to the panel, or to it by name, under a live agreement. What is for those who lead the case is in nobody else's minutes. */
const isTold = (agencyId: string, said: Information, isCovered: IsCovered): boolean =>
  said.agencyId === agencyId
  || (isCovered(agencyId, said.agencyId) && (said.audience === 'panel' || said.audience === 'publication' || (said.audience !== 'case lead' && said.namedAgencies.includes(agencyId))))

/** An agency's own minutes of a case, made by picking what it may see; null when the case is not open to it: it takes no part, or no live agreement covers it with the lead agency. */
export function minutesFor(agencyId: string, record: CaseRecord, isCovered: IsCovered): MinutesForAgency | null {
  if (!record.parties.includes(agencyId) || !isCovered(agencyId, record.leadAgencyId)) return null
  const { reference, about, risk, information, discussion, decided, decision, actions } = record
  return {
    reference,
    about: about.map(({ role, name }) => ({ role, name })),
    risk: risk && `${risk.band}, assessed ${risk.assessedOn}`,
    information: information.filter((said) => isTold(agencyId, said, isCovered)).map(({ contributionId, agencyId: from, nature, standing, statement }) => ({ contributionId, agencyId: from, nature, standing, statement })),
    discussion, decided, decision,
    actions: actions.map((action) => ({ statement: action.statement, owner: ownerInWords(action), dueOn: action.dueOn })),
  }
}

/** Minutes issued before with what was put right, and without what has since been replaced or may no longer be told. */
export const corrected = (before: MinutesForAgency, now: MinutesForAgency, { discussion, decision }: Pick<MinutesForAgency, 'discussion' | 'decision'>): MinutesForAgency => ({
  ...before, discussion, decision,
  information: before.information.filter(({ contributionId }) => now.information.some((said) => said.contributionId === contributionId)),
})
