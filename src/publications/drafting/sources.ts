import { ASSESSMENT_SOURCES } from '../assessment/sources.ts'
import { LEARNING_SOURCES } from '../learning/briefing.ts'
import { FIGURE_SOURCES } from './figures.ts'
import { MEETING_SOURCES } from './meetings.ts'
import { PLAN_SOURCES } from './plans.ts'
import type { DraftSource } from './source.ts'

/** What incident data, plans, measures, casework, meetings and reviews can draft. */
export const draftSources: readonly DraftSource[] = [...ASSESSMENT_SOURCES, ...PLAN_SOURCES, ...FIGURE_SOURCES, ...MEETING_SOURCES, ...LEARNING_SOURCES]
