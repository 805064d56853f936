import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { filesIn, readFileInWorker } from './read-file.ts'
import { GUILDHALL, mappedPlan, mappingOf, openFolder, problemOf, readAll, STREET, streetPlan, streetRow } from './specimens.ts'

const folder = openFolder()
after(() => folder.remove())

const lines = (...rows: string[]) => `${rows.join('\n')}\n`
const COMPLAINTS = mappingOf({ date: 'Date', category: 'Type', place: 'Where' })
const complaints = (text: string) => `Date,Type,Where\n31/01/2024,Noise,${text}\n`

test('UTF-8, UTF-16 both ways, with byte-order marks and without, and Windows-1252 give the same words, and the header says which', async () => {
  const text = complaints('Café “Zoë”, £5 corner').replace('Café “Zoë”, £5 corner', '"Café “Zoë”, £5 corner"')
  const wide = Buffer.from(text, 'utf16le')
  const windows = Buffer.from([...text].map((character) => ({ '“': 0x93, '”': 0x94 })[character] ?? character.charCodeAt(0)))
  const files: [string, Buffer, string][] = [
    ['utf8.csv', Buffer.from(text), 'UTF-8'],
    ['utf8-mark.csv', Buffer.from(`\ufeff${text}`), 'UTF-8'],
    ['utf16le-mark.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), wide]), 'UTF-16LE'],
    ['utf16be-mark.csv', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(wide).swap16()]), 'UTF-16BE'],
    ['utf16le.csv', wide, 'UTF-16LE'],
    ['windows.csv', windows, 'Windows-1252'],
  ]
  for (const [name, bytes, encoding] of files) {
    const { header, incidents } = await readAll(folder.write(name, bytes), mappedPlan(COMPLAINTS))
    assert.equal(incidents[0]?.place, 'Café “Zoë”, £5 corner', name)
    assert.equal(header.encoding, encoding, name)
    assert.equal(header.header[0], 'Date', name)
  }
})

test('An accent cut in two by the end of a piece, and Windows-1252 that begins late, are both read', async () => {
  const filler = Array.from({ length: 9_000 }, () => '31/01/2024,Noise,a plain row of words').join('\n')
  const late = Buffer.concat([Buffer.from(`Date,Type,Where\n${filler}\n31/01/2024,Noise,Caf`), Buffer.from([0xe9]), Buffer.from('\n')])
  const latin = await readAll(folder.write('late.csv', late), mappedPlan(COMPLAINTS))
  assert.equal(latin.incidents.at(-1)!.place, 'Café')
  assert.match(latin.end.notes[0]!, /read as Windows-1252/)
  const accents = `Date,Type,Where\n${Array.from({ length: 20_000 }, () => '31/01/2024,Noise,éééé€€').join('\n')}\n`
  const { incidents } = await readAll(folder.write('accents.csv', accents), mappedPlan(COMPLAINTS))
  assert.equal(incidents.filter(({ place }) => place === 'éééé€€').length, 20_000)
  const damaged = Buffer.concat([Buffer.from(`${accents}31/01/2024,Noise,Caf`), Buffer.from([0xe9]), Buffer.from('\n')])
  assert.match((await readAll(folder.write('damaged.csv', damaged), mappedPlan(COMPLAINTS))).end.notes[0]!, /were lost/)
})

test('Line endings of every kind, quoted line breaks and semicolons are read, and lines are those of the file', async () => {
  for (const ending of ['\n', '\r\n', '\r']) {
    const text = ['Date;Type;Where', `31/01/2024;Noise;"behind${ending}the shop"`, '01/02/2024;Litter;"a ""corner"""', ''].join(ending)
    const { incidents } = await readAll(folder.write('endings.csv', text), mappedPlan(COMPLAINTS))
    assert.deepEqual(
      incidents.map(({ line }) => line),
      [2, 4],
    )
    assert.deepEqual(
      incidents.map(({ place }) => place),
      [`behind${ending}the shop`, 'a "corner"'],
    )
  }
})

test('A header below a title, a repeated header, blank lines, trailing columns and doubled names are no trouble', async () => {
  const text = [
    'Complaints log,,,,',
    'Printed 1 April,,,,',
    'Date,Type,Where,Date,',
    '31/01/2024,Noise,Here,05/02/2024,',
    '',
    ',,,,',
    'Date,Type,Where,Date,',
    '01/02/2024,Noise,There,06/02/2024,,,',
    '',
  ].join('\n')
  const plan = mappedPlan(mappingOf({ date: 'Date', category: 'Type', place: 'Where' }, { details: ['Date (2)'] }))
  const { header, incidents, rejections, end } = await readAll(folder.write('log.csv', text), plan)
  assert.deepEqual(header, { header: ['Date', 'Type', 'Where', 'Date (2)'], headerLine: 3, encoding: 'UTF-8' })
  assert.deepEqual(rejections, [])
  assert.deepEqual(
    incidents.map(({ line, details }) => [line, details]),
    [
      [4, { 'Date (2)': '05/02/2024' }],
      [8, { 'Date (2)': '06/02/2024' }],
    ],
  )
  assert.match(end.notes.join(' '), /The header stands again on 1 line/)
})

