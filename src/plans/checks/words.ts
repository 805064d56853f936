import { childrenOf, hasEnded, type Item, type Plan } from '../plan.ts'
import type { Check, Raised } from './finding.ts'
import { bare, likeness, meaningOf, overlapOf, subjectOf } from './reading/likeness.ts'
import { type Passage, type Text } from './reading/passages.ts'
import { named } from './item-name.ts'
import { listed, quote, sentencesOf } from './reading/sentences.ts'
import { pattern, r } from './reading/pattern.ts'

// Words no sentence of English stops at; "and", "or" and "to" may stand before the items of a list.
const NEVER_LAST = pattern(
  'i',
  r`(?:^|\s)(?:the|an|of the|our|their|its|your|with the|in the|to the|and the|such as|including|between`,
  r`|into|from|with|of|because|which|whilst|although)$`,
)
const LAST_BEFORE_LIST = /(?:^|\s)(?:to|for|and|or|by|that|will|is|are|be|have|has|in|on|at|as|a)$/i
// "what it is for", "the area they work in", "switched on": a particle may end a sentence.
const PHRASAL = pattern(
  'i',
  r`\b(?:what|which|where|whom|how)\b[^,;]{0,40} (?:to|for|by|in|on|at)$|\b(?:live|lives|work|works|rely`,
  r`|take|carry|go|come|turn|look|built|led|drawn|put|set|brought|based|belong|refer|referred|respond`,
  r`|listened|spoken|dealt|cared|paid|called|asked|used|entitled|subscribed|involved`,
  r`|interested) (?:\w+ )?(?:to|for|by|in|on|at)$|\bas such as$|\b(?:opt|log|sign|join|check|break|drop`,
  r`|hand|fill|early|later) (?:in|on|by)$`,
)
const LETTERS_AFTER_COMMA = /,\s+(?<stump>[b-hj-z]|i)\.\s+(?=\p{Lu}\p{L}*)/u

function cutOffText(text: Text): Raised[] {
  return text.passages.flatMap((passage, at) => {
    const stump = stumpOf(passage, text.passages[at + 1])
    if (!stump) return []
    return {
      subject: stump,
      itemId: passage.itemId,
      place: passage.place,
      at: passage.at,
      sentence: `The text breaks off: ${stump}.`,
      suggestion: 'Restore what is missing, or end the sentence.',
    }
  })
}

/** Where a passage breaks off, quoted, or null. A short cell is a label and no sentence. */
function stumpOf(passage: Passage, next: Passage | undefined): string | null {
  if (passage.kind === 'heading' || passage.kind === 'footnote') return null
  const lines = passage.text.split('\n').filter((line) => line.trim() !== '')
  for (const [at, line] of lines.entries()) {
    const stump = LETTERS_AFTER_COMMA.exec(line)
    if (stump) return quote(line, line.slice(Math.max(0, stump.index - 30), stump.index + stump[0].length))
    const following = lines[at + 1]
    // Lines within a cell may be wrapped by hand: only a new label after it shows that one was left unfinished.
    if (following !== undefined && !/^\p{Lu}[\p{L} &]{2,30}\s?[–—:-]\s/u.test(following)) continue
    const leads = following === undefined ? passage.next : 'other'
    if (breaksOff(line, leads, following === undefined && next?.kind === 'list item', passage.kind))
      return `“…${line.trim().split(/\s+/).slice(-9).join(' ')}”`
  }
  return null
}

