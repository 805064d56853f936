import { fold, oneLine } from './folding.ts'
import type { KeyEntry } from './owner-key.ts'
import { GENERIC, lexiconOf, type Lexicon, type NamedOrganisation, withoutGeneric } from './owner-lexicon.ts'

export type MatchedOwner = {
  organisationId: string
  words: string
  /** The post or person named with it: "Prevent coordinator". */
  post: string | null
  /** True where only part of a name was written, and one organisation alone has that part. */
  guess: boolean
}

/** `unmatched` are the paper's words for owners that no organisation answers to, or that two answer to equally well. */
export type OwnerMatch = { matched: MatchedOwner[]; unmatched: string[] }

type Token = { folded: string; start: number; end: number }
type Span = { first: number; last: number; found: Found }
type Found = { organisationId: string; guess: boolean } | 'several'

const CONNECTING = new Set([
  'and',
  'with',
  'the',
  'plus',
  'by',
  'jointly',
  'both',
  'from',
  'of',
  'in',
  'partnership',
  'supported',
  'support',
])
const POST =
  /\b(?:officers?|managers?|co-?ordinators?|leads?|head|director|superintendent|inspector|sergeant|chief|chair(?:man|woman|person)?|commander|analyst|advis[eo]r|secretary|commissioner|councillor|cllr|advocate|planner|warden|pc|ds|di|dci|supt)\b/i
const PERSON =
  /^(?:(?:mr|mrs|ms|miss|dr|cllr|insp|sgt|pc|ds|di|dci|supt)\.?\s+)?\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’.-]*){1,2}$/u

/** Whether words name a post or a person's role, and not a body of people. */
export const isPost = (words: string): boolean => POST.test(words) && !/\b(?:officers|managers|leads)\b/i.test(words)

/**
 * The organisations that an owner cell names, in its order, and the words that match none. Names are compared without
 * regard to case, punctuation or "&"; the longest name wins, so that a name with "and" in it stays whole; a unit written
 * after its parent ("Council Housing") is the unit alone. `key` is the paper's own; `on` settles which of two dated names is meant.
 */
export function matchOwners(
  words: string,
  organisations: readonly NamedOrganisation[],
  key: readonly KeyEntry[] = [],
  on: Temporal.PlainDate | null = null,
): OwnerMatch {
  const text = oneLine(words)
  const tokens = tokensOf(text)
  const lexicon = lexiconOf(organisations, key, on)
  const spans = withoutParents(spansIn(tokens, lexicon, text), tokens, text, organisations)
  return read(text, tokens, spans, organisations)
}

const tokensOf = (text: string): Token[] =>
  [...text.matchAll(/&|[\p{L}\p{N}'’]+/gu)].map((found) => ({
    folded: found[0] === '&' ? 'and' : fold(found[0]),
    start: found.index,
    end: found.index + found[0].length,
  }))

function spansIn(tokens: readonly Token[], lexicon: Lexicon, text: string): Span[] {
  const spans: Span[] = []
  for (let first = 0; first < tokens.length; first++) {
    const found = longestAt(tokens, first, lexicon, text)
    if (!found) continue
    spans.push(found)
    first = found.last
  }
  return spans
}

function longestAt(tokens: readonly Token[], first: number, { exact, shortCodes, longest }: Lexicon, text: string): Span | null {
  for (let last = Math.min(tokens.length, first + longest) - 1; last >= first; last--) {
    const words = tokens
      .slice(first, last + 1)
      .map(({ folded }) => folded)
      .join(' ')
    const ids = exact.get(words)
    if (!ids) continue
    const printed = text.slice(tokens[first]!.start, tokens[last]!.end)
    // "BE" is a code; "be" is a word.
    if (shortCodes.has(words) && printed !== printed.toUpperCase()) continue
    let end = last
    while (
      end + 1 < tokens.length &&
      GENERIC.has(tokens[end + 1]!.folded) &&
      /^\s+$/.test(text.slice(tokens[end]!.end, tokens[end + 1]!.start))
    )
      end++
    return { first, last: end, found: ids.size === 1 ? { organisationId: [...ids][0]!, guess: false } : 'several' }
  }
  return null
}

/** "CoLC CCS": the parent only says whose unit it is, when nothing but space stands between. */
function withoutParents(
  spans: readonly Span[],
  tokens: readonly Token[],
  text: string,
  organisations: readonly NamedOrganisation[],
): Span[] {
  const parentOf = new Map(organisations.map(({ organisationId, parentId }) => [organisationId, parentId]))
  const isAbove = (above: string, below: string): boolean => {
    for (let at = parentOf.get(below) ?? null, steps = 0; at !== null && steps < 20; at = parentOf.get(at) ?? null, steps++)
      if (at === above) return true
    return false
  }
  const touches = (a: Span, b: Span) =>
    a.last + 1 === b.first && /^[\s,:–-]*$/.test(text.slice(tokens[a.last]!.end, tokens[b.first]!.start))
  const kept: Span[] = []
  for (const [index, span] of spans.entries()) {
    const next = spans[index + 1]
    const parent =
      next &&
      span.found !== 'several' &&
      next.found !== 'several' &&
      touches(span, next) &&
      isAbove(span.found.organisationId, next.found.organisationId)
    if (parent) next.first = span.first
    else kept.push(span)
  }
  return kept
}

