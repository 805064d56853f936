import { type Branch, nodesOf } from './structure.ts'

export type Drawn = { name: string; words: string; dashed: boolean }

const [STEP, ROW, BOX, TALL] = [44, 58, 430, 46]
const LETTERS = 46

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign]!)
const short = (text: string, letters: number) => (text.length > letters ? `${text.slice(0, letters - 1).trimEnd()}…` : text)

/**
 * The structure as a drawing: a box for each body, hung from the one above it. A dashed box is a body that the partnership does not run itself.
 * `title` and `description` are read out in place of the drawing. Has no style attribute, which the content security policy would drop.
 */
export function structureChart(branches: readonly Branch<Drawn>[], title: string, description: string): string {
  const nodes = nodesOf(branches)
  const width = Math.max(...nodes.map(({ depth }) => depth)) * STEP + BOX + 4
  const height = nodes.length * ROW
  const line = ({ depth, row, from }: (typeof nodes)[number]) => {
    if (!from) return ''
    const [x, top, y] = [from.depth * STEP + STEP / 2, from.row * ROW + TALL + 2, row * ROW + TALL / 2 + 2]
    return `<path class="wm-structure__line" d="M${x} ${top}V${y}H${depth * STEP + 2}"/>`
  }
  const box = ({ group, depth, row }: (typeof nodes)[number]) => {
    const [x, y] = [depth * STEP + 2, row * ROW + 2]
    return `<g><rect class="wm-structure__box${group.dashed ? ' wm-structure__box--beside' : ''}" x="${x}" y="${y}" width="${BOX}" height="${TALL}"/>` +
      `<text class="wm-structure__name" x="${x + 12}" y="${y + 20}">${escaped(short(group.name, LETTERS))}</text>` +
      `<text class="wm-structure__kind" x="${x + 12}" y="${y + 38}">${escaped(short(group.words, LETTERS + 12))}</text></g>`
  }
  return `<svg class="wm-structure" role="img" aria-labelledby="structure-title structure-description" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" xmlns="http://www.w3.org/2000/svg">` +
    `<title id="structure-title">${escaped(title)}</title><desc id="structure-description">${escaped(description)}</desc>${nodes.map(line).join('')}${nodes.map(box).join('')}</svg>`
}
