import type { Paper } from '../../documents/paper.ts'
import type { Check, Raised } from './finding.ts'
import { bare, meaningOf } from './reading/likeness.ts'
import { type Passage, passagesOf } from './reading/passages.ts'
import { type ListRead, listsIn, sameName } from './reading/runs-of-items.ts'
import { counted, listed, NUMBER_WORD, numberFrom, quote, sentencesOf, upperFirst } from './reading/sentences.ts'
import { pattern, r } from './reading/pattern.ts'

const ANNOUNCES_PARTS = pattern(
  'i',
  r`\b(?:(?:asked|invited|recommended|requested) to (?:note|consider|receive`,
  r`|discuss)\b[^.]{0,40}\b(?:following|items below)\b|(?:following|items|matters|sections`,
  r`|areas)[^.]{0,40}\b(?:contained|covered|set out|included|reported`,
  r`|addressed) (?:with)?in this (?:report|paper|plan|document|appendix)|this (?:report|paper|appendix`,
  r`|document|plan) (?:contains|covers|includes|sets out|provides updates? on`,
  r`|reports on)\b[^.]{0,80}(?:following|:))`,
)

/** E-30, E-18: a list of what the paper holds, against the headings that follow it. */
function listAgainstHeadings(paper: Paper): Raised[] {
  const passages = passagesOf(paper)
  return listsIn(passages).flatMap(({ intro, items }) => {
    if (!ANNOUNCES_PARTS.test(intro.text) || items.length < 3) return []
    const after = passages.slice(passages.indexOf(items.at(-1)!) + 1)
    const headings = after.filter(({ kind }) => kind === 'heading').map(({ text }) => text)
    const titles = headings.flatMap((text, at) => [text, `${text} ${headings[at + 1] ?? ''}`])
    const absent = items.filter((item) => !titles.some((title) => sameName(item.text, title)))
    // Where hardly anything listed is a heading, the list is of something else.
    if (items.length - absent.length < Math.max(2, items.length / 3)) return []
    const found = headings.filter((heading) => items.some((item) => sameName(item.text, heading)))
    const span = headings.slice(headings.indexOf(found[0]!), headings.indexOf(found.at(-1)!) + 2)
    const unlisted = span.filter(
      (heading) => meaningOf(heading).length > 1 && !items.some((item) => sameName(item.text, heading)) && hasSubstance(after, heading),
    )
    const isReport = !/appendix/i.test(intro.text)
    const parts = [
      absent.length > 0
        ? `lists ${listed(
            absent.map(({ text }) => quote(text)),
            4,
          )}, with no such heading after it`
        : '',
      isReport && unlisted.length > 0
        ? `leaves out ${listed(
            unlisted.map((text) => quote(text)),
            4,
          )}`
        : '',
    ].filter(Boolean)
    if (parts.length === 0) return []
    return [
      {
        subject: 'list of parts',
        itemId: null,
        place: intro.place,
        at: intro.at,
        sentence: `The list after ${quote(intro.text)} ${parts.join(' and ')}.`,
        suggestion: 'Make the list from the headings.',
      },
    ]
  })
}

const hasSubstance = (passages: readonly Passage[], heading: string) => {
  const at = passages.findIndex(({ kind, text }) => kind === 'heading' && text === heading)
  return (passages[at + 1]?.text.length ?? 0) > 80
}

const COUNTED_NOUN = [
  r`areas?|priorities|priority areas|objectives|aims|themes|strands|pillars|outcomes|principles|criteria`,
  r`|ways|steps|stages|categories|questions|elements|reasons|factors|commitments|recommendations|types`,
  r`|domains|ambitions|goals|pathways|workstreams|components|headings|drivers|headline \w+`,
].join('')
const COUNTS = pattern(
  'giu',
  r`\b(?<!one of the |of the |the (?:last|next|past|other) )(?<count>${NUMBER_WORD}`,
  r`|\d{1,2})\s+(?:(?!(?:to|and|or|of|in|for|with|by`,
  r`|${NUMBER_WORD})\b)[\p{L}-]+\s+){0,3}?(?<noun>${COUNTED_NOUN})\b`,
)

/** The count a sentence announces before a list: "based on four criteria:" is 4 criteria. Null unless it announces just one. */
function announced(intro: Passage): { count: number; noun: string } | null {
  const last = sentencesOf(intro.text).at(-1) ?? ''
  const found = [...last.matchAll(COUNTS)]
  if (found.length !== 1) return null
  const count = numberFrom(found[0]!.groups!.count!)
  return count >= 2 && count <= 20 ? { count, noun: found[0]!.groups!.noun!.toLowerCase() } : null
}

/** Where the count tells that every level belongs to one list, the indents are an accident. */
const inFull = (list: ListRead): ListRead => (announced(list.intro)?.count === list.all.length ? { ...list, items: list.all } : list)

/** E-38: "seven areas:" and a list of six. */
function countAgainstList(paper: Paper): Raised[] {
  return listsIn(passagesOf(paper)).flatMap(({ intro, items, all }) => {
    const said = intro.kind === 'heading' ? null : announced(intro)
    if (!said || said.count === items.length || said.count === all.length || items.length < 2) return []
    return [
      {
        subject: `${said.count} ${said.noun}`,
        itemId: null,
        place: intro.place,
        at: intro.at,
        sentence: `${quote(intro.text, sentencesOf(intro.text).at(-1))} leads to a list of ${items.length}.`,
        suggestion: 'Count again, or restore what is missing.',
      },
    ]
  })
}

