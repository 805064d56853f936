import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paperOf, sentencesBy } from './specimens.ts'

const said = (id: string, text: string, name = 'strategy.md') =>
  sentencesBy(id, paperOf(`# Strategy 2022 to 2025\n\nAn opening.\n\n${text}`, name))

test('Parts of a whole that leave some of it out are found', () => {
  assert.match(
    said('shares-do-not-sum', 'The figures show that 61% are related to the night-time economy, 11% are begging and 6% are noise.')[0]!,
    /come to 78%, and 22% is left unexplained/,
  )
  assert.match(
    said('shares-do-not-sum', 'The caseload is made up of housing (40%), police (35%) and health (40%).')[0]!,
    /115%, more than the whole/,
  )
})

test('Shares that claim no whole are let pass', () => {
  for (const text of [
    '38% were violence, 31% were theft, 17% were damage and 14% were other offences.',
    '33% were violence, 33% were theft and 33% were damage.',
    'Respondents named lighting (40%), groups (35%) and cars (22%).',
    '45% of women, 71% of men and 60% of those over 65 felt safe.',
    'Burglary is down 4%, robbery is up 3% and theft is down 2%.',
    'The most common were theft 25%, violence 16% and ASB 15%.',
    'The caseload is made up mainly of housing (40%), police (20%) and health (5%).',
  ])
    assert.deepEqual(said('shares-do-not-sum', text), [], text)
})

const shares = (last: string, header = 'Share of all crime') =>
  `| Crime | ${header} |\n|---|---|\n| Theft | 40% |\n| Violence | 35% |\n| Damage | ${last} |`

test('A column of shares has to come to a hundred, when it is of the whole', () => {
  assert.equal(said('column-does-not-sum', shares('15%')).length, 1)
  assert.equal(said('column-does-not-sum', shares('25%')).length, 0)
  assert.equal(said('column-does-not-sum', shares('24.9%')).length, 0)
  assert.equal(said('column-does-not-sum', shares('15%', 'Change since 2021')).length, 0)
  assert.equal(said('column-does-not-sum', shares('15%', 'Detected %')).length, 0)
})

test('Counts and percentages that imply two populations are found', () => {
  const [sentence] = said('percentages-of-one-base', '| Drug | Northtown |\n|---|---|\n| Class A | 6,387 (2.2%) |\n| Any | 18,001 (6.4%) |')
  assert.match(sentence!, /283,867 to 297,070.*279,085 to 283,480/)
})

test('Counts of plainly different populations, and of different years, are let pass', () => {
  for (const text of [
    '| Area | Cases |\n|---|---|\n| Northtown | 120 (2.2%) |\n| Southtown | 900 (6.4%) |',
    '| Year | Cases |\n|---|---|\n| 2021 | 6,387 (2.2%) |\n| 2022 | 18,001 (6.4%) |',
    '412 (68%) of 606 pupils felt safe and 355 (59%) of 602 did in the older year.',
    '| Drug | Northtown |\n|---|---|\n| Class A | 6,387 (2.2%) |\n| Any | 18,580 (6.4%) |',
  ])
    assert.deepEqual(said('percentages-of-one-base', text), [], text)
})

test('Two things of one rank are found', () => {
  assert.equal(
    said(
      'ranks-disagree',
      '37% reported anti-social behaviour; this is the third highest concern.\n\n24% named drug dealing. This was the third top-rated concern.',
    ).length,
    1,
  )
  assert.equal(
    said('ranks-disagree', 'Burglary was the second most common crime.\n\nShoplifting was the second most common crime.').length,
    1,
  )
})

test('One rank in two years, or said twice of one thing, is let pass', () => {
  for (const text of [
    'In 2021 burglary was the second most common crime.\n\nIn 2023 shoplifting was the second most common crime.',
    'Noise, at 37%, was the third highest concern.\n\nAs shown, noise was the third highest concern (37%).',
    'Noise was the second highest concern.\n\nLitter was the third highest concern.',
  ])
    assert.deepEqual(said('ranks-disagree', text), [], text)
})

test('A share of crime needs its year, in a paper that covers many', () => {
  assert.equal(said('undated-share', 'ASB makes up 9.4% of reports to the police.').length, 1)
  for (const text of [
    'ASB made up 9.4% of reports to the police in 2021/22.',
    'In 2021 there were 900 reports. ASB made up 9.4% of all reports.',
    'Our target is that ASB makes up 5% of reports.',
  ])
    assert.deepEqual(said('undated-share', text), [], text)
  assert.deepEqual(
    sentencesBy('undated-share', paperOf('# Dashboard\n\nSeptember 2023\n\nASB makes up 9.4% of reports to the police.', 'd.md')),
    [],
  )
})

test('An estimate of cost needs a year or a source', () => {
  assert.equal(said('estimate-without-year', 'Violent crime costs the local economy an estimated £15m.').length, 1)
  for (const text of [
    'In 2021/22 violent crime cost the local economy an estimated £15m.',
    'According to the Home Office, crime costs the economy £50bn.',
    'The service costs £2m.',
    'The council has a grant of £1.2m towards the estimated cost.',
  ])
    assert.deepEqual(said('estimate-without-year', text), [], text)
})

test('Shares that a sample cannot tell apart are not to be ranked', () => {
  assert.match(
    said(
      'too-close-to-rank',
      'A consultation of 202 people was held. The most popular options were noise 45%, safety 41% and terrorism 34%.',
    )[0]!,
    /45% and 41% of 202 people/,
  )
  for (const text of [
    'A consultation of 1,900 people was held. The most popular options were noise 45%, safety 31% and terrorism 14%.',
    'A consultation of 202 people was held. 45% were women and 41% men.',
  ])
    assert.deepEqual(said('too-close-to-rank', text), [], text)
})

test('A survey’s shares need the number who answered, once', () => {
  assert.equal(said('no-sample-size', '24% of those surveyed said that drugs were a concern.').length, 1)
  assert.deepEqual(said('no-sample-size', '24% of those surveyed said that drugs were a concern. 1,204 residents answered.'), [])
  assert.deepEqual(said('no-sample-size', '24% of households have no car.'), [])
})

test('An exact part of a rough whole is noted', () => {
  assert.equal(said('approximate-whole', 'Some 40 cases were referred in the year.\n\nEleven of the cases involved residents.').length, 1)
  for (const text of [
    '40 cases were referred in the year.\n\nEleven of the cases involved residents.',
    'Around 200 people came.\n\nTwo of the cases involved residents.',
  ])
    assert.deepEqual(said('approximate-whole', text), [], text)
})

test('One body founded in two years is questioned', () => {
  assert.equal(
    said(
      'founded-twice',
      'The Combating Drugs Partnership (CDP) was established in September 2022.\n\nThe council created in 2023 the Vale CDP.',
    ).length,
    1,
  )
  assert.deepEqual(
    said('founded-twice', 'The Combating Drugs Partnership was established in 2022.\n\nThe Youth Justice Board was established in 1998.'),
    [],
  )
})
