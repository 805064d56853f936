import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { asSystem } from '../../src/db/tx.ts'
import { addGroup, addMeeting } from '../meeting-fixture.ts'
import type { TestPartnership } from '../world.ts'
import { accessibilityFaults, startJourney } from './example-server.ts'

const journey = await startJourney()
after(() => journey.close())

const people = await asSystem('find the example’s people', (tx) => tx.selectFrom('account').select(['partnership_id', 'account_id', 'email', 'organisation_id']).where('email', 'in', ['coordinator@city.example', 'prevent@city.example', 'board@city.example']).execute())
const personOf = (name: string) => people.find(({ email }) => email.startsWith(name))!
const { partnership_id: partnershipId, organisation_id: council } = personOf('coordinator')
const city = { partnershipId, council } as TestPartnership
const groupId = await addGroup(city, {
  name: 'Safeguarding Conference', confidential: true, quorum: 2,
  seats: [{ account: personOf('board').account_id, role: 'chair' }, { account: personOf('coordinator').account_id, role: 'secretary' }, { account: personOf('prevent').account_id, role: 'secretary' }],
})
const { meetingId, openItemId } = await addMeeting(city, groupId)
const here = `/meetings/${meetingId}`
const item = `${here}/live/items/${openItemId}`

/** Looks at a page with axe at a desk's and a phone's width, and that nothing runs off its side. */
async function look(page: Page, name: string) {
  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 900 })
    assert.deepEqual(await accessibilityFaults(page), [], `${name} at ${width}`)
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 1, `${name} runs off the side at ${width}`)
  }
  await page.setViewportSize({ width: 1280, height: 900 })
}
const says = (page: Page, text: RegExp) => page.locator('[data-typed]', { hasText: text }).waitFor()
const typed = (page: Page) => page.locator('#minuted')

test('Two secretaries hold one meeting, one loses the connection and gets it back, and the group alone reads its minutes', async () => {
  const first = await journey.signedIn('coordinator@city.example', { scripts: true })
  const second = await journey.signedIn('prevent@city.example', { scripts: true })
  await first.goto(`${here}/live`)
  await look(first, 'the day before it begins')
  await first.getByRole('button', { name: 'Begin the meeting' }).click()
  await first.getByText('The meeting has begun.').waitFor()
  await first.getByRole('link', { name: 'Attendance', exact: true }).click()
  for (const choice of await first.getByLabel('Present', { exact: true }).all()) await choice.check()
  await first.getByRole('button', { name: 'Save attendance' }).click()
  await first.getByText('There is a quorum: 3 of 3 seats are filled').waitFor()
  await look(first, 'attendance')
  await first.goto(`${here}/interests`)
  await first.getByLabel('Who declares it').fill('A member')
  await first.getByLabel('What the interest is').fill('Lives on the square')
  await first.getByLabel('left the room').check()
  await first.getByRole('button', { name: 'Write it down' }).click()
  await look(first, 'interests')

  await first.goto(item)
  await second.goto(item)
  await typed(first).fill('The lamps of the square were spoken of.')
  await says(first, /^Saved at/)
  await typed(second).fill('Police will count the calls by April.')
  await says(second, /Somebody else typed here/)
  await second.getByRole('button', { name: 'Save', exact: true }).click()
  await second.getByRole('heading', { name: 'Theirs, which stands now' }).waitFor()
  await look(second, 'both texts')
  await second.getByRole('button', { name: 'Join them, theirs first' }).click()
  await second.getByText('It is saved.').waitFor()
  assert.equal(await typed(second).inputValue(), 'The lamps of the square were spoken of.\n\nPolice will count the calls by April.')

  await second.context().setOffline(true)
  await typed(second).press('Control+End')
  await typed(second).pressSequentially(' Typed without a connection.')
  await says(second, /The connection is down/)
  await second.getByRole('button', { name: 'Save', exact: true }).click()
  await says(second, /The connection is down/)
  assert.match(await typed(second).inputValue(), /Typed without a connection\.$/, 'a button pressed meanwhile loses nothing')
  await second.context().setOffline(false)
  await says(second, /^Saved at/)
  await second.reload()
  assert.match(await typed(second).inputValue(), /Typed without a connection\.$/)
  assert.equal(await second.evaluate(() => sessionStorage.length), 0, 'what was sent is kept in the browser no longer')

  await first.goto(item)
  await first.getByLabel('Decided', { exact: true }).check()
  await first.getByLabel('What was decided, noted or deferred').fill('Light the square')
  await first.getByLabel('What will be done').fill('Ask for a price of the lamps')
  await first.locator('#owner').selectOption({ index: 1 })
  await first.getByLabel('By when').fill('1 4 2026')
  await first.getByRole('button', { name: 'Save and agree the action' }).click()
  await first.getByRole('link', { name: 'D1/2026' }).waitFor()
  await first.getByRole('link', { name: 'Action 1/2026' }).waitFor()
  await look(first, 'an item')
  await first.goto(`${here}/decisions`)
  await look(first, 'decisions')

  await first.goto(`${here}/live`)
  await look(first, 'the day')
  await first.getByRole('button', { name: 'End the meeting' }).click()
  await first.getByText('“Police will count the calls by April.”').waitFor()
  await look(first, 'the draft and its promises')
  await first.getByLabel('Who will do it').first().selectOption({ index: 1 })
  await first.getByRole('button', { name: 'Make it an action' }).first().click()
  await first.getByText('It is action 2/2026.').waitFor()
  await first.getByRole('button', { name: 'Send the draft to the chair' }).click()
  await first.getByText('The draft is with the chair.', { exact: true }).waitFor()
  const chair = await journey.signedIn('board@city.example')
  await chair.getByRole('link', { name: /^Approve the minutes of Safeguarding Conference/ }).click()
  await chair.getByRole('button', { name: 'Approve the minutes' }).click()
  await chair.getByText('The minutes are approved.', { exact: true }).waitFor()
  await first.goto(`${here}/minutes/issue`)
  await look(first, 'issuing')
  await first.getByRole('button', { name: 'Issue', exact: true }).click()
  await first.getByRole('heading', { name: 'Who has been sent them' }).waitFor()
  await look(first, 'minutes')
  await second.goto(`${here}/minutes`)
  await second.getByText('Typed without a connection.').waitFor()

  const outside = await journey.signedIn('inspector@city.example')
  for (const path of ['/live', '/attendance', '/interests', '/decisions', '/minutes', '/minutes/draft', '/minutes/group/1', '/minutes/group/1/word', `/live/items/${openItemId}`])
    assert.equal((await outside.goto(`${here}${path}`))?.status(), 404, path)
  await outside.goto('/meeting-actions')
  assert.equal(await outside.getByText('Ask for a price of the lamps').count(), 0)
})
