import { sql } from 'kysely'
import { z } from 'zod'
import { todayInLondon } from '../../calendar/dates.ts'
import { asSystem, audit, type Tx } from '../../db/tx.ts'
import { PREFIX, type SchemeKind } from '../../sharing/reference.ts'
import { DEFAULT_RULES, type ReviewRules } from '../case-review/application.ts'
import { ReviewRulesShape } from '../case-review/rule-store.ts'
import { type RuleSet, RuleSetShape } from './rule-set.ts'
import { type RiskMatrix, RiskMatrixShape, STARTING_RISK } from './risk-matrix.ts'
import { STARTING_COHORT, STARTING_CRITERIA } from './starting-rules.ts'

export const RULE_KINDS = ['criteria', 'cohort', 'risk', 'review threshold'] as const
export type RuleKind = (typeof RULE_KINDS)[number]
export type RulesOf = { criteria: RuleSet; cohort: RuleSet; risk: RiskMatrix; 'review threshold': ReviewRules }

/** A version of a scheme's rules. `ruleSetId` is null for those a scheme begins with, until something rests on them. */
export type RuleVersion<K extends RuleKind = RuleKind> = {
  ruleSetId: string | null
  kind: K
  version: number
  validFrom: string
  validTo: string | null
  source: string
  rules: RulesOf[K]
  /** Why it was withdrawn before the day it was to hold from; null for one that holds, held or will hold. */
  withdrawn: string | null
}

export type Scheme = { schemeId: string; kind: SchemeKind; name: string; purpose: string; reviewWeeks: number; ends: string | null }

const schemes = (tx: Tx) => tx.selectFrom('scheme').select(['scheme_id as schemeId', 'kind', 'name', 'purpose', 'review_weeks as reviewWeeks', 'ends'])
const schemeOf = <Row extends { kind: string }>(row: Row) => ({ ...row, kind: z.custom<SchemeKind>((kind) => typeof kind === 'string' && kind in PREFIX).parse(row.kind) })

/** A scheme, or null when there is none. */
export async function selectScheme(tx: Tx, schemeId: string): Promise<Scheme | null> {
  const row = await schemes(tx).where('scheme_id', '=', schemeId).executeTakeFirst()
  return row ? schemeOf(row) : null
}

/** The schemes that run on a day (ISO), by name. */
export const selectSchemes = async (tx: Tx, on: string): Promise<Scheme[]> =>
  (await schemes(tx).where('begins', '<=', on).where((is) => is.or([is('ends', 'is', null), is('ends', '>=', on)])).orderBy('name').execute()).map(schemeOf)

/** Whether the account may set a scheme's rules: it leads the scheme, or keeps all sharing. */
export async function maySetRules(tx: Tx, schemeId: string): Promise<boolean> {
  const { rows } = await sql<{ may: boolean }>`select ((select may('sharing.manage')) or ${schemeId}::uuid = any ((select led_schemes())::uuid[])) as may`.execute(tx)
  return rows[0]?.may ?? false
}

const SHAPES = { criteria: RuleSetShape, cohort: RuleSetShape, risk: RiskMatrixShape, 'review threshold': ReviewRulesShape }
/** The day the Act's own test came into force: Anti-social Behaviour, Crime and Policing Act 2014, s.104 (SI 2014/2590). */
const STARTING_THRESHOLD = { validFrom: '2014-10-20', source: DEFAULT_RULES.threshold.source, rules: DEFAULT_RULES }

function startingRules<K extends RuleKind>(kind: K, schemeKind: SchemeKind): RuleVersion<K> | null {
  const starting = kind === 'review threshold' ? (schemeKind === 'asb case review' ? STARTING_THRESHOLD : undefined) : kind === 'risk' ? STARTING_RISK[schemeKind] : kind === 'cohort' ? (schemeKind === 'offender management' ? STARTING_COHORT : undefined) : STARTING_CRITERIA[schemeKind]
  return starting ? { ruleSetId: null, kind, version: 1, validFrom: starting.validFrom, validTo: null, source: starting.source, rules: SHAPES[kind].parse(starting.rules) as RulesOf[K], withdrawn: null } : null
}

/** Every version of a scheme's rules of a kind, the latest first, those withdrawn among them; those it begins with where none was ever written. */
export async function selectRuleVersions<K extends RuleKind>(tx: Tx, { schemeId, kind: schemeKind }: Pick<Scheme, 'schemeId' | 'kind'>, kind: K): Promise<RuleVersion<K>[]> {
  const rows = await tx.selectFrom('rule_set').select(['rule_set_id as ruleSetId', 'version', 'valid_from as validFrom', 'valid_to as validTo', 'source', 'rules', 'withdrawn_reason as withdrawn'])
    .where('scheme_id', '=', schemeId).where('kind', '=', kind).orderBy('version', 'desc').execute()
  if (rows.length === 0) return [startingRules(kind, schemeKind)].filter((each) => each !== null)
  return rows.map((row) => ({ ...row, kind, rules: SHAPES[kind].parse(row.rules) as RulesOf[K] }))
}

