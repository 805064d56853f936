import { CommandError } from '../command.ts'
import { readRows } from './method.ts'

/**
 * Numbers between commas from an option, lowest first and none twice; `inf` for no end. Throws CommandError naming
 * the option.
 */
export function edgesAsked(text: string, option: string): number[] {
  const edges = text.split(',').map((part) => (/^\s*\+?inf(inity)?\s*$/i.test(part) ? Infinity : part.trim() === '' ? NaN : Number(part)))
  const isRising = edges.every((edge, index) => index === 0 || edge > edges[index - 1]!)
  if (edges.some(Number.isNaN) || edges[0]! < 0 || !isRising) throw new CommandError(`--${option} takes numbers from 0 up, each above the one before, between commas: “${text}” is not that.`, 2)
  return edges[0] === 0 ? edges : [0, ...edges]
}

/** A number from an option within limits. Throws CommandError naming the option. */
export function numberAsked(text: string, option: string, { from, to = Infinity, whole = false }: { from: number; to?: number; whole?: boolean }): number {
  const value = text.trim() === '' ? NaN : Number(text)
  if (!(value >= from && value <= to) || (whole && !Number.isInteger(value)))
    throw new CommandError(`--${option} takes ${whole ? 'a whole number' : 'a number'} ${to === Infinity ? `of at least ${from}` : `from ${from} to ${to}`}: “${text}” is not that.`, 2)
  return value
}

/** The names of a file's columns. */
export async function columnsOf(file: string): Promise<string[]> {
  for await (const { fields } of readRows(file)) return fields.map((name) => name.trim())
  return []
}

/** A table of numbers that grows as rows come. */
export function growing() {
  let values = new Float64Array(1024)
  let length = 0
  return {
    push: (value: number) => {
      if (length === values.length) {
        const longer = new Float64Array(length * 2)
        longer.set(values)
        values = longer
      }
      values[length++] = value
    },
    done: () => values.slice(0, length),
  }
}

/** "1 row", "2 rows". */
export const countOf = (count: number, noun: string, plural = `${noun}s`): string => `${count.toLocaleString('en-GB')} ${count === 1 ? noun : plural}`
