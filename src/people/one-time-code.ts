import { createHash, randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

const STEP_SECONDS = 30

const codes = (secret: string, label = '') =>
  new TOTP({ issuer: 'Wardmote', label, algorithm: 'SHA1', digits: 6, period: STEP_SECONDS, secret: Secret.fromBase32(secret) })

/** A new secret of 160 bits, as authenticator apps take it. */
export const newSecret = (): string => new Secret({ size: 20 }).base32

/** The link that puts this secret into an authenticator app on the same device. */
export const authenticatorLink = (secret: string, email: string): string => codes(secret, email).toString()

/**
 * The time step whose code this is, or null. One step early or late is allowed for slow clocks and fingers (RFC 6238, 5.2);
 * a step up to `lastStep` has been used and is refused.
 */
export function stepOf(secret: string, code: string, lastStep: number | null, at = Temporal.Now.instant()): number | null {
  const token = code.replaceAll(/[\s-]/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const drift = codes(secret).validate({ token, timestamp: at.epochMilliseconds, window: 1 })
  if (drift === null) return null
  const step = Math.floor(at.epochMilliseconds / 1000 / STEP_SECONDS) + drift
  return lastStep !== null && step <= lastStep ? null : step
}

// No 0, O, 1, I or L: these are copied from paper.
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

/** Ten recovery codes of twelve letters in threes, 59 bits each. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: 10 }, () =>
    Array.from({ length: 4 }, () => Array.from({ length: 3 }, () => LETTERS[randomInt(LETTERS.length)]).join('')).join('-'),
  )

/** A recovery code as it is stored, however it was typed. Nothing slow is needed: nobody guesses 59 bits. */
export const recoveryHash = (code: string): string =>
  createHash('sha256').update(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')).digest('hex')
