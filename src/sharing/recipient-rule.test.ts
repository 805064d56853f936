import assert from 'node:assert/strict'
import { test } from 'node:test'
import { protectedTraces } from './marks.ts'
import { type CaseParty, checkRecipient, type LetterCircumstances, type Outgoing } from './recipient-rule.ts'

const ada: CaseParty = {
  subjectId: 'ada', role: 'victim', names: ['Ada Examplar', 'Ada Formerly'],
  known: [{ kind: 'phone', value: '07700 900123' }, { kind: 'email', value: 'ada.examplar@mail.example' }, { kind: 'address', value: '14 Invented Road, Testbury TE5 7AA' }],
}
const bart: CaseParty = {
  subjectId: 'bart', role: 'perpetrator', names: ['Bartholomew Mockford', 'Bazza'],
  known: [{ kind: 'address', value: '2 Pretend Street, Testbury, TE5 9ZZ' }, { kind: 'address', value: '14 Invented Road, Testbury, TE5 7AA' }, { kind: 'phone', value: '020 7946 0999' }, { kind: 'email', value: 'bart@post.example' }],
}
const will: CaseParty = { subjectId: 'will', role: 'witness', names: ['Will Ficton'], known: [{ kind: 'address', value: 'Flat 3, 9 Makebelieve Lane, TE5 1AB' }] }
const relative: CaseParty = { subjectId: 'cal', role: 'perpetrator', names: ['Cal Examplar'], known: [] }

const SAFE_PLACES = [['address', '31 Nowhere Close, Elsewhere, EL1 4QQ'], ['phone', '07700 900777'], ['email', 'safe.place@mail.example'], ['school', 'St Imaginary’s Primary School'], ['vehicle', 'TE57 ABC']] as const
const protectedHere = new Set(SAFE_PLACES.flatMap(([kind, value]) => protectedTraces(kind, value)))
const amongProtected = (traces: Iterable<string>) => [...traces].filter((trace) => protectedHere.has(trace))

const usual: LetterCircumstances = { parties: [ada, bart, will], isExistenceSensitive: false, unsafe: [], isSomebodyShutOut: false, amongProtected }
const plain: Outgoing = { toSubjectId: null, toAgencyId: null, toName: 'The Housing Manager', toAddress: null, method: 'letter', body: 'Thank you for your letter of last week.' }
const toAda = { toSubjectId: 'ada', toName: 'Ms A Examplar' }
const toBart = { toSubjectId: 'bart', toName: 'Mr B Mockford', toAddress: '2 Pretend Street, Testbury, TE5 9ZZ' }

const TRAPS: [string, Partial<Outgoing>, Partial<LetterCircumstances>?][] = [
  ['a warning letter that names the person who complained', { ...toBart, body: 'Ada Examplar has complained of noise.' }],
  ['the same, by the name she had before', { ...toBart, body: 'Ms Formerly has complained of noise.' }],
  ['the same, by her forename alone', { ...toBart, body: 'You must not speak to Ada again.' }],
  ['the same, surname first and in capitals', { ...toBart, body: 'RE: EXAMPLAR, ADA' }],
  ['a warning letter that gives her telephone number, written another way', { ...toBart, body: 'Do not ring +44 (0)7700 900-123.' }],
  ['a warning letter that gives her e-mail address', { ...toBart, body: 'Do not write to Ada.Examplar+home@MAIL.example.' }],
  ['a warning letter that names a witness', { ...toBart, body: 'This was seen by Mr Ficton.' }],
  ['a warning letter with no subject chosen, addressed by name', { toName: 'Bartholomew Mockford', body: 'Ada Examplar has complained.' }],
  ['a letter to somebody unnamed at the address where he lives', { toName: 'The Occupier', toAddress: '2 pretend st, TE59ZZ', body: 'A complaint has been made.' }],
  ['a letter to her at the address they once shared', { ...toAda, toAddress: '14 Invented Rd, Testbury TE5 7AA' }],
  ['the same with the postcode left out', { ...toAda, toAddress: '14 Invented Road, Testbury' }],
  ['an e-mail to her sent to his address', { ...toAda, method: 'email', toAddress: 'Bart@post.example' }],
  ['a text to her sent to his number', { ...toAda, method: 'text', toAddress: '02079460999' }],
  ['a letter to her at her safe address, which must not be on an envelope', { ...toAda, toAddress: '31 Nowhere Close, EL1 4QQ' }],
  ['a letter to an agency that gives the safe address', { body: 'She is now at 31 nowhere cl.' }],
  ['a letter to an agency that gives no more than its postcode', { body: 'She has moved to el14qq.' }],
  ['a letter to an agency that gives the protected telephone number', { body: 'Ring 0044 7700 900 777 after six' }],
  ['a letter to an agency that gives the protected e-mail address', { body: 'Write to SAFE.PLACE@mail.example.' }],
  ['a letter that names the children’s school', { body: 'The children go to St Imaginarys Primary School.' }],
  ['a letter that gives the registration of a car', { body: 'She drives te57abc' }],
  ['a letter to an agency that names both', { body: 'Ada Examplar lives near Bartholomew Mockford.' }],
  ['a letter to her that names him', { ...toAda, body: 'Dear Ms Examplar, we have written to Mr Mockford.' }],
  ['a letter to her that calls him by what he is known as', { ...toAda, body: 'Dear Ms Examplar, we have spoken to Bazza.' }],
  ['a letter to her that gives his telephone number', { ...toAda, body: 'If 020 7946 0999 rings you, do not answer.' }],
  ['a letter to an agency with somebody shut out by name', { toAgencyId: 'police' }, { isSomebodyShutOut: true }],
  ['a letter to her who asked for none', { ...toAda }, { unsafe: [{ subjectId: 'ada', method: 'letter' }] }],
  ['a letter put through her door when nobody may call', { ...toAda, method: 'by hand' }, { unsafe: [{ subjectId: 'ada', method: 'visit' }] }],
  ['a text to a telephone that is not safe', { ...toAda, method: 'text' }, { unsafe: [{ subjectId: 'ada', method: 'phone' }] }],
  ['a letter to him from a case whose existence is not to be known', { ...toBart }, { isExistenceSensitive: true }],
  ['a letter about Mr and Ms of one surname', { ...toAda, body: 'Dear Ms Examplar, we have spoken to Mr Examplar.' }, { parties: [ada, relative] }],
  ['a letter to one who is both, naming the other', { toSubjectId: 'bart', toName: 'Mr Mockford', body: 'Ada said so.' }, { parties: [ada, { ...bart, role: 'both' }] }],
]

