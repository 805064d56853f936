import { faultInWords, type AuditHead, verifyChain } from '../db/audit-verify.ts'
import { asSystem, auditKey } from '../db/tx.ts'
import { readEntries, selectHead } from '../people/audit-store.ts'
import { choosePartnership, selectPartnerships } from './choose-partnership.ts'
import { CommandError, type Command, readArguments } from './command.ts'
import { withWardmote } from './opening.ts'

const USAGE = `wardmote audit verify [--partnership NAME] [--checkpoint ENTRY:SEAL]
  Reads the whole audit log and says whether anything in it was altered, removed, added, reordered or cut off; status 1 if so.
wardmote audit checkpoint
  Prints each log's present end as ENTRY:SEAL. Keep it somewhere else (a mailbox, the board's minutes): only against a checkpoint
  can “verify” show that a log was not sealed anew or shortened as a whole.`

const OPTIONS = { partnership: { type: 'string' }, checkpoint: { type: 'string' } } as const

async function run(args: string[]): Promise<number> {
  const { values, words } = readArguments(args, USAGE, OPTIONS, ['“verify” or “checkpoint”'])
  if (words[0] !== 'verify' && words[0] !== 'checkpoint') throw new CommandError(`There is no “audit ${words[0]}”.\n\n${USAGE}`, 2)
  const checkpoint = values.checkpoint === undefined ? null : parseCheckpoint(values.checkpoint)
  return withWardmote(async () => {
    const only = checkpoint || values.partnership !== undefined ? await choosePartnership(values.partnership) : null
    let status = 0
    for (const { partnershipId, name } of (await selectPartnerships()).filter((each) => only === null || each.partnershipId === only)) {
      if (words[0] === 'checkpoint') {
        const { entries, seal } = await asSystem('read the audit log’s end', selectHead, partnershipId)
        console.log(`${entries}:${seal}  ${name}`)
      } else if (!(await verify(name, partnershipId, checkpoint))) status = 1
    }
    return status
  })
}

async function verify(name: string, partnershipId: string, checkpoint: AuditHead | null): Promise<boolean> {
  const { entries, faults, stopped } = await asSystem(
    'verify the audit log from the command line',
    async (tx) => {
      const head = await selectHead(tx)
      return verifyChain(auditKey(), () => readEntries(tx, head.last), head, checkpoint)
    },
    partnershipId,
  )
  const read = `${entries.toLocaleString('en-GB')} ${entries === 1 ? 'entry' : 'entries'}`
  console.log(faults.length === 0 ? `${name}: ${read} read; the log is whole.` : `${name}: ${read} read; the log is NOT whole.`)
  for (const fault of faults) console.log(`  ${faultInWords(fault)}`)
  if (stopped) console.log('  There is more; reading stopped here.')
  return faults.length === 0
}

function parseCheckpoint(text: string): AuditHead {
  const [, entries, seal] = /^(\d+):([0-9a-f]{64})$/.exec(text.trim()) ?? []
  if (!entries || !seal) throw new CommandError('--checkpoint must be ENTRY:SEAL, as “wardmote audit checkpoint” prints it.', 2)
  return { entries: Number(entries), seal }
}

export const command: Command = { usage: USAGE, run }