test('A row with more values than columns is refused, and so is one that is too short, by line', async () => {
  const { rejections, incidents } = await readAll(
    folder.write('ragged.csv', lines(STREET, streetRow() + ',extra', 'a2,2024-03,City', streetRow())),
    streetPlan,
  )
  assert.equal(incidents.length, 1)
  assert.deepEqual(
    rejections.map(({ line }) => line),
    [2, 3],
  )
  assert.match(rejections[0]!.reason, /13 values under 12 columns: most often a comma/)
  assert.match(rejections[1]!.reason, /3 values under 12 columns: it is cut short/)
  assert.deepEqual(rejections[1]!.fields, ['a2', '2024-03', 'City'])
})

test('Ten thousand columns are refused with what to do', async () => {
  const wide = Array.from({ length: 10_000 }, (_, at) => `c${at}`).join(',')
  assert.match(
    await problemOf(folder.write('wide.csv', `${wide}\n${wide}\n`), mappedPlan(COMPLAINTS)),
    /Line 1 has 10,000 columns; at most 2,000 can be read.*send it again/,
  )
})

test('A null byte costs its own row only, and leaves no null behind', async () => {
  const { incidents, rejections } = await readAll(
    folder.write('null.csv', lines(STREET, streetRow({ location: 'On or\0near' }), streetRow())),
    streetPlan,
  )
  assert.equal(incidents.length, 1)
  assert.equal(rejections[0]!.column, 'Location')
  assert.match(rejections[0]!.reason, /null character/)
  assert.ok(!JSON.stringify(rejections).includes('\\u0000'))
})

test('A file cut in the middle of a row gives its whole rows, refuses the torn one and says that it is cut', async () => {
  const whole = lines(STREET, ...Array.from({ length: 50 }, (_, at) => streetRow({ id: `a${at}` })))
  const { incidents, rejections, end } = await readAll(folder.write('cut.csv', whole.slice(0, -60)), streetPlan)
  assert.equal(incidents.length, 49)
  assert.equal(rejections[0]!.line, 51)
  assert.match(rejections[0]!.reason, /cut off in this row/)
  assert.match(end.cut!, /cut off in line 51/)
  const { end: sound } = await readAll(folder.write('sound.csv', whole.slice(0, -1)), streetPlan)
  assert.equal(sound.cut, null)
})

test('A gzip file cut in the middle gives what can be unpacked and says that it is cut; a sound one of two members is whole', async () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => streetRow({ id: `${Math.sin(at)}` }))
  const packed = gzipSync(lines(STREET, ...rows))
  const { incidents, rejections, end } = await readAll(folder.write('cut.csv.gz', packed.subarray(0, packed.length / 2)), streetPlan)
  assert.ok(incidents.length > 5_000 && incidents.length < 15_000, `${incidents.length} rows`)
  assert.equal(rejections.length, 1)
  assert.match(end.cut!, /cut off or damaged/)
  const members = Buffer.concat([gzipSync(lines(STREET, streetRow())), gzipSync(lines(streetRow()))])
  const sound = await readAll(folder.write('members.csv.gz', members), streetPlan)
  assert.deepEqual([sound.incidents.length, sound.end.cut], [2, null])
})

test('A quotation mark that is never closed costs its own row', async () => {
  const { incidents, rejections } = await readAll(
    folder.write('open.csv', lines('Date,Type,Where', '31/01/2024,Noise,"by the 6" pipe', '01/02/2024,Noise,Here')),
    mappedPlan(COMPLAINTS),
  )
  assert.deepEqual([incidents.length + rejections.length, rejections[0]?.line ?? 2], [2, 2])
})

