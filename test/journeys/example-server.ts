import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import axe from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { buildApp } from '../../src/app.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openDatabase } from '../../src/db/pool.ts'
import { useDatabase } from '../../src/db/tx.ts'
import { loadExample } from '../../src/example/load.ts'
import { ROLE_POWERS } from '../../src/people/powers.ts'

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
]

export type Journey = {
  baseUrl: string
  password: string
  /** A page in a browser of its own, signed in with this e-mail's account; scripts off unless asked for. */
  signedIn: (email: string, options?: { scripts?: boolean; width?: number }) => Promise<Page>
  open: (options?: { scripts?: boolean; width?: number }) => Promise<Page>
  close: () => Promise<void>
}

/** The whole product with its example, served to a real browser. */
export async function startJourney(): Promise<Journey> {
  const database = await openDatabase({ kind: 'memory' })
  await migrate(database, ROLE_POWERS, null)
  const secret = randomBytes(32)
  useDatabase(database, secret)
  const { password } = (await loadExample())[0]!
  const app = buildApp({ secret, baseUrl: 'http://127.0.0.1', logLevel: 'silent' })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const baseUrl = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const browser: Browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS })
  const contexts: BrowserContext[] = []
  const open: Journey['open'] = async ({ scripts = false, width = 1280 } = {}) => {
    const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width, height: 900 }, baseURL: baseUrl, acceptDownloads: true })
    contexts.push(context)
    return context.newPage()
  }
  return {
    baseUrl,
    password,
    open,
    signedIn: async (email, options) => {
      const page = await open(options)
      await page.goto('/sign-in')
      await page.locator('#email').fill(email)
      await page.locator('#password').fill(password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL('**/my-work')
      return page
    },
    close: async () => {
      for (const context of contexts) await context.close()
      await browser.close()
      await app.close()
      await database.close()
    },
  }
}

/** What axe finds wrong by WCAG 2.2 A and AA on the page as it stands: one line a fault, with the first element it concerns. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }),
  )
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.length}) ${nodes[0]?.html.slice(0, 200)}`)
}
