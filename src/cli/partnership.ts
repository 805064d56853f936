import { asSystem, audit } from '../db/tx.ts'
import { addAccount } from '../people/account-store.ts'
import { issueLink } from '../people/one-time-link.ts'
import { addOrganisation, addPartnership } from '../people/organisation-store.ts'
import { CommandError, type Command, readArguments, required } from './command.ts'
import { withWardmote } from './opening.ts'

const USAGE = `wardmote partnership add --name NAME --area AREA --council COUNCIL --administrator PERSON --email ADDRESS
  Adds a partnership with its council and its first administrator, and prints a link with which that person sets a password.`

const OPTIONS = {
  name: { type: 'string' }, area: { type: 'string' }, council: { type: 'string' }, administrator: { type: 'string' }, email: { type: 'string' },
} as const

async function run(args: string[]): Promise<number> {
  const { values, words } = readArguments(args, USAGE, OPTIONS, ['“add”'])
  if (words[0] !== 'add') throw new CommandError(`There is no “partnership ${words[0]}”.\n\n${USAGE}`, 2)
  const name = required(values.name, '--name', USAGE)
  const area = required(values.area, '--area', USAGE)
  const council = required(values.council, '--council', USAGE)
  const administrator = required(values.administrator, '--administrator', USAGE)
  const email = required(values.email, '--email', USAGE).toLowerCase()
  return withWardmote(async (config) => {
    const partnershipId = crypto.randomUUID()
    const path = await asSystem(
      'add a partnership from the command line',
      async (tx) => {
        await addPartnership(tx, { partnershipId, name, area })
        const organisationId = await addOrganisation(tx, { name: council, standing: 'statutory', legalGround: 'Crime and Disorder Act 1998, s.5(1)(a)', sector: 'council', parentId: null, joinedOn: null })
        const accountId = await addAccount(tx, { organisationId, email, name: administrator, post: null, roles: ['administrator'] })
        audit(tx, { act: 'collected', subjectKind: 'account', subjectId: accountId, details: { from: 'command line', roles: ['administrator'] } })
        return issueLink(tx, { accountId, partnershipId })
      },
      partnershipId,
    )
    console.log(`Added ${name}. ${administrator} sets a password within 24 hours at\n${config.baseUrl}${path}`)
    return 0
  })
}

export const command: Command = { usage: USAGE, run }
