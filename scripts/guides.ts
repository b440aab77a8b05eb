import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** Channels whose guide is also a page of docs/channels/, for people who look for documentation there. */
export const GUIDES = ['whatsapp', 'messenger', 'instagram', 'x', 'email', 'sms'] as const
export type Guide = (typeof GUIDES)[number]

const sourceOf = (guide: string): string => `adapters/${guide}/setup.md`
export const pageOf = (guide: string): string => `docs/channels/${guide}.md`

/** A path from the root as a link of the page; another channel's guide is the page beside it. */
const linkFrom = (page: string, path: string): string => {
  const [, guide] = /^adapters\/(\w+)\/setup\.md$/.exec(path) ?? []
  return relative(dirname(page), guide === undefined ? path : pageOf(guide))
}

/**
 * The page of a channel: its adapter's guide, with links that hold from where the page lies.
 * @param root of the repository
 */
export const guidePage = (root: string, guide: Guide): string => {
  const source = sourceOf(guide)
  const page = pageOf(guide)
  const text = readFileSync(join(root, source), 'utf8').replaceAll(
    /\]\((?![a-z][a-z+.-]*:|#)([^)\s#]+)/g,
    (_, target: string) => `](${linkFrom(page, join(dirname(source), target))}`,
  )
  return `<!-- Made by npm run docs from ${source}: change it there. -->\n\n${text}`
}
