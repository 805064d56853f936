import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { CommandError } from '../command.ts'
import { command } from '../import.ts'
import { command as partnership } from '../partnership.ts'
import { forceOf } from './arriving.ts'

const folder = mkdtempSync(join(tmpdir(), 'wardmote-import-'))
const home = process.cwd()
process.chdir(folder)
after(() => {
  process.chdir(home)
  rmSync(folder, { recursive: true, force: true })
})

const HEADER = 'Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context'
const row = (id: string, month = '2024-01', outcome = 'Under investigation', type = 'Burglary') =>
  `${id},${month},Testbury Police,Testbury Police,-0.09,51.515,On or near Long Lane,E01000001,Testbury 001A,${type},${outcome},`
const write = (name: string, ...rows: string[]) => {
  const text = `${[HEADER, ...rows].join('\n')}\n`
  writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text)
  return name
}
const COMMANDS = { import: command, partnership }

/** What a command prints, run within this process: starting another for each would take longer than the work. */
async function wardmote(name: keyof typeof COMMANDS, ...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const [settings, log] = [{ ...process.env }, console.log]
  const printed: string[] = []
  Object.assign(process.env, { WARDMOTE_DATA: join(folder, 'data'), WARDMOTE_EXAMPLE: 'no', DATABASE_URL: '' })
  console.log = (line: string) => printed.push(line)
  try {
    return { status: await COMMANDS[name].run(args), stdout: printed.join('\n'), stderr: '' }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return { status: error.status, stdout: printed.join('\n'), stderr: error.message }
  } finally {
    console.log = log
    process.env = settings
  }
}
const id = (letter: string) => letter.repeat(64)

test('files are loaded from the command line, rejected rows are named and written out, the same again is nothing, and a load is undone', async () => {
  assert.equal((await wardmote('partnership', 'add', '--name', 'Testbury', '--area', 'Testbury', '--council', 'Testbury Council', '--administrator', 'A', '--email', 'a@b.example')).status, 0)
  const first = write('2024-01-testbury-street.csv.gz', row(id('a')), row(id('b')), row(id('c'), '2024-13'))
  const loaded = await wardmote('import', first)
  assert.equal(loaded.status, 1, loaded.stderr)
  assert.match(loaded.stdout, /Added the source “Street crime, Testbury Police” \(number 1\)/)
  assert.match(loaded.stdout, /3 rows read: 2 taken, 0 revised, 0 unchanged, 1 rejected; 0 withdrawn/)
  assert.match(loaded.stdout, /2024-01-testbury-street\.csv\.gz, line 4, Month “2024-13”: /)
  const rejected = readFileSync(join(folder, 'load-1-not-taken.csv'), 'utf8')
  assert.match(rejected, /Why it was not taken\r\n/)
  assert.ok(rejected.includes(id('c')))

  writeFileSync(join(folder, 'put-right.csv'), rejected.replace('2024-13', '2024-01'))
  const fixed = await wardmote('import', 'put-right.csv')
  assert.equal(fixed.status, 0, fixed.stdout + fixed.stderr)
  assert.match(fixed.stdout, /1 rows? read: 1 taken, 0 revised, 0 unchanged, 0 rejected; 0 withdrawn/)

  const again = await wardmote('import', first)
  assert.equal(again.status, 0)
  assert.match(again.stdout, /was loaded on .* as load 1, with these very bytes/)

  const second = await wardmote('import', write('2024-01-testbury-street.csv', row(id('a'), '2024-01', 'Local resolution'), row(id('b')), row(id('c'))))
  assert.match(second.stdout, /3 rows read: 0 taken, 1 revised, 2 unchanged, 0 rejected; 0 withdrawn/)
  assert.equal((await wardmote('import', '--undo', '1')).status, 1, 'later loads stand on it')
  assert.equal((await wardmote('import', '--undo', '3')).status, 0)
  assert.deepEqual(readdirSync(join(folder, 'data/uploads')), [], 'nothing is left of what was sent')
})

test('what cannot be loaded is said in a sentence', async () => {
  assert.match((await wardmote('import', 'nowhere.csv')).stderr, /There is no file nowhere\.csv/)
  writeFileSync(join(folder, 'other.csv'), 'Colour,Size\nred,2\n')
  const other = await wardmote('import', 'other.csv')
  assert.equal(other.status, 1)
  assert.match(other.stderr, /no source has these columns \(Colour, Size\)/)
  assert.match((await wardmote('import', 'other.csv', '--source', 'Nothing')).stderr, /There is no source “Nothing”\. There is: 1 Street crime, Testbury Police/)
  assert.equal((await wardmote('import')).status, 2)
  assert.ok(!existsSync(join(folder, 'load-5-not-taken.csv')))
})

test('the force of a stop-and-search file, which names none in its rows, is in the name of the file', () => {
  assert.equal(forceOf('2018-09-city-of-london-stop-and-search.csv', { header: ['Type', 'Date'], rows: [['x', 'y']] }), 'City of London Police')
  assert.equal(forceOf('2018-09-avon-and-somerset-constabulary-street.csv', { header: ['Reported by'], rows: [['']] }), 'Avon and Somerset Constabulary')
})
