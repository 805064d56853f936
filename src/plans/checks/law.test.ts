import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paperOf, raisedBy, sentencesBy } from './specimens.ts'

const inPaper = (sentence: string) =>
  `# Community safety update\n\nJune 2024\n\nThe partnership met in March 2024 and agreed its work for the year.\n\n${sentence}\n`

test('A body that is gone is found where it is written of as current', () => {
  for (const sentence of [
    'We will work with the Clinical Commissioning Group to agree a pathway.',
    'The CCGs fund the service.',
    'Public Health England estimates that 900 residents depend on alcohol.',
    'Cases are led by the National Probation Service.',
    'The community rehabilitation company manages low-risk offenders.',
    'Referrals go to the Local Safeguarding Children Board each month.',
    'Staff have an up-to-date CRB check before they start.',
    'HMIC will inspect the force in the autumn.',
    'The team will apply for ASBOs where needed.',
    'Residents can use the Community Trigger to ask for a review.',
    'Under the Criminal Justice Act 2003 courts can increase sentences for hostility.',
  ])
    assert.equal(raisedBy('stale-term', inPaper(sentence)).length, 1, sentence)
})

test('A body that is gone may be spoken of as history', () => {
  for (const sentence of [
    'The integrated care board, formerly the clinical commissioning group, funds the service.',
    'Public Health England (2019) estimated that 900 residents depend on alcohol.',
    'Until July 2022 the clinical commissioning group funded it.',
    'The National Probation Service was replaced in June 2021 by the Probation Service.',
    'Serious case reviews published in 2017 found the same.',
    'The police authority was abolished when commissioners were elected.',
    'The City of London Police Authority Board approved the plan.',
    'The Criminal Justice Act 2003 created the arrangements known as MAPPA.',
    'The climate panel (IPCC) reported in March 2023.',
    'The Probation Service leads on this.',
    'Local safeguarding children partners agreed the protocol.',
  ])
    assert.deepEqual(sentencesBy('stale-term', inPaper(sentence)), [], sentence)
})

test('A term is current in a paper that was written while it was', () => {
  const paper = paperOf(
    '# Partnership plan 2011 to 2014\n\nThe Primary Care Trust and the National Probation Service are partners.\n\nWe will apply for ASBOs.',
    'plan.md',
  )
  assert.deepEqual(
    sentencesBy('stale-term', paper).map((sentence) => sentence.slice(0, 20)),
    [],
  )
  assert.equal(raisedBy('terms-since-replaced', paper).length, 1)
})

test('A paper that once says what a name became is let off the old name elsewhere', () => {
  assert.deepEqual(
    sentencesBy(
      'stale-term',
      inPaper('The ASB case review (formerly the community trigger) has its own page.\n\nThe page is called Community Trigger.'),
    ),
    [],
  )
})

test('An Act is found under titles that are not its own', () => {
  for (const title of [
    'Policing, Crime and Courts Act 2022',
    'Police, Courts and Sentencing Act',
    'Anti-social Behaviour and Policing Act 2014',
    'Modern Day Slavery Act 2015',
    'Disorder and Crime Act 1998',
  ])
    assert.equal(raisedBy('misnamed-act', inPaper(`The duty comes from the ${title} and is met.`)).length, 1, title)
})

test('Acts under their own titles, and Acts the register does not know, are let pass', () => {
  for (const title of [
    'Police, Crime, Sentencing and Courts Act 2022',
    'Crime & Disorder Act 1998',
    'ASB, Crime and Policing Act 2014',
    'Counter Terrorism and Security Act 2015',
    'Crime and Courts Act 2013',
    'Criminal Justice and Courts Act 2015',
    'Criminal Justice and Court Services Act 2000',
    'Policing and Crime Act 2017',
    'London Local Authorities Act 2004',
    'Town and Country Planning Act 1990',
    'Health and Safety at Work etc. Act 1974',
    'Section 17 Crime and Disorder Act 1998',
    'Children Act 1989',
    'Mental Capacity Act 2005',
    'Serious Organised Crime and Police Act 2005',
    'Domestic Violence, Crime and Victims Act 2004',
    'Highways Act 1980',
    'Public Health Act 1984',
    'Crime and Policing Act 2026',
    'Licensing (Young Persons) Act',
    'Crime (Sentences) Act',
  ]) {
    const source = inPaper(`The power comes from the ${title} and is used.`)
    assert.deepEqual(sentencesBy('misnamed-act', source), [], title)
    assert.deepEqual(sentencesBy('act-of-wrong-year', source), [], title)
  }
})

