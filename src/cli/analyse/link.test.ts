import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { CommandError } from '../command.ts'
import { method } from './link.ts'

const folder = mkdtempSync(join(tmpdir(), 'wardmote-link-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

const OTHERS = ['Mary Price', 'Ahmed Khan', 'Susan Whitfield', 'Tom Barker', 'Priya Nair', 'Owen Rees', 'Grace Mensah', 'Leo Rossi', 'Ivy Lane', 'Noor Aziz']
const rows = (letter: string, from: number) => OTHERS.slice(from, from + 5).map((name, place) => `${letter}${place},${name.replace(' ', ',')},19${50 + (from + place) * 3}-0${1 + place}-1${place},E${from + place} 1AA`)
const calls = write('calls.csv', ['ref,First Name,Surname,DOB,Postcode', 'a1,Elizabeth,Okonkwo,1984-03-12,EC1A 7JQ', 'a2,Liz,Okonkwo,1984-03-12,EC1A 7JQ', ...rows('b', 0)].join('\n'))
const tenants = write('tenants.csv', ['tenant_ref,full_name,date_of_birth,post_code', 't1,"OKONKWO, Elizabeth",12/03/1984,ec1a7jq', ...rows('u', 5).map((row) => row.replace(/^(\w+),(\w+),(\w+),/, '$1,"$3, $2",'))].join('\r\n'))
const table = async (files: string[], options = {}) => {
  const { columns, rows: found, said } = await method.run(files, options)
  return { columns, rows: [...found], said: said ?? [] }
}

test('link --pairs names the two records, log2 of the odds and the probability that goes with it', async () => {
  const { columns, rows: found, said } = await table([calls])
  assert.deepEqual(columns, ['a', 'b', 'match_weight', 'match_probability'])
  const [a, b, weight, probability] = found.find(([one]) => one === 'a1')!
  assert.deepEqual([a, b], ['a1', 'a2'])
  assert.ok(Number(probability) > 0.95)
  assert.ok(Math.abs(2 ** Number(weight) / (1 + 2 ** Number(weight)) - Number(probability)) < 1e-9)
  assert.deepEqual(JSON.parse(said[0]!), { files: [{ id: 'ref', columns: { forename: ['First Name'], surname: ['Surname'], birth: ['DOB'], postcode: ['Postcode'] } }], within: true })
})

test('link --clusters lists every record once, with the first record of its person', async () => {
  const { columns, rows: found } = await table([calls], { clusters: true })
  assert.deepEqual(columns, ['id', 'cluster'])
  assert.deepEqual(found, [['a1', 'a1'], ['a2', 'a1'], ...OTHERS.slice(0, 5).map((_, place) => [`b${place}`, `b${place}`])])
})

test('two files with columns of their own are linked across: a is of the first and b of the second', async () => {
  const { rows: found } = await table([calls, tenants], { threshold: '0.5' })
  assert.deepEqual(found.map(([a, b]) => [a, b]), [['a1', 't1'], ['a2', 't1']])
})

test('settings printed can be given back, and --id names the column to go by', async () => {
  const { said, rows: found } = await table([calls])
  const settings = write('settings.json', said[0]!)
  assert.deepEqual((await table([calls], { settings })).rows, found)
  const renamed = write('settings-id.json', JSON.stringify({ id: 'ref', columns: { forename: ['First Name'], surname: ['Surname'] } }))
  assert.deepEqual((await table([calls], { settings: renamed, id: 'Postcode', clusters: true })).rows[0], ['EC1A 7JQ', 'EC1A 7JQ'])
})

test('what cannot be linked is said with the file, the column or the value', async () => {
  const refused = (files: string[], options: Record<string, string | boolean>, words: RegExp) => assert.rejects(table(files, options), (error) => error instanceof CommandError && words.test(error.message))
  await refused([join(folder, 'none.csv')], {}, /There is no file .*none\.csv/)
  await refused([write('open.csv', 'a,b\n1,"never closed\n')], {}, /open\.csv cannot be read: a quoted field is never closed/)
  await refused([write('empty.csv', '')], {}, /empty/)
  await refused([write('bare.csv', 'colour,size\nred,1\nblue,2\n')], {}, /Nothing to compare/)
  await refused([calls], { threshold: 'high' }, /probability .* not “high”/)
  await refused([calls], { id: 'nowhere' }, /no column “nowhere”\. Its columns are: ref, First Name/)
  await refused([calls], { settings: write('wrong.json', '{"columns": {"shoe": ["x"]}}') }, /“shoe” is nothing a column can hold/)
  await refused([calls, calls, calls], {}, /one file or two/)
})
