import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { accessibilityFaults, startJourney } from './example-server.ts'

const journey = await startJourney()
after(() => journey.close())

const ROUNDS: Record<string, readonly string[]> = {
  'coordinator@city.example': ['/my-work', '/dashboard', '/plans', '/plans/new', '/plans/schemes', '/plans/import', '/measures', '/measures/new', '/editions', '/organisations', '/checks', '/account', '/accessibility', '/public-site'],
  'board@city.example': ['/meetings', '/groups', '/groups/structure', '/groups/gaps', '/groups/remits', '/calendar', '/calendar/clashes', '/calendar/addresses', '/campaigns', '/meeting-actions', '/feeds'],
  // The analyst's rounds are the papers: what a person edits there, and what the public then reads.
  'analyst@city.example': ['/papers', '/papers/new', '/learning', '/duties', '/exchange', '/public/city-of-london'],
  'prevent@city.example': ['/my-work', '/dashboard'],
  'admin@city.example': ['/my-work', '/accounts', '/organisations'],
  'governance@city.example': ['/audit', '/editions', '/sharing', '/sharing/agreements', '/sharing/schemes', '/sharing/law', '/sharing/access', '/sharing/emergency/reviews', '/sharing/disclosures', '/sharing/requests', '/sharing/keeping', '/sharing/matrix'],
  'caseworker@city.example': ['/cases', '/triage', '/panels', '/case-reviews', '/case-reviews/new', '/people-and-places', '/transfers', '/case-figures', '/refer', '/refer/batch', '/referrals', '/sharing/emergency', '/cases/powers', '/case-review'],
}
/** Links on these pages are followed one step, so that sheets, forms and views of one plan are looked at too. */
const FOLLOWED = /^\/(items\/[^/]+(\/(edit|ties|update))?|plans\/[^/]+\/(action-plan|thread|owners|checks|periods|settings|publish|items\/new|matrix)|(measures|editions|organisations|accounts|panels|triage)\/[^/.]+|transfers\/[0-9a-f-]{36}|cases\/[0-9a-f-]{36}(\/(people|diary|information|risk|actions|powers|contact|agencies|disclosures|access|application|letters|documents|close))?|refer\/[0-9a-f-]{36}\/(short|full)|sharing\/(agreements|schemes)\/[^/.]+|case-review\/[^/]+\/(apply|figures)|case-review\/follow|groups\/[0-9a-f-]{36}(\/(seats|names|terms|series|priorities|attendance))?|groups\/[0-9a-f-]{36}\/terms\/\d+|meetings\/[0-9a-f-]{36}(\/(papers|pack|minutes|decisions|agenda\/[0-9a-f-]{36}|minutes\/[a-z]+\/\d+))?|meeting-actions\/[0-9a-f-]{36}|feeds\/[0-9a-f-]{36}(\/returns\/[0-9-]+)?|campaigns\/[0-9a-f-]{36}|papers\/[0-9a-f-]{36}(\/(about|read|summary|sections\/[0-9a-f-]{36}))?|paper-editions\/[0-9a-f-]{36}|learning\/[0-9a-f-]{36}|public\/city-of-london(\/[^/.]+){0,2})$/

describe('axe finds nothing, nothing runs off the side, and the browser has no complaint', { concurrency: 2 }, () => {
  for (const [email, paths] of Object.entries(ROUNDS))
    for (const width of [1280, 375])
      test(`${email} at ${width} pixels`, async () => {
        const page = await journey.signedIn(email, { scripts: true, width })
        const complaints: string[] = []
        page.on('console', (message) => { if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`) })
        page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
        const seen = new Set<string>()
        const kinds = new Map<string, number>()
        const queue = [...paths]
        for (let path = queue.shift(); path; path = queue.shift()) {
          const answer = await page.goto(path)
          if (answer?.status() !== 200) {
            complaints.push(`${path}: a link led here, and it answered ${answer?.status()}`)
            continue
          }
          for (const fault of await accessibilityFaults(page)) complaints.push(`${path}: ${fault}`)
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          if (overflow > 1) complaints.push(`${path}: ${overflow} pixels run off the side`)
          if (seen.size > 200) continue
          for (const href of await page.$$eval('main a[href]', (links) => links.map((link) => link.getAttribute('href')!.split(/[?#]/)[0]!))) {
            const kind = href.replaceAll(/[0-9a-f-]{36}/g, ':id')
            if (!FOLLOWED.test(href) || seen.has(href) || (kinds.get(kind) ?? 0) >= (width > 1000 ? 2 : 1)) continue
            seen.add(href)
            kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
            queue.push(href)
          }
        }
        assert.deepEqual([...new Set(complaints)], [])
      })
})

test('every control on the sign-in page and the dashboard is reached with the Tab key, in order, and shows where it is', async () => {
  const page = await journey.signedIn('coordinator@city.example', { scripts: true })
  await page.goto('/dashboard')
  const reached: string[] = []
  for (let stop = 0; stop < 25; stop++) {
    await page.keyboard.press('Tab')
    const focus = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement
      const { outlineStyle, outlineWidth, boxShadow, backgroundColor } = getComputedStyle(element)
      const box = element.getBoundingClientRect()
      return { name: element.innerText || element.getAttribute('aria-label') || element.id, visible: box.width > 0 && box.bottom > 0, marked: (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none' || backgroundColor === 'rgb(255, 221, 0)' }
    })
    assert.ok(focus.visible && focus.marked, `focus is not shown on ${focus.name}`)
    reached.push(focus.name)
  }
  assert.equal(reached[0], 'Skip to main content')
  assert.ok(reached.includes('Publish edition'))
})
