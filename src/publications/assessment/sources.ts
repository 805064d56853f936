import type { DraftSource } from '../drafting/source.ts'
import { priorityCandidates } from './candidates.ts'
import { dataGaps } from './gaps.ts'
import { places, repeatPlaces } from './places.ts'
import { recordedCrime } from './recorded.ts'
import { signals } from './signals.ts'

/** What incident data can draft, for the strategic assessment before all. */
export const ASSESSMENT_SOURCES: readonly DraftSource[] = [recordedCrime, signals, places, repeatPlaces, dataGaps, priorityCandidates]
