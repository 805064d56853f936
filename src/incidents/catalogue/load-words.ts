import type { Load } from '../load-store.ts'

const TAGS: Record<Load['state'], { word: string; colour: 'green' | 'amber' | 'red' | 'blue' | 'grey' }> = {
  waiting: { word: 'Waiting', colour: 'grey' },
  reading: { word: 'Being read', colour: 'blue' },
  visible: { word: 'Counts', colour: 'green' },
  undone: { word: 'Undone', colour: 'grey' },
  failed: { word: 'Failed', colour: 'red' },
}

/** A load's state as a tag. */
export const loadTag = ({ state }: Pick<Load, 'state'>) => TAGS[state]

/** Whether the load is still on its way, so that its page asks again. */
export const isUnderWay = ({ state }: Pick<Load, 'state'>): boolean => state === 'waiting' || state === 'reading'
