// A map to move about on, over the page's own drawing of the same places. Without this script the drawing stands.
import { Map as Chart, ScaleControl, setWorkerUrl } from './maplibre-gl.mjs'

const frame = document.querySelector('[data-explore-map]')
const OURS = new URL('./maplibre-gl-worker.mjs', location.href).href

// The page's policy lets a thread start only from an address that is vouched for: the library's own, from this server.
window.trustedTypes?.createPolicy('default', {
  createScriptURL: (url) => (new URL(url, location.href).href === OURS ? url : null),
})

const INK = '#14213d'
const STYLE = {
  version: 8,
  sources: {},
  layers: [{ id: 'paper', type: 'background', paint: { 'background-color': '#f1eee7' } }],
}
const byMark = (chosen, high, raised, rest) => ['match', ['get', 'mark'], 'chosen', chosen, 'high', high, 'raised', raised, rest]
const LAYERS = [
  { id: 'outline', source: 'ground', type: 'line', filter: ['==', ['get', 'layer'], 'outline'], paint: { 'line-color': '#4a5268', 'line-width': 6 } },
  { id: 'inside', source: 'ground', type: 'fill', filter: ['==', ['get', 'layer'], 'outline'], paint: { 'fill-color': '#fff' } },
  { id: 'streets', source: 'ground', type: 'line', filter: ['==', ['get', 'layer'], 'street'], paint: { 'line-color': '#b9b3a3', 'line-width': ['interpolate', ['linear'], ['zoom'], 11, 0.5, 14, 1.2, 18, 6] } },
  { id: 'wards', source: 'ground', type: 'line', filter: ['==', ['get', 'layer'], 'ward'], paint: { 'line-color': '#8a8574', 'line-width': 1.2, 'line-dasharray': [4, 3] } },
  { id: 'places', source: 'places', type: 'fill', paint: { 'fill-color': byMark('#7a1f2b', '#c98f3a', '#e8cf9d', '#fff'), 'fill-opacity': byMark(0.75, 0.55, 0.55, 0) } },
  { id: 'edges', source: 'places', type: 'line', filter: ['==', ['get', 'mark'], 'chosen'], paint: { 'line-color': '#3f0e16', 'line-width': 2 } },
  { id: 'picked', source: 'places', type: 'line', filter: ['==', ['get', 'number'], -1], paint: { 'line-color': INK, 'line-width': 4 } },
]

if (frame) start(frame)

async function start({ dataset, ownerDocument }) {
  const [ground, places] = await Promise.all([dataset.ground, dataset.places].map(async (url) => (await fetch(url)).json()))
  setWorkerUrl(OURS)
  const holder = frame.querySelector('[data-map]')
  frame.hidden = false
  const map = new Chart({ container: holder, style: STYLE, bounds: ground.bbox, fitBoundsOptions: { padding: 16 }, attributionControl: false, maxZoom: 19, dragRotate: false, pitchWithRotate: false })
  map.touchZoomRotate.disableRotation()
  map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left')
  map.on('load', () => {
    map.addSource('ground', { type: 'geojson', data: ground })
    map.addSource('places', { type: 'geojson', data: places })
    for (const layer of LAYERS) map.addLayer(layer)
    frame.dataset.ready = 'yes'
  })
  const said = frame.querySelector('[data-said]')
  const say = ({ properties }) => {
    map.setFilter('picked', ['==', ['get', 'number'], properties.number])
    const lines = [properties.place, properties.names, `${properties.expected} expected`, `${properties.yearBefore} in the year before`]
    said.replaceChildren(...lines.filter(Boolean).map((text, index) => Object.assign(ownerDocument.createElement(index ? 'p' : 'h3'), { textContent: text, className: index ? 'govuk-body govuk-!-margin-bottom-1' : 'govuk-heading-s govuk-!-margin-bottom-1' })))
  }
  map.on('click', 'places', ({ features }) => say(features[0]))
  map.on('mouseenter', 'places', () => { map.getCanvas().style.cursor = 'pointer' })
  map.on('mouseleave', 'places', () => { map.getCanvas().style.cursor = '' })
  const all = () => map.fitBounds(ground.bbox, { padding: 16 })
  for (const [name, move] of [['in', () => map.zoomIn()], ['out', () => map.zoomOut()], ['all', all]]) frame.querySelector(`[data-move="${name}"]`).addEventListener('click', move)
  // The list beside the map is the way to a place for those who use no mouse.
  for (const button of ownerDocument.querySelectorAll('[data-place]'))
    button.addEventListener('click', () => {
      const place = places.features.find(({ properties }) => String(properties.number) === button.dataset.place)
      const corners = place.geometry.coordinates.flat(2)
      map.fitBounds([Math.min(...corners.map(([x]) => x)), Math.min(...corners.map(([, y]) => y)), Math.max(...corners.map(([x]) => x)), Math.max(...corners.map(([, y]) => y))], { padding: 120, maxZoom: 15.5 })
      say(place)
    })
}
