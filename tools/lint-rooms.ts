// Imports go down the floors only, never sideways between rooms, and no room reaches into another's pages, routes or templates.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const SRC = join(import.meta.dirname, '../src')

/** The rooms by floor (../shared/design.md, section 4; docs/decisions). What stands at the top of src/ may import anything. */
const FLOORS: Record<string, number> = {
  cli: 9,
  example: 8,
  publications: 7, 'report-it': 7,
  plans: 6, meetings: 6, cases: 6, hotspots: 6, premises: 6,
  incidents: 5, actions: 5,
  sharing: 4, measures: 4, engagement: 4, directory: 4,
  people: 3, notices: 3,
  web: 2,
  db: 1, calendar: 1, statistics: 1, documents: 1,
}
/** The one thing everybody reads, settled before anything starts. */
const FREE = new Set(['config.ts'])
const LAYERS = /^(utils?|helpers?|services?|controllers?|types|constants|common|misc|shared|lib)(\.ts)?$/

const files = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files(path) : [path]
  })

const roomOf = (path: string) => relative(SRC, path).split('/')
const isPrivate = (path: string) => /(^|\/)(pages|routes|forms)\.ts$|\.njk$/.test(path)

const problems: string[] = []
for (const file of files(SRC)) {
  const [room, ...rest] = roomOf(file)
  const here = relative(SRC, file)
  for (const part of [room!, ...rest]) if (LAYERS.test(part)) problems.push(`${here}: “${part}” names a layer, not a thing of the field`)
  if (rest.length > 0 && !(room! in FLOORS)) problems.push(`${here}: the room “${room}” stands on no floor; give it one in tools/lint-rooms.ts and a decision record`)
  if (!file.endsWith('.ts')) continue
  const text = readFileSync(file, 'utf8')
  if (/^export (\*|\{[^}]*\}) from/m.test(text)) problems.push(`${here}: a barrel; import from where it is`)
  if (rest.length === 0) continue
  const isTest = /\.(test|reference)\.ts$/.test(file)
  for (const [, target] of text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
    const path = resolve(dirname(file), target!)
    const [other, ...deeper] = roomOf(path)
    if (other === room || other === '..' || isTest) continue
    if (deeper.length === 0) {
      if (!FREE.has(other!) && room !== 'cli') problems.push(`${here} imports ${other}, which stands above every room`)
      continue
    }
    if (FLOORS[other!] === undefined) continue
    if (FLOORS[other!]! >= FLOORS[room!]!) problems.push(`${here} (floor ${FLOORS[room!]}) imports ${relative(SRC, path)} (floor ${FLOORS[other!]}): imports go down only`)
    if (isPrivate(path) && other !== 'web' && room !== 'cli') problems.push(`${here} imports ${relative(SRC, path)}: a room's pages, forms and routes are its own`)
  }
}
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exit(1)
console.log(`Rooms: ${Object.keys(FLOORS).length} on nine floors, every import goes down.`)
