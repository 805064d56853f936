import { createTransport } from 'nodemailer'
import type { MailConfig } from '../config.ts'
import { type Send, sendWaiting } from './outbox.ts'

// An alert of emergency access is to be out within five seconds.
const EVERY_MS = 3_000
/** Shorter than the minute after which another sender would try, so that no message is under way twice. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 }

/** Sends over SMTP, text only. */
export function smtpSender({ smtpUrl, from }: MailConfig): Send {
  const transport = createTransport({ url: smtpUrl, ...PATIENCE, disableFileAccess: true, disableUrlAccess: true })
  return async ({ to, subject, text, messageId }) => {
    await transport.sendMail({ from, to, subject, text, messageId })
  }
}

/**
 * Sends what waits, now and every three seconds, until stopped. Give each round's outcome to `log`, which holds no addresses.
 * Stopping waits for the message under way and takes up no more.
 */
export function startMailer(mail: MailConfig, log: (line: object) => void = () => {}): () => Promise<void> {
  const send = smtpSender(mail)
  let stopping = false
  let round: Promise<void> | null = null
  const run = async () => {
    try {
      const sent = await sendWaiting(send, () => stopping)
      if (sent > 0) log({ noticesSent: sent })
    } catch (error) {
      // The database may be away for a moment; the next round tries again, and what waits still waits.
      log({ noticesNotSent: error instanceof Error ? error.name : 'unknown' })
    } finally {
      round = null
    }
  }
  const begin = () => {
    round ??= run()
  }
  const timer = setInterval(begin, EVERY_MS)
  begin()
  return async () => {
    stopping = true
    clearInterval(timer)
    await round
  }
}