test('The CSVs of an archive are files of their own; other members are named; a bomb and a name that leads outside are refused', async () => {
  const archive = await folder.zip('2024.zip', {
    '2024-03/2024-03-city-street.csv': lines(STREET, streetRow()),
    'readme.pdf': '%PDF',
    '__MACOSX/._x.csv': 'x',
    '2024-04/2024-04-city-street.csv': lines(STREET, streetRow({ month: '2024-04' })),
  })
  const found = await filesIn(archive.path, archive.name)
  assert.ok(found.ok)
  assert.deepEqual(
    found.files.map(({ name, member }) => [name, member]),
    [
      ['2024.zip: 2024-03/2024-03-city-street.csv', '2024-03/2024-03-city-street.csv'],
      ['2024.zip: 2024-04/2024-04-city-street.csv', '2024-04/2024-04-city-street.csv'],
    ],
  )
  assert.deepEqual(found.passedOver, ['readme.pdf'])
  for (const file of found.files) assert.equal((await readAll(file, streetPlan)).incidents.length, 1)
  const escaping = Buffer.from(
    (await import('node:fs'))
      .readFileSync((await folder.zip('up.zip', { 'aa/evil.csv': STREET })).path)
      .toString('latin1')
      .replaceAll('aa/evil.csv', '../evil.csv'),
    'latin1',
  )
  const escaped = folder.write('escape.zip', escaping)
  const answer = await filesIn(escaped.path, escaped.name)
  assert.ok(!answer.ok && /leads outside/.test(answer.problem))
  const bomb = folder.write('bomb.csv.gz', gzipSync(`Date,Type,Where\n${`31/01/2024,Noise,${'a'.repeat(900_000)}\n`.repeat(90)}`))
  const { end } = await readAll(bomb, mappedPlan(COMPLAINTS))
  assert.match(end.cut!, /unpacks to far more than it holds/)
})

test('A file of which next to nothing can be taken is not read to its end', async () => {
  const { rejections, end } = await readAll(folder.write('hopeless.csv', `Date,Type,Where\n${'1,2,3\n'.repeat(60_000)}`), mappedPlan(COMPLAINTS))
  assert.equal(rejections.length, 50_000 + 1)
  assert.match(end.cut!, /More than nine in ten of the first 50,000 rows were refused/)
})

test('What is no table is named for what it is', async () => {
  assert.match(await problemOf(folder.write('a.csv', ''), streetPlan), /The file is empty/)
  assert.match(await problemOf(folder.write('b.csv', '%PDF-1.7 …'), streetPlan), /This is a PDF. CSV .* can be read/)
  assert.match(await problemOf(folder.write('c.csv', '<!DOCTYPE html><html><body>Sign in</body></html>'), streetPlan), /web page/)
  assert.match(await problemOf(folder.write('d.csv', 'x'.repeat(5_000_000)), streetPlan), /does not end/)
  assert.match(
    await problemOf(folder.write('e.csv', lines('Date,Type', '1,2')), streetPlan),
    /This is not a police.uk street file: it has no column “Crime ID”/,
  )
  assert.match(
    await problemOf(folder.write('f.csv', lines(STREET.replace('Crime type,Last outcome category,Context', 'Outcome type'), '')), streetPlan),
    /This is a police.uk outcomes file, and this source takes police.uk street files/,
  )
})

test('A reading taken up again leaves out the rows already dealt with, and is given up cleanly', async () => {
  const rows = Array.from({ length: 12_000 }, (_, at) => streetRow({ id: `a${at}`, month: at % 100 === 7 ? 'x' : '2024-03' }))
  const file = folder.write('long.csv', lines(STREET, ...rows))
  const whole = await readAll(file, streetPlan)
  assert.equal(whole.end.rowsRead, 12_000)
  assert.deepEqual(
    whole.batches.map(({ rowsRead }) => rowsRead),
    [5_000, 5_000, 2_000],
  )
  const rest = await readAll(file, streetPlan, { skipRows: 5_000 })
  assert.deepEqual(rest.incidents, whole.incidents.slice(whole.batches[0]!.incidents.length))
  assert.deepEqual(
    rest.rejections.map(({ line }) => line),
    whole.rejections.slice(50).map(({ line }) => line),
  )
  const opened = await readFileInWorker(file, streetPlan)
  assert.ok(opened.ok)
  for await (const batch of opened.batches) {
    assert.equal(batch.rowsRead, 5_000)
    break
  }
  assert.equal((await readAll(file, streetPlan)).end.rowsRead, 12_000)
  for (let time = 0; time < 3; time++) {
    const left = await readFileInWorker(file, streetPlan)
    assert.ok(left.ok)
    for await (const _ of left.batches) break
    await left.stop()
  }
  assert.deepEqual((await readAll(file, streetPlan)).incidents, whole.incidents)
  const stopping = new AbortController()
  const stopped = await readFileInWorker(file, streetPlan, { signal: stopping.signal })
  assert.ok(stopped.ok)
  await assert.rejects(async () => {
    for await (const _ of stopped.batches) stopping.abort(new Error('the person cancelled'))
  }, /the person cancelled/)
})

test('Two files read at once do not mix, each with its own areas', async () => {
  const here = folder.write('here.csv', lines(STREET, ...Array.from({ length: 6_000 }, () => streetRow())))
  const [inside, nowhere] = await Promise.all([readAll(here, streetPlan), readAll(here, { ...streetPlan, areas: [] })])
  assert.equal(inside.incidents.filter(({ placed }) => placed === 'inside').length, 6_000)
  assert.equal(nowhere.incidents.filter(({ placed }) => placed === 'unplaced').length, 6_000)
  assert.ok(GUILDHALL.length > 0)
})
