import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeInWords, compareContacts } from './repeat-contacts.ts'

const CASES: readonly [string, readonly string[], { referredOn: string; until: string; months: number }, [number, number | null], RegExp][] = [
  ['five in the six months before, one in the six before closing', ['2025-08-01', '2025-10-10', '2025-11-11', '2025-12-12', '2026-01-05', '2026-02-02', '2026-06-15'], { referredOn: '2026-01-05', until: '2026-09-01', months: 6 }, [5, 1], /Less often: 1 against 5/],
  ['as often', ['2025-12-01', '2026-08-01'], { referredOn: '2026-01-05', until: '2026-09-01', months: 6 }, [1, 1], /As often/],
  ['more often', ['2026-08-01'], { referredOn: '2026-01-05', until: '2026-09-01', months: 6 }, [0, 1], /More often/],
  ['nothing at all', [], { referredOn: '2026-01-05', until: '2026-09-01', months: 6 }, [0, 0], /Nothing is in the diary/],
  ['closed after five months when six are asked', ['2025-12-01'], { referredOn: '2026-01-05', until: '2026-06-05', months: 6 }, [1, null], /not been enough time/],
  ['exactly six months on there is enough', ['2025-12-01'], { referredOn: '2026-01-05', until: '2026-07-05', months: 6 }, [1, 0], /Less often/],
  ['the day of the referral counts as before', ['2026-01-05'], { referredOn: '2026-01-05', until: '2026-07-05', months: 6 }, [1, 0], /Less often/],
  ['the first day of a span is left out, so that no day counts twice', ['2025-07-05'], { referredOn: '2026-01-05', until: '2026-07-05', months: 6 }, [0, 0], /Nothing/],
  ['a month that ends early: 31 August less six months is 28 February', ['2026-03-01'], { referredOn: '2026-01-05', until: '2026-08-31', months: 6 }, [0, 1], /More often/],
]

for (const [why, happened, spans, counts, words] of CASES)
  test(why, () => {
    const compared = compareContacts(happened, spans)
    assert.deepEqual([compared.before.count, compared.after.count], counts)
    assert.match(changeInWords(compared), words)
  })
