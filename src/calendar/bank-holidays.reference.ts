import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { z } from 'zod'
import { BANK_HOLIDAY_LIST, bankHolidaysBetween, DIVISIONS } from './bank-holidays.ts'

const Published = z.record(z.string(), z.object({ events: z.array(z.object({ title: z.string(), date: z.string() })) }))
const published = Published.parse(JSON.parse(readFileSync(new URL('../../../shared/data/calendar/bank-holidays-api.json', import.meta.url), 'utf8')))

for (const division of DIVISIONS)
  test(`every bank holiday of ${division} that GOV.UK published is in the list, under its name, and no other from 2019 on`, () => {
    const events = published[division.toLowerCase().replaceAll(' ', '-')]!.events
    assert.ok(events.length >= 83)
    assert.deepEqual(bankHolidaysBetween(BANK_HOLIDAY_LIST.copiedFrom, BANK_HOLIDAY_LIST.to, division), events.map(({ date, title }) => ({ date, name: title })))
  })