function read(
  text: string,
  tokens: readonly Token[],
  spans: readonly Span[],
  organisations: readonly NamedOrganisation[],
): OwnerMatch {
  const matched: MatchedOwner[] = []
  const loose: { words: string; at: number; post: boolean }[] = []
  const printed = (span: Span) => text.slice(tokens[span.first]!.start, tokens[span.last]!.end)
  for (const segment of segmentsOf(text, tokens, spans)) {
    const within = spans.filter((span) => tokens[span.first]!.start >= segment.start && tokens[span.last]!.end <= segment.end)
    const words = oneLine(text.slice(segment.start, segment.end)).replace(/^[\s,;:()/&.-]+|[\s,;:()/&.-]+$/g, '')
    if (words === '' || tokensOf(words).every(({ folded }) => CONNECTING.has(folded) || GENERIC.has(folded))) continue
    const named = within.filter(({ found }) => found !== 'several')
    const leftover = restOf(segment, within, text, tokens)
    if (named.length === 1 && leftover !== '' && isPost(words))
      matched.push({ ...ofSpan(named[0]!), words: printed(named[0]!), post: words })
    else if (within.length > 0) {
      for (const span of within) {
        if (span.found === 'several') loose.push({ words: printed(span), at: segment.start, post: false })
        else matched.push({ ...ofSpan(span), words: printed(span), post: null })
      }
      if (leftover !== '') loose.push({ words: leftover, at: segment.start, post: isPost(leftover) })
    } else loose.push({ words, at: segment.start, post: isPost(words) })
  }
  return settle(joinPeople(loose), matched, organisations)
}

const ofSpan = (span: Span) => {
  if (span.found === 'several') throw new Error('A span with several meanings has no organisation')
  return span.found
}

/** What of a segment no organisation was found in, without the words that only connect. */
function restOf(
  segment: { start: number; end: number },
  within: readonly Span[],
  text: string,
  tokens: readonly Token[],
): string {
  const left = tokens.filter(
    (token, index) =>
      token.start >= segment.start &&
      token.end <= segment.end &&
      !within.some(({ first, last }) => index >= first && index <= last),
  )
  while (left.length > 0 && CONNECTING.has(left[0]!.folded)) left.shift()
  while (left.length > 0 && CONNECTING.has(left.at(-1)!.folded)) left.pop()
  return left.map(({ start, end }) => text.slice(start, end)).join(' ')
}

/** The parts between commas, strokes, semicolons and brackets, and at "and" or "&" beside a name that is known. */
function segmentsOf(text: string, tokens: readonly Token[], spans: readonly Span[]): { start: number; end: number }[] {
  const inside = (at: number) => spans.some(({ first, last }) => at > tokens[first]!.start && at < tokens[last]!.end)
  const cuts = [...text.matchAll(/[,;/()\n+]|\s[–-]\s/g)]
    .filter(({ index }) => !inside(index))
    .map((found) => ({ from: found.index, to: found.index + found[0].length }))
  for (const [index, token] of tokens.entries()) {
    if (token.folded !== 'and' || inside(token.start)) continue
    const beside = spans.some(({ first, last }) => last === index - 1 || first === index + 1)
    if (beside) cuts.push({ from: token.start, to: token.end })
  }
  cuts.sort((a, b) => a.from - b.from)
  const starts = [0, ...cuts.map(({ to }) => to)]
  const ends = [...cuts.map(({ from }) => from), text.length]
  return starts.map((start, index) => ({ start, end: ends[index]! })).filter(({ start, end }) => end > start)
}

/** "Jane Smith, Community Safety Manager": a person before a post is one owner with it. */
function joinPeople<Loose extends { words: string; post: boolean }>(loose: readonly Loose[]): Loose[] {
  const joined: Loose[] = []
  for (const each of loose) {
    const before = joined.at(-1)
    if (before && each.post && !before.post && PERSON.test(before.words))
      joined[joined.length - 1] = { ...each, words: `${before.words}, ${each.words}` }
    else if (before && before.post && !each.post && PERSON.test(each.words) && each.words.split(' ').length <= 3)
      joined[joined.length - 1] = { ...before, words: `${before.words}, ${each.words}` }
    else joined.push(each)
  }
  return joined
}

function settle(
  loose: readonly { words: string; post: boolean }[],
  matched: readonly MatchedOwner[],
  organisations: readonly NamedOrganisation[],
): OwnerMatch {
  const all: MatchedOwner[] = [...matched]
  const unmatched: string[] = []
  const alone = matched.length === 1 && matched[0]!.post === null
  for (const { words, post } of loose) {
    const only = post ? null : onlyOneWith(words, organisations)
    if (post && alone && all[0]!.post === null) all[0] = { ...all[0]!, post: words }
    else if (only) all.push({ organisationId: only, words, post: null, guess: true })
    else unmatched.push(words)
  }
  const once = new Map<string, MatchedOwner>()
  for (const each of all) if (!once.has(each.organisationId)) once.set(each.organisationId, each)
  return { matched: [...once.values()], unmatched: [...new Set(unmatched)] }
}

/** The one organisation that has these words within a name, where no second has: "Police" where there is one police force. */
function onlyOneWith(words: string, organisations: readonly NamedOrganisation[]): string | null {
  const part = withoutGeneric(fold(words))
  if (
    part.length < 4 ||
    GENERIC.has(part) ||
    /^(?:all|partners?|agencies|everyone|various|partnership|community|city|council)$/.test(part)
  )
    return null
  const having = organisations.filter(({ names }) => names.some(({ name }) => ` ${fold(name)} `.includes(` ${part} `)))
  return having.length === 1 ? having[0]!.organisationId : null
}

/** The entries of a paper's own key as organisations, for reading owners without a database: a unit's name begins with its parent's. */
export const keyAsOrganisations = (key: readonly KeyEntry[]): NamedOrganisation[] =>
  key.map(({ code, name }) => ({
    organisationId: code,
    parentId: key.find((each) => each.code !== code && fold(name).startsWith(`${fold(each.name)} `))?.code ?? null,
    names: [
      { name: code, kind: 'code', from: null, to: null },
      { name, kind: 'name', from: null, to: null },
    ],
  }))
