import type { ShownItem } from './shown.ts'

const OBSTRUCTED: readonly ShownItem['state'][] = ['blocked', 'closed, not achieved', 'deferred']

type Considered = Omit<ShownItem, 'focus'>

/**
 * Why a board should look at an item, each in a few words, or nothing. `best`: the scheme's best word. `findings`: those about
 * the item. Headings and withdrawn items are never in focus.
 */
export function focusOf(item: Considered, best: string | undefined, findings: readonly { severity: string }[], missesTarget: boolean): string[] {
  if (item.kind === 'heading' || item.state === 'withdrawn') return []
  const twoWays = new Set(item.stated.map(({ word }) => word)).size > 1
  const blocking = findings.filter(({ severity }) => severity === 'blocks').length
  return [
    item.declared && item.declared.word !== best && !item.differs ? `Rated ${item.declared.word}` : null,
    twoWays ? `Stated two ways: ${item.stated.map(({ word, place }) => `${word} in ${place}`).join(', ')}` : null,
    item.counted && !item.declared && !twoWays ? 'Not rated' : null,
    item.differs ? `Declared ${item.declared!.word}, but ${item.derived!.word} by the ${item.group ? 'roll-up' : 'criteria'}` : null,
    item.overdue ? item.fresh : null,
    item.late ? 'Past its due date' : null,
    OBSTRUCTED.includes(item.state) ? item.stateWords : null,
    missesTarget ? 'A target is missed' : null,
    blocking > 0 ? `${blocking === 1 ? 'A finding' : `${blocking} findings`} that would stop publication` : null,
  ].filter((reason) => reason !== null)
}
