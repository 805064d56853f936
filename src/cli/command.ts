import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'

export type Command = {
  /** How it is called and what it does, as `wardmote help` prints it. */
  usage: string
  /** A fuller account of what its words ask about, or null when they name nothing. */
  usageOf?: (args: string[]) => Promise<string | null>
  /** Runs with the words after the command's name, and gives the exit status. */
  run: (args: string[]) => Promise<number>
}

/** What the person who typed the command must know: printed as it stands, with no stack. */
export class CommandError extends Error {
  status: number
  constructor(message: string, status = 1) {
    super(message)
    this.status = status
  }
}

/** Reads options and exactly the words named. Throws CommandError, with the usage, for any other. */
export function readArguments<const T extends ParseArgsOptionsConfig>(args: string[], usage: string, options: T, words: readonly string[] = []) {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true })
    if (positionals.length !== words.length)
      throw new TypeError(words.length === 0 ? `Nothing is expected after the options, but got “${positionals.join(' ')}”` : `Give ${words.join(' and ')}`)
    return { values, words: positionals }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new CommandError(`${error.message.split('. To specify')[0]}.\n\n${usage}`, 2)
  }
}

/** An option that must be given. */
export function required(value: string | undefined, option: string, usage: string): string {
  const text = value?.trim()
  if (!text) throw new CommandError(`Give ${option}.\n\n${usage}`, 2)
  return text
}
