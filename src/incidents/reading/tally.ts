import { counted, grouped } from './unreadable.ts'

/** Things that happened to rows that were taken, counted by sentence, with the first lines on which they did. */
export type Tally = {
  add(what: string, line: number): void
  /** One sentence a kind: "3 rows, on lines 4, 9 and 12: …". */
  sentences(): string[]
}

const NAMED = 5

export function makeTally(): Tally {
  const kinds = new Map<string, { count: number; lines: number[] }>()
  return {
    add(what, line) {
      let kind = kinds.get(what)
      if (!kind) kinds.set(what, (kind = { count: 0, lines: [] }))
      kind.count++
      if (kind.lines.length < NAMED) kind.lines.push(line)
    },
    sentences: () =>
      [...kinds].map(
        ([what, { count, lines }]) => `${counted(count, 'row', 'rows')}, on ${linesText(lines, count)}: ${what}`,
      ),
  }
}

function linesText(lines: readonly number[], count: number): string {
  const named = lines.map(grouped)
  if (count === 1) return `line ${named[0]}`
  if (count > lines.length) return `lines ${named.join(', ')} and ${grouped(count - lines.length)} more`
  return `lines ${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
}
