import type { Tx } from '../../db/tx.ts'
import { insertCase } from '../../sharing/case-store.ts'
import { recordReferral } from '../../sharing/disclosure-store.ts'
import { addProtected } from '../index/protected-store.ts'
import { addSubject } from '../index/store.ts'
import { handedInWords } from './gather.ts'
import { unseal } from './handed.ts'
import { answerTransfer, type Transfer } from './store.ts'

/** Takes a case on: opens it as a referral in one of the reader's own schemes, about the people handed over, with what came under seal. Gives its id; null when it was recalled or answered meanwhile. */
export async function acceptTransfer(tx: Tx, transfer: Transfer, { schemeId, today, by, note }: { schemeId: string; today: string; by: string; note: string | null }): Promise<string | null> {
  const { handed, transferId, reason } = transfer
  const { caseId } = await insertCase(tx, { schemeId, about: handed.about, resident: null, referredOn: today })
  // Answered first, so that of two who accept at once only one case is opened: the other's is undone with its transaction.
  if (!(await answerTransfer(tx, transfer, { outcome: 'accepted', note, receivedCaseId: caseId, by }))) throw new TakenMeanwhile()
  const partnership_id = tx.actor.partnershipId!
  const { organisation_id } = await tx.selectFrom('account').select('organisation_id').where('account_id', '=', tx.actor.accountId!).executeTakeFirstOrThrow()
  const agency = await tx.selectNoFrom((expression) => expression.fn<string>('agency_of', [expression.val(organisation_id)]).as('id')).executeTakeFirstOrThrow()
  const source = `Handed over by ${handed.fromAgency}, ${handed.fromPartnership}, under ${handed.reference}`
  const words = handedInWords(handed).filter(({ heading }) => heading !== 'What happened').map(({ heading, lines }) => `${heading}\n${lines.join('\n')}`)
  await tx.insertInto('referral').values({
    partnership_id, case_id: caseId, referred_by: tx.actor.accountId, agency_id: agency.id, channel: 'transfer', reasons: [`Why it was sent\n${reason}`, ...words].join('\n\n').slice(0, 20000), consent: 'not asked', consent_reason: source,
  }).execute()
  for (const [at, person] of handed.people.entries()) {
    const added = await addSubject(tx, { caseId }, {
      kind: person.kind, role: person.role, resident: null, homeArea: person.homeArea,
      facts: [{ kind: person.kind === 'place' ? 'premises' : 'name', value: person.name, source }, ...(person.birth ? [{ kind: 'birth' as const, value: person.birth, source }] : [])],
    })
    for (const { personAt, kind, value } of handed.sealed.map((sealed) => unseal(sealed, transferId))) if (added && personAt === at) await addProtected(tx, { caseId }, added.entryId, { kind, value, source })
  }
  if (handed.diary.length > 0) await tx.insertInto('diary_entry').values(handed.diary.map(({ from, to, what, behaviour }) => ({
    partnership_id, case_id: caseId, happened_from: from, happened_to: to, what, behaviour, report_reference: handed.reference, recorded_by: tx.actor.accountId, agency_id: agency.id,
  }))).execute()
  await recordReferral(tx, { caseId, agencyId: agency.id }, { consent: 'not asked', consentReason: source })
  return caseId
}

/** Thrown, so that nothing stands, when somebody answered or recalled a transfer while it was being accepted. */
export class TakenMeanwhile extends Error {}