test('A wrong year is found, once the title is right', () => {
  assert.match(sentencesBy('act-of-wrong-year', inPaper('Section 17 of the Crime and Disorder Act 1988 applies.'))[0]!, /it is of 1998/)
  assert.match(sentencesBy('act-of-wrong-year', inPaper('The Care Act 2015 applies.'))[0]!, /it is of 2014/)
})

test('The sense of a word is not an Act', () => {
  for (const sentence of ['We will Act on this.', 'The Fire and Rescue Service will Act with us.', 'Partners Act together under one plan.'])
    assert.deepEqual(sentencesBy('misnamed-act', inPaper(sentence)), [], sentence)
})

test('A bill that had passed is found, and one still before Parliament is not', () => {
  assert.equal(raisedBy('bill-that-passed', inPaper('We support the draft Domestic Abuse Bill and its aims.')).length, 1)
  assert.equal(raisedBy('bill-that-passed', inPaper('The Crime and Policing Bill is before Parliament.')).length, 0)
  assert.equal(
    raisedBy('bill-that-passed', inPaper('In 2020 the partnership answered the consultation on the Domestic Abuse Bill.')).length,
    0,
  )
  assert.equal(
    raisedBy('bill-that-passed', paperOf('# Update\n\nMay 2020\n\nThe Domestic Abuse Bill is before Parliament.', 'update.md')).length,
    0,
  )
})

test('A bill spoken of as history is let pass', () => {
  assert.equal(raisedBy('bill-that-passed', inPaper('The Act was originally the Domestic Abuse Bill.')).length, 0)
})

test('Statutory wording in quotation marks has to be exact', () => {
  assert.equal(
    raisedBy('misquoted-law', inPaper('The council must have “due regard to the need to prevent people being drawn into terrorism”.'))
      .length,
    1,
  )
  assert.equal(
    raisedBy('misquoted-law', inPaper('The council must have “due regard to the need to prevent people from being drawn into terrorism”.'))
      .length,
    0,
  )
  assert.equal(raisedBy('misquoted-law', inPaper('The council has due regard to preventing people being drawn into terrorism.')).length, 0)
})

test('The old test of anti-social behaviour is found where it stands for the present one', () => {
  assert.equal(
    raisedBy('misquoted-law', inPaper('ASB is conduct that causes harassment, alarm or distress to persons not of the same household.'))
      .length,
    1,
  )
  assert.equal(
    raisedBy('misquoted-law', inPaper('Until 2014 orders needed harassment, alarm or distress to persons not of the same household.'))
      .length,
    0,
  )
  assert.equal(
    raisedBy(
      'misquoted-law',
      inPaper('ASB is conduct that has caused, or is likely to cause, harassment, alarm or distress to any person.'),
    ).length,
    0,
  )
})

test('Powers in the wrong hands are found, and in the right hands let pass', () => {
  for (const sentence of [
    'Under CSAS the council can delegate powers to its wardens.',
    'The responsible authorities include local health boards.',
    'The name community trigger was changed to ASB case review by the new legislation.',
    'Police will use Domestic Violence Notice Orders.',
  ])
    assert.equal(raisedBy('wrong-in-law', inPaper(sentence)).length, 1, sentence)
  for (const sentence of [
    'Under CSAS the chief constable accredits the council’s wardens.',
    'In Wales the responsible authorities include local health boards.',
    'Statutory guidance now uses the name ASB case review.',
    'Police will use domestic violence protection notices.',
    'The Combating Drugs Partnership reports to the board.',
  ])
    assert.deepEqual(sentencesBy('wrong-in-law', inPaper(sentence)), [], sentence)
})