function breaksOff(line: string, leads: Passage['next'], listFollows: boolean, kind: Passage['kind']): boolean {
  const last = sentencesOf(line).at(-1) ?? ''
  const words = last.split(/\s+/).length
  if (words < 6 || /[.!?:;)]["”’']?$/.test(last)) return false
  if (NEVER_LAST.test(last)) return leads === 'other' && !listFollows
  if (LAST_BEFORE_LIST.test(last)) return leads === 'other' && !PHRASAL.test(last)
  return (
    /,$/.test(last) && words >= 10 && leads === 'other' && kind === 'paragraph' && /\b(?:is|are|was|were|will|has|have|we)\b/i.test(last)
  )
}

const FIELD_ERROR = pattern(
  'i',
  r`Error! (?:Bookmark|Reference source|No text|Hyperlink|Not a valid|Unknown|Use the`,
  r`|Main Document)[^.]{0,40}|#(?:REF!|VALUE!|DIV/0!|NAME\?|NUM!)|\{ ?(?:REF|PAGEREF|MERGEFIELD`,
  r`|TOC) [^}]*\}`,
)
const PLACEHOLDER = pattern(
  'i',
  r`\blorem ipsum\b|[[<](?:insert|add|enter|tbc|to be confirmed|name|date|xx+)\b[^\]>]{0,60}[\]>]`,
  r`|\bX{2,}/X{2,}/X{2,}\b|\bclick or tap (?:here )?to enter\b`,
)

/** E-37. Looks at everything, contents included. */
function leftOver(text: Text, pattern: RegExp, says: string, suggestion: string): Raised[] {
  const found = text.passages.flatMap((passage) => {
    const part = pattern.exec(passage.text)?.[0]
    return part ? [{ part, passage }] : []
  })
  return [...Map.groupBy(found, ({ part, passage }) => `${passage.itemId} ${part.toLowerCase()}`).values()].map((each) => ({
    subject: each[0]!.part,
    itemId: each[0]!.passage.itemId,
    at: each[0]!.passage.at,
    place: listed([...new Set(each.map(({ passage }) => passage.place))], 4),
    sentence: `${quote(each[0]!.passage.text, each[0]!.part)}: ${says}.`,
    suggestion,
  }))
}

const LONG = 20_000

function longNarrative(plan: Plan): Raised[] {
  return plan.items.flatMap((item) => {
    const length = Math.max(item.updates[0]?.narrative.length ?? 0, item.aim?.length ?? 0, item.outcome?.length ?? 0)
    if (length < LONG) return []
    return {
      subject: item.code,
      itemId: item.itemId,
      place: named(item),
      sentence: `${named(item)} has a text of ${length.toLocaleString('en-GB')} characters.`,
      suggestion: 'Record what happened as dated evidence, and keep the position to a few sentences.',
    }
  })
}

// What an aim may say without saying anything: that it serves a plan.
const PLAN_WORDS = new Set(
  meaningOf(
    `address priority priorities plan plans strategy strategies strategic partnership partner partners objective objectives aim aims deliver delivery
    delivering achieve achieving support supporting meet meeting contribute contributing set current community safety safer council borough district county city
    action actions activity activities target targets part line accordance with agreed key outcomes outcome`,
  ),
)

/** E-15. Says which aims send the reader back to the plan, or back to the title. */
function circularAims(plan: Plan): Raised[] {
  const titleWords = new Set(meaningOf(plan.title))
  const circular = plan.items.flatMap((item) => {
    if (!item.aim || hasEnded(item)) return []
    const aim = meaningOf(item.aim)
    const rest = aim.filter((word) => !PLAN_WORDS.has(word) && !titleWords.has(word) && !/^\d+$/.test(word))
    const servesPlan = rest.length <= 1 && /\b(?:plan|strategy|priorit(?:y|ies)|objectives?)\b/i.test(item.aim)
    const own = new Set(subjectOf(item.title))
    const restatesTitle =
      new Set(aim).size >= 3 &&
      (bare(item.aim) === bare(item.title) ||
        (likeness(new Set(aim), new Set(meaningOf(item.title))) >= 0.8 && overlapOf(new Set(aim), own) === 1))
    return servesPlan || restatesTitle ? [{ item, says: servesPlan ? 'serves the plan' : 'repeats the title' }] : []
  })
  return [...Map.groupBy(circular, ({ says, item }) => (says === 'serves the plan' ? bare(item.aim!) : item.itemId)).values()].map(
    (each) => {
      const { item, says } = each[0]!
      const names = namesOf(
        plan,
        each.map((one) => one.item),
      )
      return {
        subject: each.length === 1 ? item.code || item.title : bare(item.aim!),
        itemId: each.length === 1 ? item.itemId : null,
        place: listed(names),
        sentence: `The aim of ${listed(names)} only ${says}: ${quote(item.aim!)}.`,
        suggestion: 'Say which need or harm it answers, and for whom.',
      }
    },
  )
}

/** Items by name; those that are all there is under a group, by the group's. */
function namesOf(plan: Plan, items: readonly Item[]): string[] {
  const groups = [...Map.groupBy(items, ({ parentId }) => parentId)]
  return groups.flatMap(([parentId, each]) => {
    const group = plan.items.find(({ itemId }) => itemId === parentId)
    return group && each.length > 1 && each.length === childrenOf(plan, parentId).length ? [`all of ${named(group)}`] : each.map(named)
  })
}

export const WORDING_CHECKS: readonly Check[] = [
  {
    id: 'cut-off-text',
    title: 'Text that breaks off',
    severity: 'question',
    errors: ['E-16', 'E-41'],
    reads: 'words',
    run: cutOffText,
    why: 'A sentence that stops half-way has lost its end in copying, and with it perhaps the commitment.',
  },
  {
    id: 'broken-field',
    title: 'A broken field or formula',
    severity: 'question',
    errors: ['E-37'],
    reads: 'words',
    run: (text) =>
      leftOver(
        text,
        FIELD_ERROR,
        'a reference or formula is broken',
        'Update the fields of the document, or the formula, before it is published.',
      ),
    why: 'Error messages of the word processor in a published paper tell readers that nobody read it.',
  },
  {
    id: 'placeholder',
    title: 'A placeholder nobody filled in',
    severity: 'question',
    errors: [],
    reads: 'words',
    run: (text) => leftOver(text, PLACEHOLDER, 'a placeholder was left in', 'Fill it in, or take it out.'),
    why: 'What was to be filled in later is missing from the paper.',
  },
  {
    id: 'circular-aim',
    title: 'An aim that goes in a circle',
    severity: 'question',
    errors: ['E-15'],
    reads: 'plan',
    run: circularAims,
    why: 'An aim should say what need the work answers. “To address the plan’s priorities” says why the plan has a line, not why the work matters.',
  },
  {
    id: 'long-narrative',
    title: 'A very long text',
    severity: 'note',
    errors: [],
    reads: 'plan',
    run: longNarrative,
    why: 'Nobody on a board reads ten pages about one activity.',
  },
]
