import { z } from 'zod'
import { BodyBlock, readBody } from './body.ts'
import { PAPER_KINDS, recommendationsOf, type WholePaper } from './paper.ts'

const ShownSection = z.object({ heading: z.string(), restricted: z.boolean(), sectionId: z.string().optional(), recommendation: z.string().nullable(), blocks: z.array(BodyBlock), drawnFrom: z.string().nullable() })
const ShownAppendix = z.object({ title: z.string(), restricted: z.boolean(), href: z.string().nullable() })

/** A paper as it was published: complete in itself. Days are ISO. `form` numbers this shape. */
export const PaperShown = z.object({
  form: z.literal(1),
  audience: z.enum(['restricted', 'public']),
  partnership: z.string(),
  kind: z.enum(PAPER_KINDS),
  title: z.string(),
  starts: z.string(),
  ends: z.string(),
  meeting: z.string().nullable(),
  committee: z.string().nullable(),
  committeeOn: z.string().nullable(),
  reportOf: z.string().nullable(),
  asks: z.enum(['information', 'decision']),
  contact: z.string().nullable(),
  summary: z.array(BodyBlock),
  recommendations: z.array(z.tuple([z.string(), z.string()])),
  sections: z.array(ShownSection),
  appendices: z.array(ShownAppendix),
})
export type PaperShown = z.infer<typeof PaperShown>

/** A paper as it would be published now, whole. `drawnFrom` says of a section what it was drafted from. `sourceNames`: a source's title by its key. */
export const paperShown = ({ paper, sections, appendices }: WholePaper, partnership: string, sourceNames: ReadonlyMap<string, string>): PaperShown => ({
  form: 1,
  audience: 'restricted',
  partnership,
  kind: paper.kind,
  title: paper.title,
  starts: paper.starts,
  ends: paper.ends,
  meeting: paper.meeting,
  committee: paper.committee,
  committeeOn: paper.committeeOn,
  reportOf: paper.reportOf,
  asks: paper.asks,
  contact: paper.contact,
  summary: readBody(paper.summary),
  recommendations: recommendationsOf(sections),
  sections: sections.map(({ sectionId, heading, restricted, recommendation, body, source, draftedAt }) => ({
    sectionId, heading, restricted, recommendation, blocks: readBody(body), drawnFrom: source && draftedAt ? (sourceNames.get(source) ?? source) : null,
  })),
  appendices: appendices.map(({ appendixId, title, restricted, editionId, fileName }) => ({
    title, restricted, href: editionId ? `/editions/${editionId}` : fileName ? `/papers/${paper.paperId}/appendices/${appendixId}` : null,
  })),
})

/** The same paper without what is restricted: nothing of it is left, neither heading nor what was asked. */
export function forPublic(shown: PaperShown): PaperShown {
  const sections = shown.sections.filter(({ restricted }) => !restricted)
  return { ...shown, audience: 'public', sections, recommendations: sections.flatMap(({ heading, recommendation }) => (recommendation ? [[heading, recommendation] as [string, string]] : [])), appendices: shown.appendices.filter(({ restricted }) => !restricted) }
}
