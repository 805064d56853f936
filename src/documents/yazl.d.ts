// yazl ships no types; this is the part of its README that the workbook writer and the tests use.
declare module 'yazl' {
  export class ZipFile {
    readonly outputStream: NodeJS.ReadableStream
    addBuffer(buffer: Buffer, path: string, options?: { mtime?: Date; compress?: boolean }): void
    end(): void
  }
}
