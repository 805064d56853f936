import { createTransport } from 'nodemailer'
import type { MailConfig } from '../config.ts'
import { type Send, sendWaiting } from './outbox.ts'

const EVERY_MS = 15_000

/** Sends over SMTP, text only. */
export function smtpSender({ smtpUrl, from }: MailConfig): Send {
  const transport = createTransport(smtpUrl)
  return async ({ to, subject, text, messageId }) => {
    await transport.sendMail({ from, to, subject, text, messageId })
  }
}

/** Sends what waits, now and every quarter of a minute, until stopped; stopping waits for a message under way. */
export function startMailer(mail: MailConfig, log: (line: object) => void): () => Promise<void> {
  const send = smtpSender(mail)
  let running = Promise.resolve()
  const run = () => {
    running = running.then(async () => {
      try {
        const sent = await sendWaiting(send)
        if (sent > 0) log({ noticesSent: sent })
      } catch (error) {
        // The database may be away for a moment; the next round tries again, and what waits still waits.
        log({ noticesNotSent: error instanceof Error ? error.message : 'unknown' })
      }
    })
  }
  const timer = setInterval(run, EVERY_MS)
  run()
  return async () => {
    clearInterval(timer)
    await running
  }
}
