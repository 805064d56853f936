import { ASB_ACTIONS } from './asb-actions-2023.ts'
import { DASHBOARD } from './dashboard-2018.ts'
import { HIDDEN_HARMS } from './hidden-harms-2022.ts'
import type { TieAsFound } from './plan-as-found.ts'
import { STRATEGY } from './strategy-2022.ts'

// What delivers what. No paper says so; these ties are a reader's, so that a thread can be walked from a promise to what was done.

const delivers = (action: string, ...commitments: string[]): TieAsFound[] =>
  commitments.map((commitment) => ({ from: [ASB_ACTIONS, action], kind: 'delivers', to: [STRATEGY, commitment] }))

const HARMS = ['1', '2', '3', '4', '5', '6']
/** Each strand of each harm delivers the same strand of the strategy's third priority. */
const ofHarms = HARMS.flatMap((harm) => ['1', '2', '3', '4', '5'].map((strand): TieAsFound => ({ from: [HIDDEN_HARMS, `${harm}.${strand}`], kind: 'delivers', to: [STRATEGY, `3.${strand}`] })))

export const TIES: readonly TieAsFound[] = [
  ...delivers('1', '1.1'), ...delivers('2', '1.2'), ...delivers('3', '1.4'), ...delivers('4', '1.15'), ...delivers('5', '1.1'), ...delivers('6', '1.3'),
  ...delivers('7', '1.6'), ...delivers('9', '1.4', '1.5'), ...delivers('10', '1.13'), ...delivers('11', '1.4', '1.8'), ...delivers('12', '1.6'),
  ...delivers('13', '1.6'), ...delivers('15', '1.4', '1.9'), ...delivers('16', '1.5'), ...delivers('17', '4.8.7'), ...delivers('19', '1.10', '1.16'),
  ...delivers('20', '1.7'), ...delivers('21', '1.12'), ...delivers('23', '1.8', '5.8'),
  { from: [ASB_ACTIONS, '22'], kind: 'delivers', to: [HIDDEN_HARMS, '4.2'] },
  { from: [ASB_ACTIONS, '6'], kind: 'depends on', to: [ASB_ACTIONS, '7'] },
  { from: [ASB_ACTIONS, '12'], kind: 'depends on', to: [ASB_ACTIONS, '10'] },
  { from: [ASB_ACTIONS, '13'], kind: 'depends on', to: [ASB_ACTIONS, '10'] },
  { from: [ASB_ACTIONS, '7'], kind: 'follows', to: [DASHBOARD, '5.1.1a'] },
  { from: [ASB_ACTIONS, '15'], kind: 'follows', to: [DASHBOARD, '6.1.1g'] },
  ...ofHarms,
]
