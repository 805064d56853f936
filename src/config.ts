import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'

/** Where the data are: a folder holding the embedded database, or a PostgreSQL server with a role for running and one for migrating. */
export type DatabaseConfig =
  | { kind: 'embedded'; folder: string }
  | { kind: 'server'; url: string; ownerUrl: string | null; poolSize: number }

export type MailConfig = { smtpUrl: string; from: string }

export type Config = {
  host: string
  port: number
  baseUrl: string
  data: string
  database: DatabaseConfig
  secret: Buffer
  mail: MailConfig | null
  example: boolean
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

export class ConfigError extends Error {}

const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema)

const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')

const Environment = z.object({
  PORT: optional(z.coerce.number('must be a number').int().min(0).max(65535, 'must be 65535 or less').default(3000)),
  HOST: optional(z.string().default('127.0.0.1')),
  BASE_URL: optional(z.url('must be a web address').optional()),
  WARDMOTE_DATA: optional(z.string().default('data')),
  DATABASE_URL: optional(postgresUrl.optional()),
  DATABASE_OWNER_URL: optional(postgresUrl.optional()),
  DATABASE_POOL: optional(z.coerce.number('must be a number').int().min(1).max(200).default(10)),
  WARDMOTE_SECRET: optional(z.string().min(32, 'must be 32 characters or more').optional()),
  WARDMOTE_EXAMPLE: optional(z.enum(['yes', 'no'], 'must be yes or no').optional()),
  SMTP_URL: optional(z.string().regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://').optional()),
  MAIL_FROM: optional(z.string().includes('@', 'must be an e-mail address').optional()),
  LOG_LEVEL: optional(z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent').default('info')),
})

/**
 * Reads the environment once. Throws ConfigError naming every variable that is wrong and what it must be.
 * The example partnership loads by default only into the embedded database: a live server starts empty.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = Environment.safeParse(environment)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`)
    throw new ConfigError(`These settings are wrong, so Wardmote has not started:\n${lines.join('\n')}`)
  }
  const env = parsed.data
  if (env.SMTP_URL && !env.MAIL_FROM)
    throw new ConfigError('SMTP_URL is set but MAIL_FROM is not: say which address reminders come from.')
  if (env.DATABASE_URL && !env.WARDMOTE_SECRET)
    throw new ConfigError(
      'DATABASE_URL is set but WARDMOTE_SECRET is not: it signs sessions and the audit log, and every server must share it.\n' +
        'Make one with: openssl rand -base64 48',
    )
  const data = resolve(env.WARDMOTE_DATA)
  return {
    host: env.HOST,
    port: env.PORT,
    baseUrl: env.BASE_URL ?? `http://${env.HOST}:${env.PORT}`,
    data,
    database: env.DATABASE_URL
      ? { kind: 'server', url: env.DATABASE_URL, ownerUrl: env.DATABASE_OWNER_URL ?? null, poolSize: env.DATABASE_POOL }
      : { kind: 'embedded', folder: join(data, 'database') },
    secret: env.WARDMOTE_SECRET ? Buffer.from(env.WARDMOTE_SECRET) : secretFile(data),
    mail: env.SMTP_URL && env.MAIL_FROM ? { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM } : null,
    example: env.WARDMOTE_EXAMPLE ? env.WARDMOTE_EXAMPLE === 'yes' : !env.DATABASE_URL,
    logLevel: env.LOG_LEVEL,
  }
}

/** The embedded database's own secret, made on first use and kept beside the database, readable by its owner only. */
function secretFile(data: string): Buffer {
  const file = join(data, 'secret')
  if (!existsSync(file)) {
    mkdirSync(data, { recursive: true, mode: 0o700 })
    writeFileSync(file, randomBytes(48).toString('base64'), { mode: 0o600 })
  }
  return Buffer.from(readFileSync(file, 'utf8'))
}
