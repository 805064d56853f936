import assert from 'node:assert/strict'
import { test } from 'node:test'
import { raisedBy } from './specimens.ts'

test('Two legends that give one colour two meanings are found', () => {
  const legend = (green: string) => `GREEN: ${green}. AMBER: Work planned. RED: Not yet started.`
  assert.equal(
    raisedBy(
      'two-schemes',
      `# D\n\n${legend('Work being delivered')}\n\nLater in the paper:\n\nGreen = finished, Amber = under way, Red = not complete`,
    ).length,
    1,
  )
  assert.equal(
    raisedBy('two-schemes', `# D\n\n${legend('Work being delivered')}\n\nLater:\n\n${legend('Work is being delivered')}`).length,
    0,
  )
})
