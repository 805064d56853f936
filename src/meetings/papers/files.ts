/** How files come in and go out: how one is read from a form, what is taken of it or why it is refused, and what type it is handed out as. The rooms that keep files introduce theirs in app.ts. */
export type Files = {
  sent: (body: unknown) => Promise<{ name: string; bytes: Buffer } | null>
  safe: (name: string, bytes: Buffer) => Promise<{ file: { name: string; kind: string; bytes: Buffer } } | { refused: string }>
  typeOf: (kind: string) => string
}
