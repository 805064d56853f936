import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { MOST_BYTES, safeFile, safeName } from './safe-file.ts'
import { docx, docxParts, oneSheet, p, zipOf } from './specimens.ts'

const segment = (marker: number, body: Buffer | string) => {
  const content = Buffer.from(body as string, 'latin1')
  return Buffer.concat([Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255]), content])
}
const frame = (width: number, height: number) => segment(0xc0, Buffer.from([8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]).toString('latin1'))
const GPS = 'Exif\0\0GPSLatitude 51.5155'
const jpeg = ({ width = 40, height = 30, after: trailer = '' } = {}) =>
  Buffer.concat([Buffer.from([0xff, 0xd8]), segment(0xe0, 'JFIF\0'), segment(0xe1, GPS), segment(0xed, 'Photoshop owner'), segment(0xfe, 'taken by'), frame(width, height), segment(0xda, '\x01\x01\0\0\x3f\0'), Buffer.from([1, 2, 0xff, 0, 3, 0xff, 0xd0, 4]), Buffer.from([0xff, 0xd9]), Buffer.from(trailer, 'latin1')])
const chunk = (kind: string, body: Buffer) => Buffer.concat([Buffer.from([body.length >>> 24, (body.length >> 16) & 255, (body.length >> 8) & 255, body.length & 255]), Buffer.from(kind, 'latin1'), body, Buffer.alloc(4)])
const size = (width: number, height: number) => { const header = Buffer.alloc(13); header.writeUInt32BE(width, 0); header.writeUInt32BE(height, 4); return header }
const png = (width = 40) => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', size(width, 30)), chunk('tEXt', Buffer.from('Author\0Testa')), chunk('IDAT', Buffer.from([1])), chunk('IEND', Buffer.alloc(0)), Buffer.from('PK trailing')])
const PDF = '%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n'
const EICAR = `X5O!P%@AP[4\\PZX54(P^)7CC)7}${'$EICAR-STANDARD'}-ANTIVIRUS-TEST-FILE!$H+H*`
const odt = (more: Record<string, string> = {}) => zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<a/>', ...more })

describe('What is not taken, whatever it is called', async () => {
  const refused: readonly [string, string, RegExp, () => Buffer | Promise<Buffer>][] = [
    ['an empty file', 'a.pdf', /empty/, () => Buffer.alloc(0)],
    ['more than 10 MB', 'a.txt', /10 MB/, () => Buffer.alloc(MOST_BYTES + 1, 65)],
    ['a web page called a PDF', 'a.pdf', /web page/, () => Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a drawing that can run programs (SVG)', 'a.png', /XML/, () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a program with two endings', 'photo.jpg.exe', /program/, () => Buffer.concat([Buffer.from('MZ\x90', 'latin1'), Buffer.alloc(50)])],
    ['the scanners’ test file', 'a.txt', /virus scanners/, () => Buffer.from(EICAR)],
    ['the scanners’ test file inside a Word document', 'a.docx', /virus scanners/, () => docx(p('x'), { parts: { 'word/media/x.bin': EICAR } })],
    ['a Word document that unpacks to sixty megabytes of nothing', 'a.docx', /far more|unpacks/, () => docx(p('x'), { parts: { 'word/media/x.bin': '\0'.repeat(60 * 1024 * 1024) } })],
    ['a Word document with macros', 'a.docx', /macros/, () => docx(p('x'), { parts: { 'word/vbaProject.bin': 'x' } })],
    ['an OpenDocument text with macros', 'a.odt', /macros/, () => odt({ 'Basic/Standard/Module1.xml': '<a/>' })],
    ['an archive', 'a.docx', /zip archive/, () => zipOf({ 'readme.txt': 'words' })],
    ['a Word document cut off', 'a.docx', /damaged/, async () => (await docx(p('x'))).subarray(0, 200)],
    ['a PDF that runs a program', 'a.pdf', /runs a program/, () => Buffer.from(PDF.replace('/Type', '/OpenAction << /S /JavaScript >> /Type'))],
    ['a PDF that carries a file', 'a.pdf', /carries another file/, () => Buffer.from(PDF.replace('/Type', '/EmbeddedFile 2 0 R /Type'))],
    ['a PDF cut off', 'a.pdf', /cut off/, () => Buffer.from('%PDF-1.7 half')],
    ['a PDF that is an archive too', 'a.pdf', /two kinds at once/, () => Buffer.from(`${PDF}PK\x05\x06${'\0'.repeat(18)}`, 'latin1')],
    ['a picture of more points than can be held', 'a.jpg', /50 million/, () => jpeg({ width: 60_000, height: 60_000 })],
    ['a PNG of more points than can be held', 'a.png', /50 million/, () => png(4_000_000)],
    ['a picture cut off', 'a.jpg', /damaged/, () => jpeg().subarray(0, 60)],
    ['an e-mail', 'a.eml', /e-mail/, () => Buffer.from('MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\nhello')],
    ['an old Word document', 'a.doc', /old kind/, () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1000), Buffer.from('WordDocument', 'utf16le')])],
    ['bytes that are nothing known', 'a.txt', /not text/, () => Buffer.from([1, 2, 3, 0, 5, 6, 200, 0, 0, 1])],
  ]
  for (const [says, name, why, make] of refused)
    test(says, async () => {
      const safe = await safeFile(name, await make())
      assert.ok('refused' in safe, 'it was taken')
      assert.match(safe.refused, why)
    })
})

