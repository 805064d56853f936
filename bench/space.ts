// The methods of place and time at three sizes, beside the best program's time for the same work
// (../shared/analysis.md, section 2, measured on two cores).
import { aoristic } from '../src/statistics/clock/aoristic.ts'
import { aoristicInZone } from '../src/statistics/clock/zoned-windows.ts'
import { backTest } from '../src/statistics/space/back-test.ts'
import { concentration } from '../src/statistics/space/concentration.ts'
import { hotAreas } from '../src/statistics/space/getis-ord.ts'
import { knox, USUAL_SPACE, USUAL_TIME } from '../src/statistics/space/knox.ts'
import { latticeOf, queenNeighbours } from '../src/statistics/space/lattice.ts'
import { groundOf } from '../src/statistics/space/past.ts'
import { predictorNamed, USUAL_PREDICTORS } from '../src/statistics/space/predictors.ts'
import { seededRandom } from '../src/statistics/space/random.ts'

export type Figure = { work: string; figure: string; budget: string; limit: string }

const random = seededRandom(2026)
const below = (limit: number) => Math.floor(random() * limit)
const written = (milliseconds: number) => (milliseconds < 10 ? `${milliseconds.toFixed(1)} ms` : milliseconds < 10_000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(1)} s`)

/** The middle of so many runs, after one that is not counted. */
function middle(runs: number, work: () => void): number {
  if (runs > 1) work()
  const taken = Array.from({ length: runs }, () => {
    const began = performance.now()
    work()
    return performance.now() - began
  }).sort((one, other) => one - other)
  return taken[runs >> 1]!
}

/** Squares of an area `wide` across, most of them empty and a few busy. */
function squaresOf(wide: number, squares: number) {
  const x = Int32Array.from({ length: squares }, (_, square) => square % wide)
  const y = Int32Array.from({ length: squares }, (_, square) => Math.floor(square / wide))
  return latticeOf(x, y)
}

const busyAt = (squares: number) => Math.floor(random() ** 3 * squares)

function monthOf(squares: number, crimes: number): Float64Array {
  const month = new Float64Array(squares)
  for (let crime = 0; crime < crimes; crime++) month[busyAt(squares)]! += 1
  return month
}

/** Times of Gi*, the back-test, Knox, aoristic weights and concentration; about half a minute on a machine at rest. */
export function spaceFigures(): Figure[] {
  return [...giStarFigures(), ...backTestFigures(), ...knoxFigures(), ...aoristicFigures(), ...concentrationFigures()]
}

const giStarFigures = () => [10_000, 56_000, 100_000, 1_000_000].map((squares): Figure => {
  const lattice = squaresOf(Math.ceil(Math.sqrt(squares)), squares)
  const counts = monthOf(squares, squares)
  const taken = middle(squares > 100_000 ? 3 : 7, () => hotAreas(counts, queenNeighbours(lattice)))
  return { work: `Gi* of ${squares.toLocaleString('en-GB')} squares, neighbours and false discovery with it`, figure: written(taken), budget: squares === 56_000 ? '50 ms' : '', limit: squares === 56_000 ? 'esda 1,670 ms, spdep 4,140 ms' : '' }
})

const MORE_PREDICTORS = ['last1', 'last3', 'last6', 'last24', 'unsmoothed3', 'unsmoothed6', 'unsmoothed9', 'unsmoothed12', 'unsmoothed24', 'decayed18', 'unsmoothed18', 'kde50', 'kde200', 'kde450']

function backTestFigures(): Figure[] {
  const predictors = [...USUAL_PREDICTORS, ...MORE_PREDICTORS].map((name) => predictorNamed(name)!)
  const run = (wide: number, squares: number, side: number, types: number, tested: number, crimes: number) => {
    const ground = groundOf(squaresOf(wide, squares), side)
    const monthly = Array.from({ length: types }, (_, type) => [`${type}`, Array.from({ length: tested + 12 }, () => monthOf(squares, crimes))] as const)
    return written(middle(1, () => backTest({ ground, types: new Map(monthly), predictors, budgets: [{ share: 0.01 }, { share: 0.05 }], training: 12 })))
  }
  return [
    { work: 'back-test of a city: 25 predictors, 8 types, 30 months, 350 squares', figure: run(25, 350, 100, 8, 30, 80), budget: '1 s', limit: 'a Python script about 2 s' },
    { work: 'back-test of London burglary: 25 predictors, 20 months, 69,809 squares', figure: run(380, 69_809, 150, 1, 20, 4400), budget: '20 s', limit: '' },
  ]
}

const knoxFigures = () => [2245, 11_700, 100_000].map((events): Figure => {
  const scale = Math.sqrt(events / 2245)
  const [x, y] = [30_000, 40_000].map((metres) => Float64Array.from({ length: events }, () => random() ** 2 * metres * scale)) as [Float64Array, Float64Array]
  const day = Float64Array.from({ length: events }, () => below(365))
  const permutations = events === 100_000 ? 99 : 999
  const taken = middle(1, () => knox({ x, y, day }, { space: USUAL_SPACE, time: USUAL_TIME, permutations }))
  return { work: `Knox of ${events.toLocaleString('en-GB')} events, ${permutations} permutations`, figure: written(taken), budget: { 2245: '1.1 s', 11_700: '5 s' }[events] ?? '', limit: events === 2245 ? 'NearRepeat 110.8 s' : events === 11_700 ? 'NearRepeat about 2 h' : '' }
})

const aoristicFigures = () => [10_000, 100_000, 1_000_000].flatMap((events): Figure[] => {
  const start = Float64Array.from({ length: events }, () => 1.7e9 + below(5e5) * 60)
  const end = start.map((from) => from + Math.floor(random() ** 3 * 4320) * 60)
  const name = events.toLocaleString('en-GB')
  const peer = events === 1_000_000 ? 'aoristic 0.66 ms an event' : ''
  return [
    { work: `aoristic weights of ${name} events`, figure: written(middle(3, () => aoristic(start, end))), budget: events === 1_000_000 ? '1 s' : '', limit: peer },
    { work: `the same on London’s clocks, ${name} events`, figure: written(middle(3, () => aoristicInZone(start, end))), budget: '', limit: '' },
  ]
})

const concentrationFigures = () => [10_000, 100_000, 1_000_000].map((places): Figure => {
  const counts = monthOf(places, places * 2)
  return { work: `concentration over ${places.toLocaleString('en-GB')} places`, figure: written(middle(3, () => concentration(counts))), budget: '', limit: '' }
})