/** A scheme's rules of a kind in force on a day (ISO), or null when it has none. */
export async function selectRules<K extends RuleKind>(tx: Tx, scheme: Pick<Scheme, 'schemeId' | 'kind'>, kind: K, on: string): Promise<RuleVersion<K> | null> {
  return inForceOn(await selectRuleVersions(tx, scheme, kind), on)
}

/** Which of these versions holds on a day (ISO), or null. */
export const inForceOn = <K extends RuleKind>(versions: readonly RuleVersion<K>[], on: string): RuleVersion<K> | null =>
  versions.find(({ validFrom, validTo, withdrawn }) => withdrawn === null && validFrom <= on && (validTo ?? '9999') >= on) ?? null

/**
 * Writes the rules a scheme begins with as its version 1, if no version was ever written, so that what is decided can name its version.
 * Safe to run twice. To be called outside a transaction, before the one that needs them.
 */
export async function keepStartingRules(partnershipId: string, { schemeId, kind: schemeKind }: Pick<Scheme, 'schemeId' | 'kind'>) {
  await asSystem('keep the rules a scheme begins with, as its first version', async (tx) => {
    for (const kind of RULE_KINDS) {
      const first = startingRules(kind, schemeKind)
      if (!first || (await tx.selectFrom('rule_set').select('version').where('scheme_id', '=', schemeId).where('kind', '=', kind).executeTakeFirst())) continue
      await tx.insertInto('rule_set').values({ partnership_id: partnershipId, scheme_id: schemeId, kind, version: 1, valid_from: first.validFrom, source: first.source, rules: JSON.stringify(first.rules) })
        .onConflict((conflict) => conflict.doNothing()).execute()
    }
  }, partnershipId)
}

/** Writes the next version of a scheme's rules, from a day on; the one before it ends the day before. False when another version was written, or withdrawn, since `after` was the last that stood. */
export async function addRuleVersion<K extends RuleKind>(tx: Tx, schemeId: string, kind: K, { after, validFrom, source, rules }: { after: number; validFrom: string; source: string; rules: RulesOf[K] }): Promise<boolean> {
  const written = await tx.selectFrom('rule_set').select(['version', 'withdrawn_at']).where('scheme_id', '=', schemeId).where('kind', '=', kind).orderBy('version', 'desc').execute()
  const next = (written[0]?.version ?? 0) + 1
  if (written.find(({ withdrawn_at }) => withdrawn_at === null)?.version !== after) return false
  await tx.updateTable('rule_set').set({ valid_to: sql<string>`greatest(valid_from, ${validFrom}::date - 1)` }).where('scheme_id', '=', schemeId).where('kind', '=', kind).where('version', '=', after).execute()
  const added = await tx.insertInto('rule_set').values({ partnership_id: tx.actor.partnershipId!, scheme_id: schemeId, kind, version: next, valid_from: validFrom, source, rules: JSON.stringify(rules), made_by: tx.actor.accountId })
    .onConflict((conflict) => conflict.doNothing()).executeTakeFirst()
  if (added.numInsertedOrUpdatedRows === 0n) return false
  audit(tx, { act: 'altered', subjectKind: 'scheme', subjectId: schemeId, details: { rules: kind, version: next } })
  return true
}

/** Withdraws a version before the day it was to hold from; the one before it goes on in its place. False when there is none such, or it holds already. */
export async function withdrawVersion(tx: Tx, schemeId: string, ruleSetId: string, reason: string): Promise<boolean> {
  const taken = await tx.updateTable('rule_set').set({ withdrawn_at: sql<string>`now()`, withdrawn_by: tx.actor.accountId, withdrawn_reason: reason })
    .where('scheme_id', '=', schemeId).where('rule_set_id', '=', ruleSetId).where('kind', 'in', [...RULE_KINDS]).where('withdrawn_at', 'is', null).where('valid_from', '>', today()).returning(['kind', 'version', 'valid_to']).executeTakeFirst()
  if (!taken) return false
  const standing = await tx.selectFrom('rule_set').select('rule_set_id').where('scheme_id', '=', schemeId).where('kind', '=', taken.kind).where('version', '<', taken.version).where('withdrawn_at', 'is', null)
    .orderBy('version', 'desc').executeTakeFirst()
  if (standing) await tx.updateTable('rule_set').set({ valid_to: taken.valid_to }).where('rule_set_id', '=', standing.rule_set_id).execute()
  audit(tx, { act: 'altered', subjectKind: 'scheme', subjectId: schemeId, details: { rules: taken.kind, withdrawn: taken.version } })
  return true
}

export const today = () => todayInLondon(Temporal.Now.instant()).toString()
