import { type BeforeAfter, displacement } from '../../statistics/space/displacement.ts'
import { eTest } from '../../statistics/space/e-test.ts'
import { CommandError } from '../command.ts'
import { type Answer, type Method, numberIn, readColumns } from './method.ts'

const USAGE = `wardmote analyse before-after FILE… [--json]
  In: area (treated, control, and if wanted displaced and displaced control), period (before, after), n; rows of the same area and period are added up.
  The two periods must be of the same length, days of carry-over left out.
  Out: effect (percentage by which the treated area changed beyond the control), low and high (its 95% interval),
  wdd (weighted displacement difference, in incidents; below 0 is prevented), detectable (the smallest wdd these counts would show four times in five).`

const AREAS = ['treated', 'displaced', 'control', 'displaced control'] as const
const PERIODS = ['before', 'after'] as const
type Area = (typeof AREAS)[number]

async function run(files: readonly string[]): Promise<Answer> {
  const sums = new Map<Area, BeforeAfter>()
  for (const file of files) {
    for await (const row of readColumns(file, ['area', 'period', 'n'])) {
      const at = `${file}, line ${row.line}`
      const area = oneOf(AREAS, row.fields[0]!.replaceAll(/[_-]/g, ' '), `${at}, column area`)
      const period = oneOf(PERIODS, row.fields[1]!, `${at}, column period`)
      const n = numberIn(file, row, 2, 'n')
      if (n < 0) throw new CommandError(`${at}, column n: ${n} is below 0.`, 2)
      const sum = sums.get(area) ?? { before: 0, after: 0 }
      sums.set(area, { ...sum, [period]: sum[period] + n })
    }
  }
  const [treated, control, displaced, displacedControl] = [sums.get('treated'), sums.get('control'), sums.get('displaced'), sums.get('displaced control')]
  if (!treated || !control) throw new CommandError(`There is no row of the ${treated ? 'control' : 'treated'} area.`, 2)
  const result = displacement({ treated, control, ...(displaced ? { displaced } : {}), ...(displacedControl ? { displacedControl } : {}) })
  const { effect, wdd, detectable, low, high, standardError, p } = result
  const said = [
    `Weighted displacement difference ${wdd} incidents (95% interval ${low.toFixed(1)} to ${high.toFixed(1)}; standard error ${standardError.toFixed(2)}; p ${p.toPrecision(3)}).`,
    `The treated area went from ${treated.before} to ${treated.after}; by itself, p ${eTest({ count: treated.before, exposure: 1 }, { count: treated.after, exposure: 1 }).toPrecision(3)} (E-test).`,
    ...(effect ? [] : ['A count of 0 leaves no percentage to give.']),
  ]
  return { columns: ['effect', 'low', 'high', 'wdd', 'detectable'], rows: [[effect?.percent ?? null, effect?.low ?? null, effect?.high ?? null, wdd, detectable]], said }
}

function oneOf<const T extends string>(allowed: readonly T[], text: string, at: string): T {
  const found = allowed.find((word) => word === text.toLowerCase())
  if (found === undefined) throw new CommandError(`${at}: “${text}” is not one of ${allowed.join(', ')}.`, 2)
  return found
}

export const method: Method = { usage: USAGE, options: {}, run }
