/** How a panel stands. Its agenda is made while planned; what is said is typed while it is under way or held; once minutes are issued they are only corrected. */
export const PANEL_STATES = ['planned', 'under way', 'held', 'minutes issued', 'cancelled'] as const
export type PanelState = (typeof PANEL_STATES)[number]

export const WHYS = ['new', 'review', 'update'] as const
export type Why = (typeof WHYS)[number]
export const WHY_IN_WORDS: Record<Why, string> = { new: 'New', review: 'Due for review', update: 'Update' }

export const DECIDED = ['continue', 'close', 'transfer', 'refer elsewhere', 'defer'] as const
export type Decided = (typeof DECIDED)[number]
export const DECIDED_IN_WORDS: Record<Decided, string> = {
  continue: 'Carry on with the case', close: 'Close it', transfer: 'Transfer it to another area', 'refer elsewhere': 'Refer it elsewhere', defer: 'Put it off to the next panel',
}

export const ATTENDANCE = ['present', 'apologies', 'absent'] as const
export type Attended = (typeof ATTENDANCE)[number]

export type Panel = {
  panelId: string
  schemeId: string
  schemeName: string
  purpose: string
  heldOn: string
  /** 'HH:MM' in London. */
  beginsAt: string
  place: string | null
  state: PanelState
  minutesEach: number
  /** What everybody accepts before a case is opened. */
  statement: string
  version: number
  /** Whoever asks is a coordinator or chair of its scheme. */
  leads: boolean
}

export const STANDARD_STATEMENT =
  'What is said at this panel is shared for the work of this scheme and nothing else. I will keep it as safely as my own agency’s records, tell only those who need it to do what is agreed here, ' +
  'and pass nothing on without asking the agency whose information it is. If I know anybody who is discussed, I will say so and leave for that case.'

/** Whether the agenda may be changed, and whether what is said may be typed. */
export const isPlanned = ({ state }: Pick<Panel, 'state'>) => state === 'planned' || state === 'under way'
export const isTyped = ({ state }: Pick<Panel, 'state'>) => state === 'under way' || state === 'held'
