// Runs test files one after another in one process, each as a suite with its own hooks: `node test/batch.ts FILE…`.
// Most of a small file's time is reading the product and making its first page, which a process does once.
import { after, describe } from 'node:test'
import { resolve } from 'node:path'

for (const file of process.argv.slice(2))
  await new Promise<void>((ended) => {
    describe(file, async () => {
      try {
        await import(resolve(file))
      } finally {
        after(() => ended())
      }
    })
  })
