import { ConfigError } from '../config.ts'
import { MigrationError } from '../db/migrate.ts'
import { CommandError } from './command.ts'

type Cause = Error & { code?: string; errno?: number; path?: string; syscall?: string; address?: string; port?: number; hostname?: string; errors?: Cause[] }

const WHY: Record<string, (cause: Cause) => string> = {
  EADDRINUSE: ({ port }) => `Port ${port} is in use. Stop what uses it, or set PORT to another number.`,
  EADDRNOTAVAIL: ({ address }) => `This machine has no address ${address}. Set HOST to one it has, such as 127.0.0.1.`,
  ECONNREFUSED: ({ address, port }) => `No PostgreSQL server answers at ${address}:${port}. Start it, or put DATABASE_URL right.`,
  ENOTFOUND: ({ hostname }) => `There is no machine called ${hostname}. Put DATABASE_URL or HOST right.`,
  EAI_AGAIN: ({ hostname }) => `The name ${hostname} could not be looked up just now. Try again, or put DATABASE_URL right.`,
  ETIMEDOUT: () => 'The PostgreSQL server did not answer in time. See that DATABASE_URL is right and that nothing stands between.',
  ECONNRESET: () => 'The PostgreSQL server closed the connection. See that it is running and that DATABASE_URL is right.',
  '28P01': () => 'The PostgreSQL server does not take this name and password. Put DATABASE_URL right.',
  '28000': () => 'The PostgreSQL server does not let this role in. Put DATABASE_URL right.',
  '3D000': ({ message }) => `The PostgreSQL server says: ${message}. Create it first (see README), or put DATABASE_URL right.`,
  '42501': ({ message }) => `The PostgreSQL server says: ${message}. DATABASE_OWNER_URL must name the role that owns the database.`,
  '53300': () => 'The PostgreSQL server has no connections left. Set DATABASE_POOL lower, or give the server more.',
  EACCES: (cause) => (cause.port ? `Port ${cause.port} needs more rights than this user has. Set PORT to 1024 or more.` : cannotWrite(cause, 'it is not allowed')),
  EPERM: (cause) => cannotWrite(cause, 'it is not allowed'),
  EROFS: (cause) => cannotWrite(cause, 'the disk is read-only'),
  ENOSPC: (cause) => cannotWrite(cause, 'the disk is full'),
  ENOENT: (cause) => cannotWrite(cause, 'it cannot be made there'),
  ENOTDIR: (cause) => cannotWrite(cause, 'a file stands where a folder should'),
  EEXIST: (cause) => cannotWrite(cause, 'a file stands where a folder should'),
}

const cannotWrite = ({ path }: Cause, why: string) => `Wardmote cannot write to ${path ?? 'its data folder'}: ${why}. Set WARDMOTE_DATA to a folder it may write to.`

/** What went wrong in one sentence with what to do, when it is something a person can put right; else null. */
export function explain(error: unknown): string | null {
  if (error instanceof CommandError || error instanceof ConfigError || error instanceof MigrationError) return error.message
  if (error === null || typeof error !== 'object') return null
  const cause: Cause = (error as Cause).errors?.[0] ?? (error as Cause)
  const code = codeOf(cause)
  return Object.hasOwn(WHY, code) ? WHY[code]!(cause) : null
}

// The embedded database, being WebAssembly, gives WASI's numbers and no code; a few calls of Node's give words and no code.
const WASI: Record<number, string> = { 2: 'EACCES', 51: 'ENOSPC', 63: 'EPERM', 69: 'EROFS' }

function codeOf({ code, name, errno, message, syscall }: Cause): string {
  if (name === 'ErrnoError') return WASI[errno ?? 0] ?? ''
  if (code === '' && /Read-only file system/.test(message)) return 'EROFS'
  return code === 'ENOENT' && syscall !== 'mkdir' ? '' : (code ?? '')
}
