import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asUser, audit } from '../../db/tx.ts'
import type { PlanKind } from '../plan.ts'
import { actionPlanPaper } from './action-plan.ts'
import { type Cover, coverOf, draftCover } from './cover.ts'
import type { Shown } from './shown.ts'
import { boardPaper } from './papers.ts'
import { previewEdition, selectEdition } from './store.ts'
import { planCsv, planWorkbook } from './workbook.ts'

const today = () => todayInLondon(Temporal.Now.instant())
const asUuid = (text: string) => z.uuid().safeParse(text).data ?? null

type Paper = { address: string; of: (kind: PlanKind) => string; ending: string; type: string; write: (shown: Shown, cover: Cover) => Promise<Uint8Array> | string }

const OFFICE = 'application/vnd.openxmlformats-officedocument'
/** What can be taken away of an edition, or of the live plan as a draft. */
export const PAPERS: readonly Paper[] = [
  { address: 'board-paper.docx', of: (kind) => (kind === 'action plan' ? 'board paper' : ''), ending: 'docx', type: `${OFFICE}.wordprocessingml.document`, write: boardPaper },
  { address: 'action-plan.docx', of: (kind) => (kind === 'action plan' ? '' : 'actions'), ending: 'docx', type: `${OFFICE}.wordprocessingml.document`, write: actionPlanPaper },
  { address: 'plan.xlsx', of: () => '', ending: 'xlsx', type: `${OFFICE}.spreadsheetml.sheet`, write: planWorkbook },
  { address: 'plan.csv', of: () => '', ending: 'csv', type: 'text/csv; charset=utf-8', write: planCsv },
]

/** "safer-city-partnership-dashboard-edition-3.docx": of the partnership's name, the plan's kind and `name`, the edition's or the draft's; never of free text. */
export const fileName = ({ partnership, kind }: Pick<Shown, 'partnership' | 'kind'>, name: string, { of, ending }: Pick<Paper, 'of' | 'ending'>): string => {
  const words = [partnership, kind, of(kind), name].join(' ').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
  return `${words}.${ending}`
}

async function send(reply: FastifyReply, paper: Paper, shown: Shown, cover: Cover, name: string) {
  const written = await paper.write(shown, cover)
  return reply
    .type(paper.type)
    .header('content-disposition', `attachment; filename="${fileName(shown, name, paper)}"`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .send(typeof written === 'string' ? written : Buffer.from(written))
}

/** Each paper at two addresses: of an edition, and of the live plan. Each is logged as a disclosure with the reading of it. */
export function downloads(app: FastifyInstance) {
  for (const paper of PAPERS) {
    const details = { paper: paper.address }
    app.get(`/editions/:editionId/${paper.address}`, { config: { power: 'editions.read' } }, async (request: FastifyRequest<{ Params: { editionId: string } }>, reply) => {
      const editionId = asUuid(request.params.editionId)
      const edition = editionId && (await asUser(request.user, async (tx) => {
        const found = await selectEdition(tx, editionId)
        if (found) audit(tx, { act: 'disclosed', subjectKind: 'edition', subjectId: editionId, details })
        return found
      }))
      return edition ? send(reply, paper, edition.shown, coverOf(edition), `edition-${edition.number}`) : reply.callNotFound()
    })
    app.get(`/plans/:planId/${paper.address}`, { config: { power: 'plans.read' } }, async (request: FastifyRequest<{ Params: { planId: string } }>, reply) => {
      const planId = asUuid(request.params.planId)
      const draft = planId && (await asUser(request.user, async (tx) => {
        const found = await previewEdition(tx, planId, request.user.partnershipName, today())
        if (found) audit(tx, { act: 'disclosed', subjectKind: 'plan', subjectId: planId, details })
        return found
      }))
      return draft ? send(reply, paper, draft.shown, draftCover(draft, today()), `draft-${today()}`) : reply.callNotFound()
    })
  }
}