const HARMLESS: [string, Partial<Outgoing>, Partial<LetterCircumstances>?][] = [
  ['a letter that names nobody', {}],
  ['an acknowledgement to her', { ...toAda, body: 'Dear Ms Examplar, thank you for telling us. We will ring you within two working days.' }],
  ['a letter to her at a new address of her own', { ...toAda, toAddress: '77 Another Avenue, TE5 3CC', body: 'Dear Ada, here is what happens next.' }],
  ['a warning letter that names only him', { ...toBart, body: 'Dear Mr Mockford, on 3 May you were seen shouting in Pretend Street.' }],
  ['a warning letter with his own telephone number', { ...toBart, body: 'Dear Mr Mockford, we rang you on 020 7946 0999.' }],
  ['a letter to an agency that names only her', { body: 'We ask what you hold about Ada Examplar.' }],
  ['a letter to an agency that names only him', { body: 'We ask what you hold about Bartholomew Mockford.' }],
  ['a letter that begins a sentence with a word that is a name too', { ...toBart, body: 'Will you ring us? It concerns your behaviour.' }],
  ['a letter to an agency with nobody shut out', { toAgencyId: 'police' }],
  ['a call to her who asked for no letters', { ...toAda, method: 'phone', toAddress: '07700 900123' }, { unsafe: [{ subjectId: 'ada', method: 'letter' }] }],
  ['a letter to her when it is he who may not be written to', { ...toAda }, { unsafe: [{ subjectId: 'bart', method: 'letter' }] }],
  ['a letter next door to where he lives', { toName: 'A Neighbour', toAddress: '4 Pretend Street, Testbury, TE5 9ZZ' }],
  ['a letter to an office in the street of the safe address, behind the same postcode', { toAddress: '2 Nowhere Close, EL1 4QQ' }],
  ['the same number in a street of the same name in another town', { toName: 'A Tenant', toAddress: '2 Pretend Street, Otherham, OT1 1AA' }],
  ['a letter with an office’s own number and postcode', { body: 'Ring 020 7946 0000, or write to 1 Council Square, TE1 1AA.' }],
  ['a letter to her from a case whose existence he is not to know', { ...toAda }, { isExistenceSensitive: true }],
  ['a letter to one of two of a surname that says it once', { ...toAda, body: 'Dear Ms Examplar, thank you.' }, { parties: [ada, relative] }],
  ['a letter with a long reference number', { ...toBart, body: 'Our reference is CM-4F7K-9Q2M, invoice 2026000451.' }],
  ['a letter that speaks of a king and a park', { body: 'The group met in King’s Park. Nobody was hurt.' }],
  ['a letter in a case about a place', { body: 'The lighting in Market Row will be mended.' }, { parties: [{ subjectId: 'row', role: 'location', names: ['Market Row'], known: [] }] }],
  ['a letter to a witness about giving evidence', { toSubjectId: 'will', toName: 'Mr W Ficton', toAddress: 'Flat 3, 9 Makebelieve Lane, TE5 1AB', body: 'Dear Mr Ficton, thank you for your statement.' }],
]

for (const [what, letter, circumstances] of TRAPS)
  test(`Blocked: ${what}`, () => assert.notDeepEqual(checkRecipient({ ...plain, ...letter }, { ...usual, ...circumstances }), []))

for (const [what, letter, circumstances] of HARMLESS)
  test(`Let through: ${what}`, () => assert.deepEqual(checkRecipient({ ...plain, ...letter }, { ...usual, ...circumstances }), []))

test('What is found is said without what is protected and without whose it is', () => {
  for (const [, letter, circumstances] of TRAPS) {
    const said = checkRecipient({ ...plain, ...letter }, { ...usual, ...circumstances }).join(' ').toLowerCase()
    for (const telling of ['ada', 'examplar', 'bart', 'mockford', 'bazza', 'nowhere', 'el1', '900', 'safe.place', 'imaginary', 'te57']) assert.equal(said.includes(telling), false, `${telling} in: ${said}`)
  }
})

test('Where he lives and where she is hidden are refused in the same words', () => {
  const at = (toAddress: string) => checkRecipient({ ...plain, toName: 'A Friend', toAddress, body: 'Hello.' }, { ...usual, parties: [ada, { ...bart, known: bart.known.slice(0, 1) }] })
  assert.deepEqual(at('31 Nowhere Close, EL1 4QQ'), at('2 Pretend Street, TE5 9ZZ'))
})
