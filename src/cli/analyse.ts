import { once } from 'node:events'
import { stringify } from 'csv-stringify/sync'
import { type Command, CommandError } from './command.ts'
import { parseArgs } from 'node:util'
import type { Answer, Method, Options } from './analyse/method.ts'

/** Every method, loaded only when asked for. */
const METHODS: Record<string, () => Promise<{ method: Method }>> = {
  gistar: () => import('./analyse/gistar.ts'),
  rank: () => import('./analyse/rank.ts'),
  backtest: () => import('./analyse/backtest.ts'),
  knox: () => import('./analyse/knox.ts'),
  aoristic: () => import('./analyse/aoristic.ts'),
  concentration: () => import('./analyse/concentration.ts'),
  'before-after': () => import('./analyse/before-after.ts'),
  link: () => import('./analyse/link.ts'),
  spc: () => import('./analyse/spc.ts'),
  expected: () => import('./analyse/expected.ts'),
  trend: () => import('./analyse/trend.ts'),
}

const USAGE = `wardmote analyse METHOD FILE… [options] [--json]
  Reads CSV, needs no database, and writes CSV (or JSON) to standard output. Methods: ${Object.keys(METHODS).join(', ')}.
  “wardmote analyse METHOD --help” gives a method's columns and options.`

async function methodNamed(name: string | undefined): Promise<Method | null> {
  const load = name !== undefined && Object.hasOwn(METHODS, name) ? METHODS[name] : undefined
  return load ? (await load()).method : null
}

async function run([name, ...rest]: string[]): Promise<number> {
  const method = await methodNamed(name)
  if (!method) throw new CommandError(`${name === undefined ? 'Give a method' : `There is no method “${name}”`}.\n\n${USAGE}`, 2)
  const { files, options } = read(rest, method)
  const { said = [], ...answer } = await method.run(files, options)
  await (options.json === true ? printJson(answer) : printCsv(answer))
  for (const sentence of said) console.error(sentence)
  return 0
}

function read(args: string[], method: Method): { files: string[]; options: Options } {
  const kinds = { ...method.options, json: 'flag' as const }
  const options = Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) }]))
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true })
    if (positionals.length === 0) throw new TypeError('Give a file')
    return { files: positionals, options: values as Options }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new CommandError(`${error.message.split('. To specify')[0]}.\n\n${method.usage}`, 2)
  }
}

const BATCH = 5000

async function printCsv({ columns, rows }: Answer) {
  let batch: (readonly unknown[])[] = [columns]
  for (const row of rows) {
    batch.push(row)
    if (batch.length >= BATCH) batch = await write(stringify(batch, { cast: { boolean: String } }))
  }
  await write(stringify(batch, { cast: { boolean: String } }))
}

async function printJson({ columns, rows }: Answer) {
  let separator = '[\n'
  for (const row of rows) {
    await write(separator + JSON.stringify(Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null]))))
    separator = ',\n'
  }
  await write(separator === '[\n' ? '[]\n' : '\n]\n')
}

async function write(text: string): Promise<never[]> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
  return []
}

export const command: Command = { usage: USAGE, usageOf: async ([name]) => (await methodNamed(name))?.usage ?? null, run }
