import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CsvColumns } from './csv-columns.ts'
import { guessSettings } from './roles.ts'

const read = (text: string, size = 7) => {
  const columns = new CsvColumns()
  const bytes = new TextEncoder().encode(text)
  for (let at = 0; at < bytes.length; at += size) columns.take(bytes.subarray(at, at + size))
  return columns.done()
}
const guess = (text: string) => { const table = read(text); return guessSettings(table.columns, table.records) }

test('columns are known by header and values, and the answer of somebody else’s matching is not read', () => {
  assert.deepEqual(guess('Ref,First Name,Surname,D.O.B.,Post Code,Mobile,E-mail,cluster\nA1,Ann,Lee,03/04/1980,E1 6AN,07700 900123,ann@example.org,7\nA2,Bob,Ray,13/04/1981,E2 6AN,07700 900124,bob@example.org,7\n'), {
    id: 'Ref', columns: { forename: ['First Name'], surname: ['Surname'], birth: ['D.O.B.'], postcode: ['Post Code'], phone: ['Mobile'], email: ['E-mail'] },
  })
  assert.deepEqual(guess('rec_id, given_name, surname, street_number, address_1, suburb, date_of_birth, soc_sec_id\nr-1, ann, lee, 6, elm place, dee why, 19800403, 123\nr-2, bob, ray, 7, oak place, dee why, 19810403, 124\n'), {
    id: 'rec_id', columns: { forename: ['given_name'], surname: ['surname'], building: ['street_number'], street: ['address_1'], locality: ['suburb'], birth: ['date_of_birth'], identifier: ['soc_sec_id'] },
  })
  assert.deepEqual(guess('fname_c1,lname_c1,by,bm,bd,rec_id,ent_id\nCARSTEN,MEIER,1949,7,22,1,34\nGERD,BAUER,1968,7,27,2,34\n'), {
    id: 'rec_id', columns: { forename: ['fname_c1'], surname: ['lname_c1'], birthYear: ['by'], birthMonth: ['bm'], birthDay: ['bd'] },
  })
})

test('a column without a telling header is known by its values', () => {
  assert.deepEqual(guess('contact,where\nann@example.org,E1 6AN\nbob@example.org,E2 6AN\n').columns, { email: ['contact'], postcode: ['where'] })
})

test('CSV is read the same in pieces of any size: quotes, doubled quotes, line ends within, either line ending, blank lines, no end to the last line', () => {
  const text = '\ufeffid,name,note\r\n1,"Lée, Ann","said ""no"""\r\n\r\n2, Bob ,"two\nlines"\n3,,'
  const rows = (size: number) => {
    const { records, columns } = read(text, size)
    return Array.from({ length: records }, (_, record) => [...columns.values()].map(({ at, codes }) => (codes[record]! < 0 ? null : at(codes[record]!))))
  }
  const expected = [['1', 'Lée, Ann', 'said "no"'], ['2', 'Bob', 'two\nlines'], ['3', null, null]]
  for (let size = 1; size <= text.length; size++) assert.deepEqual(rows(size), expected, `pieces of ${size}`)
  assert.throws(() => read('a,b\n1,"never closed\n'), /never closed/)
})
