// Series: how often the expected range cries wolf, what it catches beside XmR, and what charts, ranges and trends cost as rows grow.
import { rmSync, mkdtempSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { xmrChart } from '../src/statistics/process-control.ts'
import { changePoints } from '../src/statistics/series/change-points.ts'
import { countQuantile } from '../src/statistics/series/distributions.ts'
import { expectedAt } from '../src/statistics/series/expected.ts'
import { mannKendall, theilSen } from '../src/statistics/series/trend.ts'
import { signalsThisPeriod } from '../src/statistics/series/watch.ts'
import { everyMonth } from '../src/statistics/series/periods.ts'
import { seededRandom, type Random } from '../src/statistics/space/random.ts'

type Figure = { work: string; figure: string; budget: string; limit: string }

/** Figures of the series room; the lead prints them with the others. */
export function seriesFigures(): Figure[] {
  return [...alarmFigures(), ...costFigures(), ...commandFigures()]
}

/** A negative binomial count by its quantile. */
const draw = (random: Random, mean: number, dispersion: number): number =>
  countQuantile({ mean, variance: mean * dispersion }, Math.min(1 - 1e-12, Math.max(1e-12, random())))

const MEANS = [1, 2, 5, 10, 20, 50, 100]
const LENGTH = 60

type Alarms = { mean: number; range: number; caught: number; xmr: number; xmrAny: number; xmrCaught: number }

/**
 * Shares, in per cent, of stable series whose last month is out of its range or signalled by XmR, and of the same with
 * the last month's mean half as much again. `season`: amplitude of the yearly wave as a share of the mean.
 */
export function falseAlarms(season: number, dispersion: number, series: number, seed = 11): Alarms[] {
  const random = seededRandom(seed)
  return MEANS.map((mean) => {
    const tally = { range: 0, caught: 0, xmr: 0, xmrAny: 0, xmrCaught: 0 }
    for (let each = 0; each < series; each += 1) {
      const phase = random() * 12
      const usual = (month: number) => mean * (1 + season * Math.sin((2 * Math.PI * (month + phase)) / 12))
      const counts = Array.from({ length: LENGTH }, (_, month) => draw(random, usual(month), dispersion))
      const raised = [...counts.slice(0, -1), draw(random, 1.5 * usual(LENGTH - 1), dispersion)]
      const places = counts.map((_, month) => month)
      const rangeOf = (values: number[]) => expectedAt({ counts: values, places, perYear: 12 }, LENGTH - 1).unusual
      const signalsOf = (values: number[]) => xmrChart(values).points.at(-1)!.signals
      if (rangeOf(counts) !== 'no') tally.range += 1
      if (rangeOf(raised) === 'higher') tally.caught += 1
      const signals = signalsOf(counts)
      if (signals[0]?.pattern === 'outside limits') tally.xmr += 1
      if (signals.length > 0) tally.xmrAny += 1
      const [found] = signalsOf(raised)
      if (found?.pattern === 'outside limits' && found.direction === 'higher') tally.xmrCaught += 1
    }
    const percent = Object.fromEntries(Object.entries(tally).map(([name, count]) => [name, (100 * count) / series])) as Omit<Alarms, 'mean'>
    return { mean, ...percent }
  })
}

function alarmFigures(): Figure[] {
  return ([[0, '1.6% false'], [0.15, '2.6% false']] as const).flatMap(([season, budget]) => {
    const rows = falseAlarms(season, 1.5, 1500)
    const average = (part: 'range' | 'xmr' | 'xmrAny') => (rows.reduce((sum, row) => sum + row[part], 0) / rows.length).toFixed(1)
    const large = rows.filter(({ mean }) => mean >= 10)
    const share = large.reduce((sum, row) => sum + row.caught, 0) / large.reduce((sum, row) => sum + row.xmrCaught, 0)
    const worst = rows.reduce((most, row) => (row.range > most.range ? row : most))
    return [{
      work: `months out of range, nothing having changed: means 1 to 100${season > 0 ? `, ${season * 100}% season` : ''}`,
      figure: `${average('range')}% (at most ${worst.range.toFixed(1)}%, at mean ${worst.mean}); half as much again caught ${(100 * share).toFixed(0)}% as often as by XmR at means of 10 up`,
      budget: `${budget}; caught 85%`,
      limit: `XmR outside limits ${average('xmr')}%, any rule ${average('xmrAny')}%`,
    }]
  })
}

/** Milliseconds of the middle of several runs. */
function middleOf(runs: number, work: () => unknown): number {
  const taken = Array.from({ length: runs }, () => {
    const began = performance.now()
    work()
    return performance.now() - began
  })
  return taken.toSorted((a, b) => a - b)[Math.floor(runs / 2)]!
}

const written = (ms: number) => (ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(2)} s`)

function costFigures(): Figure[] {
  const random = seededRandom(5)
  const seriesOf = (many: number, months: number) => Array.from({ length: many }, () => Array.from({ length: months }, () => draw(random, 30, 2)))
  const charts = seriesOf(75, 59)
  const xmr = middleOf(9, () => charts.forEach((counts) => xmrChart(counts)))
  const peer = seriesOf(15, 93)
  const places = peer[0]!.map((_, index) => index)
  const peerWork = middleOf(5, () => {
    for (const counts of peer) {
      for (const from of [0, 33, 57]) [theilSen(counts.slice(from)), mannKendall(counts.slice(from))]
      changePoints(counts)
      for (let month = 69; month < 93; month += 1) expectedAt({ counts, places, perYear: 12 }, month)
    }
  })
  const months = everyMonth(new Map(), '2018-04', '2025-12').months
  const watched = seriesOf(350, 93).map((counts, index) => ({ name: String(index), labels: months, counts }))
  return [
    { work: '75 XmR charts of 59 months', figure: written(xmr), budget: '64 ms (0.02 × NHSRplotthedots)', limit: '' },
    { work: '15 series: three trends, breaks and 24 expected months each', figure: written(peerWork), budget: '', limit: 'surveillance and strucchange: 3.5 s' },
    { work: 'signals of a month over 350 series of 93 months', figure: written(middleOf(3, () => signalsThisPeriod(watched))), budget: '', limit: '' },
  ]
}

/** From file to answer, the program's start included. */
function commandFigures(): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), 'wardmote-bench-series-'))
  const random = seededRandom(3)
  try {
    return [10_000, 100_000, 1_000_000].map((rows) => {
      const file = join(folder, `${rows}.csv`)
      const lines = Array.from({ length: rows }, (_, row) => `s${Math.floor(row / 100)},${2017 + Math.floor((row % 100) / 12)}-${String(((row % 100) % 12) + 1).padStart(2, '0')},${draw(random, 30, 2)}`)
      writeFileSync(file, `series,period,n\n${lines.join('\n')}\n`)
      const taken = ['spc', 'expected', 'trend'].map((method) => {
        const command = [join(import.meta.dirname, '../src/cli.ts'), 'analyse', method, file]
        return `${method} ${written(middleOf(1, () => spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', ...command], { stdio: 'ignore' })))}`
      })
      return { work: `wardmote analyse on a file of ${rows.toLocaleString('en-GB')} rows`, figure: taken.join(', '), budget: '', limit: '' }
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (import.meta.main) {
  for (const [season, dispersion] of [[0, 1.5], [0.15, 1.5], [0, 2.5]] as const) {
    console.log(`Per cent of series; season ${season * 100}%, variance ${dispersion} times the mean`)
    console.table(falseAlarms(season, dispersion, 1500))
  }
  console.table(seriesFigures())
}
