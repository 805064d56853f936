import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { checkFile } from './check-file.ts'
import { day } from './specimens.ts'

const specimen = (name: string) => readFileSync(new URL(`specimens/${name}`, import.meta.url))
const TODAY = day('2026-06-01')

async function found(name: string): Promise<string[]> {
  const checked = await checkFile(name, specimen(name), TODAY)
  assert.ok(checked.ok)
  return checked.findings.map(({ check, subject }) => `${check}: ${subject}`)
}

// Each paper has a few faults among much that is sound. Whatever else is found in it is a false alarm.
const PAPERS: Record<string, string[]> = {
  'vawg-action-plan.md': [
    'stale-term: Clinical Commissioning Group',
    'ambiguous-frequency: bi-monthly',
    'put-off: Publish the learning from domestic abuse related death revie put off',
    'ends-before-start: Review lighting on the canal towpath with women who use it',
    'promises-now-due: promises now due',
  ],
  'quarterly-dashboard.csv': ['roll-up-without-rule: roll-up'],
  'committee-report.txt': [
    'dangling-reference: paragraph 31',
    'misnamed-act: Anti-social Behaviour, Crime and Policing Act',
    'count-against-list: 4 priorities',
    'promises-now-due: promises now due',
  ],
  'strategy-chapter.md': [
    'cut-off-text: “…integrated care board, the Youth Justice Service and the”',
    'act-of-wrong-year: Domestic Abuse Act 2012',
    'promises-now-due: promises now due',
  ],
  'needs-assessment.md': ['column-does-not-sum: Table 1 (line 16) Share of all suspensions', 'vague-time: vague times'],
}

for (const [name, expected] of Object.entries(PAPERS))
  test(`Of ${name} all that is wrong is found, and nothing else`, async () => {
    assert.deepEqual((await found(name)).toSorted(), expected.toSorted())
  })

test('A file that cannot be read is a sentence and no findings', async () => {
  const checked = await checkFile('plan.docx', Buffer.from('PK\u0003\u0004 broken'), TODAY)
  assert.equal(checked.ok, false)
  assert.match(checked.ok ? '' : checked.problem, /\.$/)
})

test('A sound paper has no findings', async () => {
  const checked = await checkFile(
    'note.md',
    Buffer.from('# Note\n\n4 June 2024\n\nThe board met on 3 June 2024 and agreed the plan.\n'),
    TODAY,
  )
  assert.deepEqual(checked.ok && checked.findings, [])
})
