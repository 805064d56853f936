import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

type Load = { requests: number; p99: number }
const SECONDS = 8

/** Requests a second that an address answers to twenty callers, and the 99th hundredth of their waiting in milliseconds. Throws when any answer is not 200. */
async function load(address: string): Promise<Load> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../node_modules/autocannon/autocannon.js'), '--connections', '20', '--duration', String(SECONDS), '--json', address], { stdio: ['ignore', 'pipe', 'ignore'] })
  let said = ''
  child.stdout.on('data', (part: Buffer) => (said += String(part)))
  await once(child, 'close')
  const { requests, latency, non2xx, errors } = JSON.parse(said) as { requests: { average: number }; latency: { p99: number }; non2xx: number; errors: number }
  if (non2xx + errors > 0) throw new Error(`${address}: ${non2xx} answers were not 200 and ${errors} failed`)
  return { requests: requests.average, p99: latency.p99 }
}

/** The public dashboard under load, beside an empty route of the same server. */
export async function publicFigure(address: string, empty: string) {
  await load(address)
  const [own, bare] = [await load(address), await load(empty)]
  const words = ({ requests, p99 }: Load) => `${requests.toFixed(0)} requests a second, p99 ${p99} ms`
  return { work: 'the public dashboard', figure: words(own), budget: '1,000 requests a second, p99 50 ms', limit: `an empty route: ${words(bare)}` }
}
