import { z } from 'zod'

const Sent = z.object({ file: z.object({ filename: z.string(), toBuffer: z.custom<() => Promise<Buffer>>((value) => typeof value === 'function') }) })

/** The file that a form sent in its field `file`, or null when none was chosen. */
export async function sentFile(body: unknown): Promise<{ name: string; bytes: Buffer } | null> {
  const sent = Sent.safeParse(body)
  if (!sent.success || sent.data.file.filename === '') return null
  return { name: sent.data.file.filename, bytes: await (body as z.infer<typeof Sent>).file.toBuffer() }
}
