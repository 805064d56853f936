import { join } from 'node:path'
import nunjucks from 'nunjucks'
import { assetUrls, GOVUK, MOJ } from './assets.ts'

const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader([join(import.meta.dirname, '..'), GOVUK, MOJ], { noCache: false }), {
  autoescape: true,
  throwOnUndefined: false,
  trimBlocks: true,
  lstripBlocks: true,
})

/** "1 finding", "3 findings". */
environment.addFilter('plural', (count: number, one: string, many = `${one}s`) => `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`)
environment.addFilter('number', (value: number, decimals = 0) =>
  value.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
)

/** Renders a page: `template` is a path under src/, `model` everything it shows. */
export const renderPage = (template: string, model: object): string => environment.render(template, { ...model, assetUrls })
