import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'

/** Says only what failed, and how many of each there were: a line "N passed, N failed". */
export default async function* report(source: AsyncIterable<TestEvent>) {
  let passed = 0
  let failed = 0
  for await (const event of source) {
    if (event.type === 'test:stderr') yield event.data.message
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue
    // A suite fails with its tests, which say so themselves, or by itself: then nobody else does.
    if (event.data.details.type === 'suite' && (event.type === 'test:pass' || isOfItsTests(event.data.details.error))) continue
    if (event.type === 'test:pass') passed++
    else {
      failed++
      const { name, file, line, details } = event.data
      yield `\n✖ ${name}\n  ${file}:${line}\n${inspect(details.error?.cause ?? details.error, { depth: 3, maxStringLength: 1500 }).replaceAll(/^/gm, '  ')}\n`
    }
  }
  yield `${passed} passed, ${failed} failed\n`
}

const isOfItsTests = (error: Error) => 'failureType' in error && error.failureType === 'subtestsFailed'
