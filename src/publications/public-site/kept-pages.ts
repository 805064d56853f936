import { createHash } from 'node:crypto'
import { renderPage } from '../../web/view.ts'
import { asSystem } from '../../db/tx.ts'
import { selectReleases, selectSite } from './release-store.ts'
import type { OpenSite } from './pages.ts'

export type KeptPage = { status: number; type: string; body: Buffer; tag: string }

/** How long another process may show what this one has taken off. */
const KEPT_MS = 5000
const MOST_PAGES = 500
type Kept = { site: OpenSite | null; until: number; pages: Map<string, KeptPage> }
const kept = new Map<string, Kept>()

/** Forgets what is kept of a site: the next reader has it as it stands now. */
export const forget = (address: string) => void kept.delete(address)

/** The open site at an address with everything on it; null when there is none. Asked of the database at most once in five seconds. */
async function siteAt(address: string): Promise<Kept> {
  const known = kept.get(address)
  if (known && known.until > Date.now()) return known
  const partnership = await asSystem('find whose public site this is', (tx) =>
    tx.selectFrom('public_site as s').innerJoin('partnership as p', 'p.partnership_id', 's.partnership_id').select(['p.partnership_id as partnershipId', 'p.name as partnership', 'p.area']).where('s.address', '=', address).where('s.is_open', '=', true).executeTakeFirst())
  const site = partnership ? await asSystem('read what a public site shows', async (tx) => ({ ...(await selectSite(tx))!, ...partnership, releases: await selectReleases(tx) }), partnership.partnershipId) : null
  const fresh = { site, until: Date.now() + KEPT_MS, pages: stampOf(known?.site ?? null) === stampOf(site) && known ? known.pages : new Map<string, KeptPage>() }
  if (kept.size > 100) kept.clear()
  kept.set(address, fresh)
  return fresh
}

const stampOf = (site: OpenSite | null) => site && JSON.stringify([site.version, site.releases.length, site.releases[0]?.releaseId, site.releases.filter(({ withdrawnAt }) => withdrawnAt).length])

/** What `make` gives for a page of a site: made once, and kept until something on the site changes. Null: there is no such site or page. */
export async function keptPage(address: string, path: string, make: (site: OpenSite) => { status?: number; type?: string; body: string } | null): Promise<KeptPage | null> {
  const { site, pages } = await siteAt(address)
  if (!site) return null
  const known = pages.get(path)
  if (known) return known
  const made = make(site)
  if (!made) return null
  const body = Buffer.from(made.body)
  const page = { status: made.status ?? 200, type: made.type ?? 'text/html; charset=utf-8', body, tag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 24)}"` }
  if (pages.size < MOST_PAGES) pages.set(path, page)
  return page
}

export const html = (template: string, model: object, status = 200) => ({ status, body: renderPage(template, model) })
