import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { auditKey } from '../../db/tx.ts'

/** The parts of a case that may be handed to another area, each chosen or left. Who it is about always goes. */
export const PARTS = ['reasons', 'diary', 'information', 'risk', 'powers', 'safe contact'] as const
export type HandedPart = (typeof PARTS)[number]

const person = z.object({ kind: z.enum(['person', 'organisation', 'place']), name: z.string(), role: z.enum(['victim', 'perpetrator', 'both', 'witness', 'child', 'location', 'group', 'other']), birth: z.string().nullable(), homeArea: z.string().nullable() })

/** What is handed over, as it was when it was sent: fields picked one by one, and no more. Protected details stand in `sealed`, which only accepting opens. */
export const Handed = z.object({
  fromPartnership: z.string(), fromAgency: z.string(), reference: z.string(), scheme: z.string(), about: z.enum(['victim', 'perpetrator', 'location', 'emerging issue']), resident: z.boolean().nullable(), referredOn: z.string(),
  people: z.array(person),
  reasons: z.string().nullable(),
  diary: z.array(z.object({ from: z.string(), to: z.string(), what: z.string(), behaviour: z.enum(['harassment, alarm or distress', 'housing nuisance', 'environmental', 'crime', 'other']) })),
  information: z.array(z.object({ on: z.string(), nature: z.enum(['fact', 'opinion']), statement: z.string() })),
  risk: z.object({ band: z.string(), on: z.string() }).nullable(),
  powers: z.array(z.object({ title: z.string(), name: z.string().nullable(), state: z.string(), starts: z.string().nullable(), ends: z.string().nullable(), conditions: z.string().nullable(), requirements: z.string().nullable() })),
  safeContact: z.array(z.object({ name: z.string(), rules: z.array(z.string()) })),
  sealed: z.array(z.string()),
})
export type Handed = z.infer<typeof Handed>

const Sealed = z.object({ personAt: z.number().int().min(0), kind: z.enum(['address', 'phone', 'email', 'school', 'workplace', 'vehicle']), value: z.string() })
/** A protected detail of one of `people`, by place in the list. */
export type ProtectedDetail = z.infer<typeof Sealed>

const sealKey = () => createHmac('sha256', auditKey()).update('wardmote transfer of protected details').digest()

/** A protected detail that nobody reads on its way: under a key the database does not hold, tied to its transfer. */
export function seal(detail: ProtectedDetail, transferId: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealKey(), nonce).setAAD(Buffer.from(transferId))
  const text = Buffer.concat([cipher.update(JSON.stringify(detail)), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')
}

/** A protected detail as the accepted case is to hold it. Throws when it was sealed for another transfer, or changed. */
export function unseal(sealed: string, transferId: string): ProtectedDetail {
  const bytes = Buffer.from(sealed, 'base64url')
  const cipher = createDecipheriv('aes-256-gcm', sealKey(), bytes.subarray(0, 12)).setAAD(Buffer.from(transferId)).setAuthTag(bytes.subarray(12, 28))
  return Sealed.parse(JSON.parse(Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString()))
}

/** Where a transfer stands, in one word. */
export const standingOf = ({ recalledAt, outcome, acknowledgedAt }: { recalledAt: unknown; outcome: string | null; acknowledgedAt: unknown }): 'recalled' | 'accepted' | 'refused' | 'advice given' | 'acknowledged' | 'sent' =>
  recalledAt ? 'recalled' : outcome === 'accepted' || outcome === 'refused' || outcome === 'advice given' ? outcome : acknowledgedAt ? 'acknowledged' : 'sent'
