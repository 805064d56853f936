// A misspelt option of a GOV.UK macro is silently ignored when a page is made, so it is refused here; so is thinking in templates.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

const SRC = join(import.meta.dirname, '../src')
const require = createRequire(import.meta.url)
const COMPONENTS = join(dirname(require.resolve('govuk-frontend/package.json')), 'dist/govuk/components')
const FILTERS = new Set(['plural', 'number', 'join', 'capitalize', 'escape', 'upper', 'lower', 'length', 'first', 'last', 'safe', 'default'])
/** Where ready-made markup may be let through: our own macro for charts. */
/** A file that readers take away and open elsewhere, with its style inside it. */
const TAKEN_AWAY = new Set(['publications/papers/alone.njk'])
const MAY_BE_SAFE = new Set(['web/chart.njk'])

type Option = { name: string; params?: Option[] }

const templates = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? templates(path) : path.endsWith('.njk') ? [path] : []
  })

function optionsOf(component: string): Option[] | null {
  const file = join(COMPONENTS, component, 'macro-options.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Option[]) : null
}

/** The text between a macro call's braces, from the index of its first one. */
function braced(text: string, from: number): string {
  let depth = 0
  let quote = ''
  for (let at = from; at < text.length; at++) {
    const letter = text[at]!
    if (quote) quote = letter === quote && text[at - 1] !== '\\' ? '' : quote
    else if (letter === '"' || letter === "'") quote = letter
    else if (letter === '{' || letter === '[') depth++
    else if ((letter === '}' || letter === ']') && --depth === 0) return text.slice(from + 1, at)
  }
  return text.slice(from + 1)
}

/** The keys at the top of an object literal, each with the literal (object or list of objects) it holds, if it does. */
function keysOf(literal: string): { key: string; inner: string | null }[] {
  const keys: { key: string; inner: string | null }[] = []
  let at = 0
  let expectsKey = true
  while (at < literal.length) {
    const rest = literal.slice(at)
    const key = expectsKey ? /^\s*"?([a-zA-Z_]\w*)"?\s*:/.exec(rest) : null
    if (key) {
      at += key[0].length
      expectsKey = false
      const opening = /^\s*([{[])/.exec(literal.slice(at))
      if (opening) {
        const inner = braced(literal, at + opening[0].length - 1)
        keys.push({ key: key[1]!, inner })
        at += opening[0].length + inner.length + 1
      } else keys.push({ key: key[1]!, inner: null })
      continue
    }
    const letter = literal[at]!
    if (letter === '"' || letter === "'") {
      const end = literal.indexOf(letter, at + 1)
      at = end === -1 ? literal.length : end + 1
      continue
    }
    if (letter === '(' || letter === '{' || letter === '[') {
      at += letter === '(' ? literal.slice(at).indexOf(')') + 1 || 1 : braced(literal, at).length + 2
      continue
    }
    if (letter === ',') expectsKey = true
    at++
  }
  return keys
}

const problems: string[] = []
let calls = 0
function checkKeys(where: string, literal: string, options: Option[], path: string) {
  for (const { key, inner } of keysOf(literal)) {
    const option = options.find(({ name }) => name === key)
    if (!option) problems.push(`${where}: ${path} has no option “${key}”`)
    else if (inner && option.params && inner.includes(':')) {
      const objects = inner.trimStart().startsWith('{') ? [...inner.matchAll(/\{/g)].map(({ index }) => index).filter((index) => depthAt(inner, index) === 0).map((index) => braced(inner, index)) : [inner]
      for (const object of objects) checkKeys(where, object, option.params, `${path}.${key}`)
    }
  }
}
function depthAt(text: string, index: number): number {
  let depth = 0
  let quote = ''
  for (const letter of text.slice(0, index)) {
    if (quote) quote = letter === quote ? '' : quote
    else if (letter === '"' || letter === "'") quote = letter
    else if (letter === '{' || letter === '[') depth++
    else if (letter === '}' || letter === ']') depth--
  }
  return depth
}

for (const file of templates(SRC)) {
  const where = relative(SRC, file)
  const text = readFileSync(file, 'utf8')
  for (const match of text.matchAll(/\bgovuk([A-Z]\w*)\(\s*\{/g)) {
    calls++
    const component = match[1]!.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase()
    const options = optionsOf(component)
    if (!options) problems.push(`${where}: govuk-frontend has no component “${component}”`)
    else checkKeys(where, braced(text, match.index + match[0].length - 1), options, `govuk${match[1]}`)
  }
  for (const [, filter] of text.matchAll(/\{\{[^}]*?\|\s*([a-z]+)/g)) if (!FILTERS.has(filter!)) problems.push(`${where}: the filter “${filter}” is not one of ours`)
  if (/\|\s*safe\b/.test(text) && !MAY_BE_SAFE.has(where)) problems.push(`${where}: “| safe” outside our own macros`)
  if (/\{%-?\s*set\s+\w+\s*=[^%]*[-+*/]\s*\d/.test(text)) problems.push(`${where}: arithmetic in a template; decide it in the page's model`)
  if (!TAKEN_AWAY.has(where) && /\son[a-z]+\s*=|<style\b|\sstyle\s*=/i.test(text.replace(/\{#[\s\S]*?#\}/g, ''))) problems.push(`${where}: inline script or style, which the content policy refuses`)
  for (const [, attributes] of text.matchAll(/<form\b([^>]*)>/gi))
    if (/method\s*=\s*"post"/i.test(attributes!) && !/formToken\(csrf\)|name="_csrf"/.test(text)) problems.push(`${where}: a form without its token`)
}
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exit(1)
console.log(`Views: ${calls} component calls, every option known.`)
