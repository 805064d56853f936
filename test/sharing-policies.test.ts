import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openGateWatch, policyMutants, withoutEachClause } from './sharing-mutants.ts'
import { openWorld } from './world.ts'

// src/sharing/policies.reference.ts takes every clause of every policy of the gate away in turn; here it is the cover's alone.
const house = await openWorld()
after(() => house.close())

test('a clause is left out at any depth, and everything else stays', () => {
  assert.deepEqual(withoutEachClause("((a = 'x AND (') AND (b OR (c = d)))"), [
    { clause: "(a = 'x AND (')", rest: '((b OR (c = d)))' }, { clause: '(b OR (c = d))', rest: "((a = 'x AND ('))" },
    { clause: 'b', rest: "((a = 'x AND (') AND ((c = d)))" }, { clause: '(c = d)', rest: "((a = 'x AND (') AND (b))" },
  ])
})

// A case's own tables open with its cover by one and the same clause. Those that do not are here with what they add to it.
const BESIDES: Record<string, string> = {
  case_file: 'the cover itself', contribution: 'audiences', protected_fact: 'named readers', access_entry: 'the holder’s own people, and the governance lead', break_glass: 'whoever opened it, and the governance lead',
  case_document: 'what it was attached to', index_pointer: 'each side of it', issued_minute: 'the agency it was issued to', disclosure: 'the governance lead', disclosure_person: 'the governance lead', correction_notice: 'the governance lead',
  release_item: 'the governance lead alone', keeping_review: 'the governance lead, by reference', release_case: 'the governance lead', audit_entry: 'the audit log',
}
test('everything that hangs on a case opens with its cover, by the same clause', async () => {
  const { rows } = await house.database.pool.query<{ table: string; rules: string[] }>(`select c.relname as table, array_agg(pg_get_expr(p.polqual, p.polrelid) order by p.polname) filter (where p.polcmd in ('r', '*') and p.polpermissive and p.polname <> 'system') as rules
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'case_id' and not a.attisdropped left join pg_policy p on p.polrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by 1 order by 1`)
  assert.ok(rows.length > 35, `${rows.length} tables hang on a case`)
  for (const { table, rules } of rows.filter(({ table }) => !Object.hasOwn(BESIDES, table))) {
    const opens = rules.filter((rule) => new RegExp(`^\\(\\(partnership_id = \\( SELECT current_partnership\\(\\) AS current_partnership\\)\\) AND \\(EXISTS \\( SELECT\\s+FROM case_file c\\s+WHERE \\(\\(c\\.partnership_id = ${table}\\.partnership_id\\) AND \\(c\\.case_id = ${table}\\.case_id\\)\\)\\)\\)\\)$`).test(rule))
    assert.equal(opens.length, 1, `${table} opens with its case`)
    // Whatever else opens it keeps out whoever is shut out by name, or is open to nobody but the one it names.
    // An action hangs on one thing: where it is a meeting or a recommendation it hangs on no case (migration 0010 checks that).
    // An application held as a flood is no case yet.
    const others = rules.filter((each) => !opens.includes(each) && !(table === 'action' && /group_id = ANY|learning_recommendation_id IS NOT NULL/.test(each)) && !(table === 'review_quarantine' && /case_id IS NULL/.test(each)))
    for (const rule of others) assert.match(rule, /shut_cases\(\)|is_resolving\(\)|cases\.receive/, `${table}: ${rule}`)
  }
})

test('no clause of the cover’s policies can be taken away unnoticed', async () => {
  const watch = await openGateWatch(house, 7, 5)
  assert.equal(await watch.firstDifference(), null)
  const unnoticed: string[] = []
  const mutants = (await policyMutants(house)).filter(({ what }) => what === 'case_file.read' || what === 'case_file.making')
  for (const mutant of mutants) if (!(await watch.isFoundOut(mutant))) unnoticed.push(`${mutant.what}: ${mutant.clause}`)
  assert.deepEqual(unnoticed, [])
  assert.ok(mutants.length > 12, `${mutants.length} clauses`)
  assert.equal(await watch.firstDifference(), null)
})