const OF_PRIORITIES = /\b(?:priorit(?:y|ies)|key areas|focus areas|areas of focus|strategic areas|strategic themes)\b/i

/** E-38: the paper's lists of its priorities, the longest against all the others and the words around them. */
function priorityLists(paper: Paper): Raised[] {
  const passages = passagesOf(paper)
  const lists = listsIn(passages)
    .map((list) => ({ ...list, items: list.all }))
    .filter(({ intro, items }) => OF_PRIORITIES.test(intro.text) && !intro.text.endsWith('?') && items.length >= 2 && areNames(items))
  const [longest] = lists.toSorted((a, b) => b.items.length - a.items.length)
  const others = lists.filter(
    (list) =>
      list !== longest &&
      list.items.filter((item) => longest!.items.some((each) => sameName(each.text, item.text))).length >= list.items.length * 0.6,
  )
  if (!longest || longest.items.length < 4 || others.length < 1) return []
  const around = others.flatMap(({ intro, items }) =>
    [...items, ...passages.filter(({ section, kind }) => section === intro.section && kind !== 'heading')].map(({ text }) => text),
  )
  const unmatched = longest.items.filter((item) => !around.some((text) => covers(text, item.text)))
  const matched = longest.items.length - unmatched.length
  if (unmatched.length === 0 || matched < longest.items.length * 0.7) return []
  return [
    {
      subject: 'list of priorities',
      itemId: null,
      place: `${longest.intro.place} against ${listed(others.map(({ intro }) => intro.place))}`,
      at: longest.intro.at,
      sentence: `${upperFirst(longest.intro.place)} lists ${counted(longest.items.length, 'priority', 'priorities')}, and ${listed(unmatched.map(({ text }) => quote(text)))} ${unmatched.length === 1 ? 'is' : 'are'} in none of the lists at ${listed(others.map(({ intro }) => intro.place))}.`,
      suggestion: 'Say which priorities there are once, with which of them are statutory, and refer to that.',
    },
  ]
}

/** Names of priorities: short, and not the names of other strategies. */
const areNames = (items: readonly Passage[]) =>
  items.every(({ text }) => text.length < 160) &&
  items.filter(({ text }) => /\b(?:strategy|strategic delivery plan|plan|board|group)$/i.test(text)).length < items.length / 2

/** Whether a text speaks of a thing by most of its words. */
function covers(text: string, name: string): boolean {
  const words = new Set(meaningOf(text))
  const wanted = [...new Set(meaningOf(name))].slice(0, 6)
  return wanted.filter((word) => words.has(word)).length >= Math.ceil(wanted.length * 0.6)
}

/** E-65: a counted set given twice in other words or another order. */
function listGivenTwice(paper: Paper): Raised[] {
  const lists = listsIn(passagesOf(paper))
    .map(inFull)
    .flatMap((list) => {
      const said = announced(list.intro)
      return said && list.items.length >= 3 ? [{ ...list, ...said }] : []
    })
  const raised: Raised[] = []
  for (const [at, first] of lists.entries())
    for (const second of lists.slice(at + 1)) {
      if (first.count !== second.count || first.noun !== second.noun || !mostlySame(first, second)) continue
      const differ = first.items.filter((item) => !second.items.some((other) => bare(item.text) === bare(other.text)))
      const inOrder = first.items.every(
        (item, index) =>
          second.items[index] && (bare(item.text) === bare(second.items[index].text) || sameName(item.text, second.items[index].text)),
      )
      if (differ.length === 0 && inOrder) continue
      const example = differ.flatMap((item) =>
        second.items.filter((other) => sameName(item.text, other.text)).map((other) => `${quote(item.text)} and ${quote(other.text)}`),
      )[0]
      raised.push({
        subject: `${first.count} ${first.noun}`,
        itemId: null,
        place: `${first.intro.place} and ${second.intro.place}`,
        at: second.intro.at,
        sentence: `The ${first.count} ${first.noun} are listed twice, ${differ.length > 0 ? `in different words${example ? ` (${example})` : ''}` : 'in a different order'}.`,
        suggestion: 'List them once and refer to that list.',
      })
    }
  return raised
}

const mostlySame = (first: ListRead, second: ListRead) =>
  first.items.filter((item) => second.items.some((other) => sameName(item.text, other.text))).length >=
  Math.min(first.items.length, second.items.length) * 0.6

export const LIST_CHECKS: readonly Check[] = [
  {
    id: 'list-against-headings',
    title: 'A list of contents that the contents do not match',
    severity: 'question',
    errors: ['E-30', 'E-18'],
    reads: 'paper',
    run: listAgainstHeadings,
    why: 'Members are asked to note, or promised, what is not in the paper, or not told of what is.',
  },
  {
    id: 'count-against-list',
    title: 'A count that its list does not bear out',
    severity: 'question',
    errors: ['E-38'],
    reads: 'paper',
    run: countAgainstList,
    why: 'Either the count is wrong or something fell out of the list.',
  },
  {
    id: 'priority-lists-differ',
    title: 'Lists of priorities that differ',
    severity: 'question',
    errors: ['E-38'],
    reads: 'paper',
    run: priorityLists,
    why: 'Nobody can be held to a priority that is one on page three and none on page seven.',
  },
  {
    id: 'list-given-twice',
    title: 'One list given twice, differently',
    severity: 'note',
    errors: ['E-65'],
    reads: 'paper',
    run: listGivenTwice,
    why: 'Two wordings of one set grow into two sets.',
  },
]
