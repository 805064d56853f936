import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

const require = createRequire(import.meta.url)
export const GOVUK = join(dirname(require.resolve('govuk-frontend/package.json')), 'dist')
export const MOJ = dirname(require.resolve('@ministryofjustice/frontend/package.json'))
const FONTS = join(dirname(require.resolve('@fontsource-variable/atkinson-hyperlegible-next/package.json')), 'files')

type Asset = { name: string; type: string; body: Buffer; url: string }

// GOV.UK's typeface and crown are for GOV.UK services only: the stylesheets are served with our own face in its place.
const withOurFace = (css: string) =>
  css.replaceAll(/@font-face\{[^}]*GDS Transport[^}]*\}/g, '').replaceAll('GDS Transport,', "'Atkinson Hyperlegible Next',")

function asset(name: string, type: string, body: Buffer | string): Asset {
  const bytes = Buffer.from(body)
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 12)
  return { name, type, body: bytes, url: `/assets/${hash}/${name}` }
}

const font = asset('atkinson.woff2', 'font/woff2', readFileSync(join(FONTS, 'atkinson-hyperlegible-next-latin-wght-normal.woff2')))

const stylesheet = asset(
  'wardmote.css',
  'text/css; charset=utf-8',
  [
    `@font-face{font-family:'Atkinson Hyperlegible Next';font-weight:200 800;font-display:swap;src:url(${font.url}) format('woff2')}`,
    withOurFace(readFileSync(join(GOVUK, 'govuk/govuk-frontend.min.css'), 'utf8')),
    withOurFace(readFileSync(join(MOJ, 'moj/moj-frontend.min.css'), 'utf8')),
    readFileSync(join(import.meta.dirname, 'assets/wardmote.css'), 'utf8'),
  ].join('\n'),
)
const govukScript = asset('govuk-frontend.min.js', 'text/javascript; charset=utf-8', readFileSync(join(GOVUK, 'govuk/govuk-frontend.min.js')))
const script = asset(
  'wardmote.js',
  'text/javascript; charset=utf-8',
  readFileSync(join(import.meta.dirname, 'assets/wardmote.js'), 'utf8').replace('./govuk-frontend.min.js', govukScript.url),
)

// Only the page with a map to explore asks for these; the map is drawn without a tile of anybody else's.
const MAPLIBRE = join(dirname(require.resolve('maplibre-gl/package.json')), 'dist')
const mapLibrary = asset('maplibre-gl.mjs', 'text/javascript; charset=utf-8', readFileSync(join(MAPLIBRE, 'maplibre-gl.mjs')))
const mapWorker = asset('maplibre-gl-worker.mjs', 'text/javascript; charset=utf-8', readFileSync(join(MAPLIBRE, 'maplibre-gl-worker.mjs')))
const mapScript = asset(
  'explore-map.js',
  'text/javascript; charset=utf-8',
  readFileSync(join(import.meta.dirname, 'assets/explore-map.js'), 'utf8')
    .replace('./maplibre-gl.mjs', mapLibrary.url)
    .replace('./maplibre-gl-worker.mjs', mapWorker.url),
)

const panelScript = asset('panel.js', 'text/javascript; charset=utf-8', readFileSync(join(import.meta.dirname, 'assets/panel.js'), 'utf8'))

const minutesScript = asset('minutes.js', 'text/javascript; charset=utf-8', readFileSync(join(import.meta.dirname, 'assets/minutes.js'), 'utf8'))

const icon = asset(
  'icon.svg',
  'image/svg+xml',
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="4" fill="#14213d"/><path d="M5 9l5.5 15L16 12l5.5 12L27 9" fill="none" stroke="#fff" stroke-width="3"/></svg>',
)

/** Addresses carry a hash of what they give, so a browser keeps each for good and never shows a stale one. */
export const assetUrls = { stylesheet: stylesheet.url, script: script.url, mapScript: mapScript.url, panelScript: panelScript.url, minutesScript: minutesScript.url, icon: icon.url }

// A large script squeezed to the last byte would keep everybody waiting for seconds.
const LARGE = 400_000
const brotli = (body: Buffer) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: body.length > LARGE ? 5 : 11 } })
const COMPRESS = { br: brotli, gzip: (body: Buffer) => gzipSync(body) } as const

/** Serves the stylesheet, scripts and typeface, each compressed once, when first asked for. */
export function assets(app: FastifyInstance) {
  for (const { url, type, body } of [font, stylesheet, govukScript, script, mapScript, panelScript, minutesScript, mapLibrary, mapWorker, icon]) {
    const compressed: { br?: Buffer; gzip?: Buffer } = {}
    app.get(url, { config: { power: 'public' } }, (request, reply) => {
      const accepted = String(request.headers['accept-encoding'] ?? '')
      const encoding = (['br', 'gzip'] as const).find((name) => !type.startsWith('font/') && accepted.includes(name))
      reply.header('cache-control', 'public, max-age=31536000, immutable').header('vary', 'accept-encoding').type(type)
      if (!encoding) return reply.send(body)
      return reply.header('content-encoding', encoding).send((compressed[encoding] ??= COMPRESS[encoding](body)))
    })
  }
}
