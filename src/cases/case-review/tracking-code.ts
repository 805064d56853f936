import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const SIGNS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const LONGEST_MS = 24 * 3_600_000

/** What a public form carries: a random part, when it was shown, and a seal over both. */
export function newTicket(secret: Buffer, now: number): string {
  const body = `${randomBytes(16).toString('base64url')}.${now.toString(36)}`
  return `${body}.${seal(secret, body)}`
}

/** Whether a ticket is one of ours and no older than a day. */
export function isTicket(secret: Buffer, ticket: string, now: number): boolean {
  const [random, shown, sealed, ...more] = ticket.split('.')
  if (!random || !shown || !sealed || more.length > 0) return false
  const [given, expected] = [Buffer.from(sealed), Buffer.from(seal(secret, `${random}.${shown}`))]
  const age = now - Number.parseInt(shown, 36)
  return given.length === expected.length && timingSafeEqual(given, expected) && age >= 0 && age <= LONGEST_MS
}

const seal = (secret: Buffer, body: string) => createHmac('sha256', secret).update(`case review ticket ${body}`).digest('base64url')

/**
 * The code by which an applicant follows their application: six groups of five signs, of some 147 bits. It comes from the form's ticket, so that the same
 * form sent twice has one application and one code.
 */
export function trackingCode(secret: Buffer, ticket: string): string {
  const bytes = createHmac('sha256', secret).update(`case review code ${ticket}`).digest()
  const signs = [...bytes.subarray(0, 30)].map((byte) => SIGNS[byte % SIGNS.length]).join('')
  return signs.match(/.{5}/g)!.join('-')
}

/** What the database holds of a code, however its owner spaced it. */
export const codeHash = (typed: string): string => createHash('sha256').update(typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')).digest('base64url')