describe('What is taken', () => {
  const taken: readonly [string, string, string, () => Buffer | Promise<Buffer>][] = [
    ['a PDF', 'Letter.PDF', 'Letter.pdf', () => Buffer.from(PDF)], ['a Word document', 'x.docx', 'x.docx', () => docx(p('words'))], ['a workbook', 'x.docx', 'x-docx.xlsx', () => oneSheet(['<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'])],
    ['an OpenDocument text', 'x.odt', 'x.odt', () => odt()], ['a table', 'x.csv', 'x.csv', () => Buffer.from('a,b\n1,2\n')], ['plain text', 'x', 'x.txt', () => Buffer.from('It began in May')],
  ]
  for (const [says, name, becomes, make] of taken)
    test(says, async () => {
      const safe = await safeFile(name, await make())
      assert.ok('file' in safe, JSON.stringify(safe))
      assert.equal(safe.file.name, becomes)
    })
  test('a photograph, without where it was taken, by whom, or what follows its end', async () => {
    const safe = await safeFile('IMG_1.JPG', jpeg({ after: '<?php evil' }))
    assert.ok('file' in safe)
    const kept = safe.file.bytes.toString('latin1')
    for (const gone of ['GPSLatitude', 'Photoshop', 'taken by', 'php']) assert.equal(kept.includes(gone), false, gone)
    assert.ok(kept.includes('JFIF') && kept.endsWith('\xff\xd9'), 'the picture itself stays')
    assert.ok(kept.includes('\x01\x02\xff\0\x03\xff\xd0\x04'), 'with every point of it')
  })
  test('a picture, without its texts or what follows its end', async () => {
    const safe = await safeFile('x.png', png())
    assert.ok('file' in safe)
    assert.doesNotMatch(safe.file.bytes.toString('latin1'), /Author|trailing/)
  })
  test('a Word document is not spoilt by being looked into', async () => {
    const bytes = await zipOf(docxParts(p('words')))
    const safe = await safeFile('x.docx', bytes)
    assert.ok('file' in safe && safe.file.bytes.equals(bytes))
  })
})

describe('Names', () => {
  for (const [typed, safe] of [['../../etc/passwd', 'passwd.pdf'], ['C:\\docs\\letter.pdf', 'letter.pdf'], ['a"; filename=x.html', 'a- filename-x-html.pdf'], ['\u202Efdp.exe', 'fdp-exe.pdf'], ['...', 'document.pdf'], ['Llythyr â llaw.pdf', 'Llythyr â llaw.pdf']] as const)
    test(`${JSON.stringify(typed)} becomes ${safe}`, () => assert.equal(safeName(typed, 'pdf'), safe))
})
