import { hotAreas } from '../../statistics/space/getis-ord.ts'
import { isTooFewForNormal } from '../../statistics/space/conditional-permutations.ts'
import { latticeOf, listedNeighbours, type Neighbours, queenNeighbours } from '../../statistics/space/lattice.ts'
import { CommandError } from '../command.ts'
import { columnsOf, countOf, growing } from './asked.ts'
import { type Answer, type Method, numberIn, type Options, readColumns } from './method.ts'
import { eachRow } from './plain-columns.ts'

const USAGE = `wardmote analyse gistar FILE… [--neighbours FILE] [--json]
  In: x, y, n: column and row of each square of the study area, squares without incidents included. Squares that touch, at a corner or a side, are neighbours.
  With --neighbours FILE (columns i, j): areas of any kind, named by a column id, else by x where no x comes twice, else by x and y as “x,y”.
  Out: the same, then k (areas summed, itself included), z, p (two-sided, normal), p_fdr (Benjamini and Hochberg), significant (p_fdr at most 0.05, and n not 0).`

type Areas = { columns: string[]; names: string[][]; n: Float64Array }

async function run(files: readonly string[], options: Options): Promise<Answer> {
  const asked = typeof options.neighbours === 'string' ? options.neighbours : null
  const areas = await readAreas(files, asked !== null)
  const { neighbours, said } = asked === null ? { neighbours: touching(areas), said: [] } : await readNeighbours(asked, idsOf(areas))
  const { neighbours: k, z, p, pFdr, significant } = hotAreas(areas.n, neighbours)
  const known = (value: number) => (Number.isNaN(value) ? null : value)
  const rows = areas.names.map((name, area) => [...name, areas.n[area]!, k[area]!, known(z[area]!), known(p[area]!), known(pFdr[area]!), significant[area] === 1])
  return { columns: [...areas.columns, 'n', 'k', 'z', 'p', 'p_fdr', 'significant'], rows, said: [...said, ...warnings(areas.n, z)] }
}

function warnings(n: Float64Array, z: Float64Array): string[] {
  if (z.length > 0 && z.every(Number.isNaN)) return ['Every n is the same, or every area is a neighbour of every other: no score can be worked out.']
  return isTooFewForNormal(n) ? ['Fewer than 30 incidents, or four in five areas without any: the normal p is not to be relied on.'] : []
}

async function readAreas(files: readonly string[], isNamed: boolean): Promise<Areas> {
  const header = isNamed ? await columnsOf(files[0]!) : []
  const columns = header.includes('id') ? ['id'] : header.includes('x') && !header.includes('y') ? ['x'] : ['x', 'y']
  const [names, n]: [string[][], ReturnType<typeof growing>] = [[], growing()]
  for (const file of files) {
    await eachRow(file, [...columns, 'n'], (row) => {
      names.push(columns.map((_, place) => row.fields[place]!))
      n.push(numberIn(file, row, columns.length, 'n'))
      if (!isNamed) for (const [place, column] of columns.entries()) checkWhole(numberIn(file, row, place, column), `${file}, line ${row.line}, column ${column}`)
    })
  }
  return { columns, names, n: n.done() }
}

function checkWhole(value: number, at: string) {
  if (!Number.isInteger(value) || Math.abs(value) > 2 ** 31 - 1) throw new CommandError(`${at}: ${value} is not the number of a column or row of squares. Divide metres by the side of a square and round down.`, 2)
}

function touching({ names }: Areas): Neighbours {
  try {
    return queenNeighbours(latticeOf(Int32Array.from(names, ([x]) => Number(x)), Int32Array.from(names, ([, y]) => Number(y))))
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(`${error.message}.`, 2)
    throw error
  }
}

function idsOf({ columns, names }: Areas): Map<string, number> {
  const firsts = new Set(names.map(([first]) => first!))
  const ids = new Map(names.map((name, area) => [columns.length === 1 || firsts.size === names.length ? name[0]! : name.join(','), area]))
  if (ids.size < names.length) throw new CommandError(`${countOf(names.length - ids.size, 'area comes', 'areas come')} twice: each area needs one row.`, 2)
  return ids
}

async function readNeighbours(file: string, ids: ReadonlyMap<string, number>): Promise<{ neighbours: Neighbours; said: string[] }> {
  const pairs: [number, number][] = []
  let unknown = 0
  for await (const { fields: [i, j] } of readColumns(file, ['i', 'j'])) {
    const [area, neighbour] = [ids.get(i!), ids.get(j!)]
    if (area === undefined || neighbour === undefined) unknown++
    else pairs.push([area, neighbour])
  }
  const said = unknown > 0 ? [`${countOf(unknown, 'pair')} of ${file} left out: they name an area that is not in the table.`] : []
  if (pairs.length > 0 && isOneWay(pairs)) {
    said.push('No pair of neighbours is listed both ways: each was read both ways.')
    return { neighbours: listedNeighbours(ids.size, [...pairs, ...pairs.map(([i, j]): [number, number] => [j, i])]), said }
  }
  return { neighbours: listedNeighbours(ids.size, pairs), said }
}

function isOneWay(pairs: readonly (readonly [number, number])[]): boolean {
  const listed = new Set(pairs.map(([i, j]) => `${i} ${j}`))
  return pairs.every(([i, j]) => i === j || !listed.has(`${j} ${i}`))
}

export const method: Method = { usage: USAGE, options: { neighbours: 'value' }, run }
