import { createInterface } from 'node:readline/promises'
import type { Config } from '../config.ts'
import { asSystem, audit, type Tx } from '../db/tx.ts'
import { addAccount, isLastAdministrator, selectAccountByEmail, selectAccounts, setDisabled, storeCodes, storePassword } from '../people/account-store.ts'
import { issueLink } from '../people/one-time-link.ts'
import { selectOrganisations } from '../people/organisation-store.ts'
import { hashPassword, newPassword } from '../people/password.ts'
import { ROLES, type Role } from '../people/powers.ts'
import { endSessions } from '../people/session.ts'
import { forgetTries } from '../people/sign-in-store.ts'
import { choosePartnership } from './choose-partnership.ts'
import { CommandError, type Command, readArguments, required } from './command.ts'
import { withWardmote } from './opening.ts'

const USAGE = `wardmote account add --email ADDRESS --name NAME --organisation NAME --role ROLE [--role ROLE …] [--post POST] [--password-stdin]
wardmote account reset --email ADDRESS [--lost-codes] [--password-stdin]
wardmote account disable --email ADDRESS
wardmote account enable --email ADDRESS
wardmote account list
  Adds an account, lets somebody set a new password, closes or opens an account, lists them. “add” and “reset” print a link, good for
  24 hours, with which the person sets their own password; with --password-stdin they read one from standard input instead.
  --lost-codes also switches one-time codes off. Where there is more than one partnership, add --partnership NAME.
  The roles are: ${ROLES.join(', ')}.`

const OPTIONS = {
  email: { type: 'string' }, name: { type: 'string' }, organisation: { type: 'string' }, role: { type: 'string', multiple: true }, post: { type: 'string' },
  partnership: { type: 'string' }, 'password-stdin': { type: 'boolean' }, 'lost-codes': { type: 'boolean' },
} as const

type Values = { [Name in keyof typeof OPTIONS]?: (typeof OPTIONS)[Name] extends { multiple: true } ? string[] : (typeof OPTIONS)[Name]['type'] extends 'boolean' ? boolean : string }

type Deed = (tx: Tx, values: Values, config: Config, password: string | null) => Promise<string>

const DEEDS: Record<string, Deed> = {
  async add(tx, values, config, password) {
    const email = required(values.email, '--email', USAGE).toLowerCase()
    if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new CommandError(`“${email}” is not an e-mail address.`, 2)
    const roles = rolesOf(values.role)
    if (await selectAccountByEmail(tx, email)) throw new CommandError(`${email} has an account already.`)
    const accountId = await addAccount(tx, {
      organisationId: await organisationCalled(tx, required(values.organisation, '--organisation', USAGE)),
      email,
      name: required(values.name, '--name', USAGE),
      post: values.post ?? null,
      roles,
      ...(password !== null && { password }),
    })
    audit(tx, { act: 'collected', subjectKind: 'account', subjectId: accountId, details: { from: 'command line', roles } })
    if (password !== null) return `Added ${email}.`
    return `Added ${email}. A password is set within 24 hours at\n${config.baseUrl}${await issueLink(tx, { accountId, partnershipId: tx.actor.partnershipId! })}`
  },
  async reset(tx, values, config, password) {
    const account = await accountWith(tx, values)
    const endsCodes = values['lost-codes'] ?? false
    audit(tx, { act: 'altered', subjectKind: 'account', subjectId: account.accountId, details: { from: 'command line', fields: ['password'], endsCodes } })
    if (password === null) return `A new password is set within 24 hours at\n${config.baseUrl}${await issueLink(tx, account, { endsCodes })}`
    await storePassword(tx, account, await hashPassword(password))
    if (endsCodes) await storeCodes(tx, account, null)
    await forgetTries(tx, values.email!)
    await endSessions(tx, account)
    return `${values.email} has the new password, and is signed out everywhere.`
  },
  async disable(tx, values) {
    const account = await accountWith(tx, values)
    if (await isLastAdministrator(tx, account.accountId)) throw new CommandError(`${values.email} is the partnership’s last administrator. Make another one first.`)
    await setDisabled(tx, account.accountId, true)
    await endSessions(tx, account)
    audit(tx, { act: 'altered', subjectKind: 'account', subjectId: account.accountId, details: { from: 'command line', fields: ['disabled'] } })
    return `${values.email} can no longer sign in, and is signed out everywhere.`
  },
  async enable(tx, values) {
    const account = await accountWith(tx, values)
    await setDisabled(tx, account.accountId, false)
    audit(tx, { act: 'altered', subjectKind: 'account', subjectId: account.accountId, details: { from: 'command line', fields: ['enabled'] } })
    return `${values.email} can sign in again.`
  },
  async list(tx) {
    const accounts = await selectAccounts(tx, {})
    if (accounts.length === 0) return 'There are no accounts yet. Add one with “wardmote account add”.'
    return accounts.map(({ email, name, organisation, roles, disabledAt }) =>
      [email, name, organisation, roles.join(', ') || 'no role', ...(disabledAt ? ['disabled'] : [])].join(' · ')).join('\n')
  },
}

async function run(args: string[]): Promise<number> {
  const { values, words } = readArguments(args, USAGE, OPTIONS, [`one of ${Object.keys(DEEDS).join(', ')}`])
  const deed = Object.hasOwn(DEEDS, words[0]!) ? DEEDS[words[0]!]! : null
  if (!deed) throw new CommandError(`There is no “account ${words[0]}”.\n\n${USAGE}`, 2)
  const password = values['password-stdin'] ? await readPassword(required(values.email, '--email', USAGE)) : null
  return withWardmote(async (config) => {
    const partnershipId = await choosePartnership(values.partnership)
    console.log(await asSystem(`account ${words[0]} from the command line`, (tx) => deed(tx, values, config, password), partnershipId))
    return 0
  })
}

async function accountWith(tx: Tx, values: Values) {
  const email = required(values.email, '--email', USAGE)
  const account = await selectAccountByEmail(tx, email)
  if (!account) throw new CommandError(`Nobody has an account with ${email}. “wardmote account list” shows who has.`)
  return { accountId: account.accountId, partnershipId: tx.actor.partnershipId! }
}

async function organisationCalled(tx: Tx, wanted: string): Promise<string> {
  const organisations = await selectOrganisations(tx)
  const found = organisations.filter(({ names }) => names.some(({ name }) => name.toLowerCase() === wanted.toLowerCase()))
  if (found.length !== 1)
    throw new CommandError(`${found.length === 0 ? 'No' : 'More than one'} partner is called “${wanted}”. They are: ${organisations.map(({ name }) => name).join('; ')}.`)
  return found[0]!.organisationId
}

function rolesOf(wanted: readonly string[] = []): Role[] {
  const roles = ROLES.filter((role) => wanted.includes(role))
  const unknown = wanted.find((role) => !ROLES.some((known) => known === role))
  if (unknown !== undefined) throw new CommandError(`There is no role “${unknown}”. The roles are: ${ROLES.join(', ')}.`, 2)
  if (roles.length === 0) throw new CommandError(`Give at least one --role: ${ROLES.join(', ')}.`, 2)
  return roles
}

async function readPassword(email: string): Promise<string> {
  const lines = createInterface({ input: process.stdin })
  const { value } = await lines[Symbol.asyncIterator]().next()
  lines.close()
  const parsed = newPassword(email).safeParse(value ?? '')
  if (!parsed.success) throw new CommandError(`${parsed.error.issues[0]!.message}.`)
  return parsed.data
}

export const command: Command = { usage: USAGE, run }
