import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, describe, test } from 'node:test'
import { readPaper } from '../../src/documents/reading.ts'
import { writeWord } from '../../src/documents/word.ts'
import { startJourney } from './example-server.ts'

const journey = await startJourney()
after(() => journey.close())

describe('with scripts switched off', () => {
  test('a coordinator walks from the dashboard to a sheet, the thread and the checks, and publishes an edition with her reason', async () => {
    const page = await journey.signedIn('coordinator@city.example')
    await page.goto('/dashboard')
    await assertText(page, 'Performance dashboard')
    await page.getByRole('link', { name: 'Businesses help deliver Prevent' }).click()
    await page.getByRole('heading', { name: /^1\.1\.1c/ }).waitFor()
    await page.getByRole('link', { name: 'The plan’s whole thread' }).click()
    await assertText(page, 'Thread: from commitment to outcome')
    await page.getByRole('link', { name: 'Checks', exact: true }).first().click()
    await assertText(page, 'Priority 4')
    await page.getByRole('link', { name: 'Dashboard' }).first().click()
    await page.getByRole('link', { name: 'Publish edition' }).click()
    await page.getByRole('button', { name: /^Publish edition/ }).click()
    await assertText(page, 'There is a problem')
    await page.getByLabel('Why you publish with these open').fill('The board meets before priorities 4 and 6 can be settled')
    await page.getByRole('button', { name: /^Publish edition/ }).click()
    await assertText(page, 'The board meets before priorities 4 and 6 can be settled')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Word board paper' }).click()])
    const paper = await readPaper(download.suggestedFilename(), readFileSync(await download.path()))
    assert.ok(paper.ok && paper.paper.blocks.some((block) => block.kind === 'table' && block.rows.length > 30))
  })

  test('an owner says where her item stands: evidence first, then the rating', async () => {
    const page = await journey.signedIn('prevent@city.example')
    await assertText(page, 'My work')
    await page.goto('/dashboard')
    await page.getByRole('link', { name: 'Work with people who live in the City' }).click()
    await page.getByRole('link', { name: 'Say where this stands' }).click()
    await page.locator('input[name=kind][value=activity]').check()
    await page.locator('[name=statement]').fill('Two evenings were held for residents of the Golden Lane estate')
    await page.locator('[name=from]').fill('12 9 2018')
    await page.getByRole('button', { name: 'Save and continue' }).click()
    await page.locator('input[name=state][value=continuous]').check()
    await page.locator('input[name=declared][value=Green]').check()
    await page.getByRole('button', { name: 'Save and continue' }).click()
    await page.getByRole('button', { name: 'Send' }).click()
    await assertText(page, 'Two evenings were held for residents of the Golden Lane estate')
    await assertText(page, 'History')
    const other = await journey.signedIn('inspector@city.example')
    await other.goto(page.url())
    await assertText(other, 'Two evenings were held')
    assert.equal(await other.getByRole('link', { name: 'Say where this stands' }).count(), 0)
  })

  test('a board member reads the editions and cannot publish; a reader sees no live plan', async () => {
    const board = await journey.signedIn('board@city.example')
    await board.goto('/editions')
    await board.getByRole('link', { name: /edition 1$/ }).first().click()
    await assertText(board, 'How to read the ratings')
    await board.goto('/dashboard')
    assert.equal(await board.getByRole('link', { name: 'Publish edition' }).count(), 0)
    const reader = await journey.signedIn('reader@city.example')
    assert.equal((await reader.goto('/dashboard'))?.status(), 404)
  })

  test('a stranger sees nothing', async () => {
    const page = await journey.open()
    for (const path of ['/my-work', '/dashboard', '/plans', '/editions', '/measures', '/audit', '/accounts']) {
      await page.goto(path)
      assert.match(page.url(), /\/sign-in\?next=/)
    }
  })

  test('a coordinator brings in a Word action plan, looks at how it was read, and takes it', async () => {
    const page = await journey.signedIn('coordinator@city.example')
    const bytes = await writeWord({
      title: 'Street safety action plan 2026', footer: 'Street safety', blocks: [
        { kind: 'table', columns: [{ title: 'No.', width: 10 }, { title: 'Action', width: 40 }, { title: 'Owner', width: 20 }, { title: 'RAG', width: 10 }, { title: 'Progress', width: 20 }], rows: [
          ['1', 'Light the river path', 'CoLP', { text: 'Green', fill: '#00B050' }, 'Lamps were fitted on 3 March 2026'],
          ['2', 'Walk the market at closing time', 'CCS', { text: 'Amber', fill: '#FFC000' }, 'A rota is being written'],
        ] },
      ],
    })
    await page.goto('/plans/import')
    await page.locator('input[type=file]').setInputFiles({ name: 'street-safety.docx', mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
    await page.locator('main form button[type=submit]').first().click()
    await page.getByRole('button', { name: 'Show me the plan' }).click()
    await assertText(page, 'Light the river path')
    await page.getByRole('button', { name: 'Take this plan' }).click()
    await assertText(page, 'Walk the market at closing time')
    assert.match(page.url(), /\/plans\/[0-9a-f-]{36}/)
    const stranger = await journey.signedIn('reader@city.example')
    assert.equal((await stranger.goto(page.url()))?.status(), 404)
  })
})

async function assertText(page: { locator: (selector: string) => { innerText: () => Promise<string> } }, text: string) {
  const said = await page.locator('body').innerText()
  assert.ok(said.includes(text), `“${text}” is not on the page:\n${said.slice(0, 1500)}`)
}
