import { CommandError, type Command } from './cli/command.ts'
import { explain } from './cli/explain.ts'

/** Every command, loaded only when asked for. */
const COMMANDS: Record<string, () => Promise<{ command: Command }>> = {
  serve: () => import('./cli/serve.ts'),
  check: () => import('./cli/check.ts'),
  partnership: () => import('./cli/partnership.ts'),
  account: () => import('./cli/account.ts'),
  import: () => import('./cli/import.ts'),
  analyse: () => import('./cli/analyse.ts'),
  audit: () => import('./cli/audit.ts'),
}

async function usage(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map(async (load) => (await load()).command))
  return `Wardmote, for community safety partnerships.\n\n${commands.map(({ usage }) => usage).join('\n\n')}`
}

async function run([name, ...rest]: string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help') {
    console.log(await usage())
    return name === undefined ? 2 : 0
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!load) throw new CommandError(`There is no command “${name}”. The commands are: ${Object.keys(COMMANDS).join(', ')}. “wardmote help” explains them.`, 2)
  const { command } = await load()
  if (rest.includes('--help')) {
    console.log((await command.usageOf?.(rest)) ?? command.usage)
    return 0
  }
  return command.run(rest)
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  const expected = explain(error)
  console.error(expected ?? error)
  process.exitCode = error instanceof CommandError ? error.status : 1
}
