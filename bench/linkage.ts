// Linking invented people from file to clusters, as the command does it, at 10,000, 100,000 and 1,000,000 records. Peer figures: ../shared/analysis.md, section 2.
import { spawn } from 'node:child_process'
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { writeInventedPeople } from './invented-people.ts'

/** Seconds and gigabytes allowed. Splink 5 took 2.97 s for 10,000 records, 3.22 s for 100,000 and 33.9 s (3.4 GB) for 1,000,000, its reading of the file left out. */
const BUDGETS = [{ records: 10_000, seconds: 1.2 }, { records: 100_000, seconds: 1.9 }, { records: 1_000_000, seconds: 17 }] as const
const GIGABYTES = 2.5

/** Seconds, most memory and how right the clusters are, for each size asked for. */
export async function measureLinkage(sizes: readonly number[] = BUDGETS.map(({ records }) => records)) {
  const folder = mkdtempSync(join(tmpdir(), 'wardmote-linkage-'))
  try {
    const figures: { work: string; figure: string; budget: string; limit: string }[] = []
    for (const { records, seconds } of BUDGETS.filter(({ records }) => sizes.includes(records))) {
      const file = join(folder, 'people.csv')
      const output = join(folder, 'clusters.csv')
      await writeInventedPeople(file, records)
      const taken = await link(file, output)
      const { precision, recall } = await compare(file, output)
      figures.push({
        work: `link ${records.toLocaleString('en-GB')} records, file to clusters`, figure: `${taken.seconds.toFixed(1)} s, ${taken.gigabytes.toFixed(2)} GB; precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
        budget: `${seconds} s, ${GIGABYTES} GB`, limit: `load average ${loadavg()[0]!.toFixed(1)}`,
      })
    }
    return figures
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function link(file: string, output: string): Promise<{ seconds: number; gigabytes: number }> {
  const began = performance.now()
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/cli.ts', 'analyse', 'link', file, '--clusters'], { cwd: join(import.meta.dirname, '..'), stdio: ['ignore', 'pipe', 'ignore'] })
  child.stdout.pipe(createWriteStream(output))
  let kilobytes = 0
  const look = setInterval(() => { kilobytes = Math.max(kilobytes, mostMemory(child.pid!)) }, 50)
  const code = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(look)
  if (code !== 0) throw new Error(`wardmote analyse link ended with ${code}`)
  return { seconds: (performance.now() - began) / 1000, gigabytes: kilobytes / 1e6 }
}

/** Most memory a process has held so far, in kilobytes; 0 where the system does not say, or the process has ended. */
function mostMemory(pid: number): number {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    // Not Linux, or ended between two looks: the measure is then what was seen before.
    return 0
  }
}

async function columnOf(file: string, place: number): Promise<string[]> {
  const values: string[] = []
  for await (const line of createInterface({ input: createReadStream(file) })) values.push(line.split(',').at(place)!)
  return values.slice(1)
}

/** Of pairs in one cluster the share that is one person, and of pairs that are one person the share in one cluster. */
async function compare(file: string, output: string): Promise<{ precision: number; recall: number }> {
  const truth = await columnOf(file, -1)
  const clusters = await columnOf(output, -1)
  const pairs = (keys: Iterable<string>) => {
    const sizes = new Map<string, number>()
    for (const key of keys) sizes.set(key, (sizes.get(key) ?? 0) + 1)
    let sum = 0
    for (const size of sizes.values()) sum += (size * (size - 1)) / 2
    return sum
  }
  const both = pairs(truth.map((person, record) => `${person} ${clusters[record]}`))
  return { precision: both / pairs(clusters), recall: both / pairs(truth) }
}

if (import.meta.main) console.table(await measureLinkage(process.argv.length > 2 ? process.argv.slice(2).map(Number) : undefined))
