import type { Shown, ShownItem } from './shown.ts'

export type Change = { code: string | null; sentence: string }

const wordOf = (tag: { word: string } | null) => tag?.word ?? 'not rated'

/** What changed from one edition to the next, in sentences a board can read, in plan order. Nothing before: nothing to say. */
export function differenceOf(before: Shown | null, after: Shown): Change[] {
  if (!before) return []
  const was = new Map(before.items.map((item) => [item.code, item]))
  const is = new Map(after.items.map((item) => [item.code, item]))
  return [
    ...(before.scheme.name === after.scheme.name ? [] : [{ code: null, sentence: `Items are now rated in the scheme “${after.scheme.name}”, before in “${before.scheme.name}”; their ratings cannot be compared.` }]),
    ...(before.rollUp === after.rollUp ? [] : [{ code: null, sentence: `The roll-up rule changed. Now: ${after.rollUp}` }]),
    ...after.items.flatMap((item) => {
      const old = was.get(item.code)
      return old ? itemChanges(old, item) : [{ code: item.code, sentence: `${item.code} is new: ${item.title}.` }]
    }),
    ...before.items.filter(({ code }) => !is.has(code)).map(({ code, title }) => ({ code, sentence: `${code} is no longer in the plan: ${title}.` })),
    ...findingChanges(before, after),
  ]
}

function itemChanges(old: ShownItem, item: ShownItem): Change[] {
  const say = (changed: boolean, sentence: string): Change[] => (changed ? [{ code: item.code, sentence }] : [])
  const ended = item.state === 'withdrawn' && old.state !== 'withdrawn'
  if (ended) return [{ code: item.code, sentence: `${item.code} is withdrawn: ${item.stateNote ?? 'no reason given'}.` }]
  const reworded = item.position !== old.position || item.evidence.length !== old.evidence.length || item.positionOn !== old.positionOn
  return [
    ...say(wordOf(old.declared) !== wordOf(item.declared), `${item.code} went from ${wordOf(old.declared)} to ${wordOf(item.declared)}.`),
    ...say(wordOf(old.declared) === wordOf(item.declared) && wordOf(old.derived) !== wordOf(item.derived), `By the criteria ${item.code} went from ${wordOf(old.derived)} to ${wordOf(item.derived)}.`),
    ...say(old.owner !== item.owner, `${item.code} is now answered for by ${item.owner || 'nobody'}, before by ${old.owner || 'nobody'}.`),
    ...say(old.title !== item.title, `${item.code} is reworded: “${item.title}”.`),
    ...say(old.state !== item.state, `${item.code} is now ${item.state}, before ${old.state}.`),
    ...say(old.due !== item.due, `${item.code} is now due ${item.due ?? 'on no date'}, before ${old.due ?? 'on no date'}.`),
    ...say(reworded, `${item.code} was reported on again${item.positionOn && item.positionOn !== old.positionOn ? `, as at ${item.positionOn}` : ''}.`),
  ]
}

function findingChanges(before: Shown, after: Shown): Change[] {
  const keys = (shown: Shown) => new Set(shown.findings.map(({ sentence }) => sentence))
  const [was, is] = [keys(before), keys(after)]
  const fresh = [...is].filter((key) => !was.has(key)).length
  const gone = [...was].filter((key) => !is.has(key)).length
  const count = (number: number) => `${number} ${number === 1 ? 'finding' : 'findings'}`
  return [
    ...(gone > 0 ? [{ code: null, sentence: `${count(gone)} of the last edition no longer ${gone === 1 ? 'stands' : 'stand'}.` }] : []),
    ...(fresh > 0 ? [{ code: null, sentence: `${count(fresh)} ${fresh === 1 ? 'is' : 'are'} new.` }] : []),
  ]
}
