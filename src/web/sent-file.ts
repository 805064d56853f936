import type { FastifyReply } from 'fastify'
import { z } from 'zod'

const Sent = z.object({ file: z.object({ filename: z.string(), toBuffer: z.custom<() => Promise<Buffer>>((value) => typeof value === 'function') }) })

/** The file that a form sent in its field `file`, or null when none was chosen. */
export async function sentFile(body: unknown): Promise<{ name: string; bytes: Buffer } | null> {
  const sent = Sent.safeParse(body)
  if (!sent.success || sent.data.file.filename === '') return null
  return { name: sent.data.file.filename, bytes: await (body as z.infer<typeof Sent>).file.toBuffer() }
}

/** Hands a kept file out to be saved, never to be opened in this site: whatever it holds runs nowhere. */
export function handOutFile(reply: FastifyReply, { name, type, content }: { name: string; type: string; content: Uint8Array }) {
  const plain = name.normalize('NFD').replaceAll(/[^\w. -]/g, '')
  return reply.header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('content-security-policy', "default-src 'none'; sandbox").header('x-content-type-options', 'nosniff').type(type).send(content)
}
