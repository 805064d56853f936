// Compares our methods and readers with published figures and real papers, which stand in ../shared beside the repository and not in it.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
if (!existsSync(join(root, '../shared/data'))) {
  console.error('There is no ../shared/data beside this repository, so there is nothing to compare with.')
  process.exit(1)
}
const files = globSync('src/**/*.reference.ts', { cwd: root }).sort()
const { status } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', '--test', '--test-reporter=./test/reporter.ts', '--test-concurrency=2', ...files], { cwd: root, stdio: 'inherit' })
process.exit(status ?? 1)
