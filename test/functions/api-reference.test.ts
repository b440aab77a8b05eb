import { expect, test } from 'vitest'
import { createApp } from '../../functions/api.ts'
import { createWorld } from '../support/world.ts'

const app = createApp(createWorld().wired)
const answer = await app.request('/docs')
const page = await answer.text()
const document = (await (await app.request('/openapi.json')).json()) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { operationId: string; summary: string }>>>>
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> }
}
const ids = new Set(Array.from(page.matchAll(/ id="([^"]+)"/g), ([, id]) => id))

test('anyone may read the reference page, and nobody may put anything into it', () => {
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toMatch(/^text\/html/)
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('it describes every operation and every shape of the document', () => {
  for (const methods of Object.values(document.paths))
    for (const { operationId, summary } of Object.values(methods)) {
      expect(ids).toContain(operationId)
      expect(page).toContain(`>${summary.replaceAll("'", '&#39;')}</h3>`)
    }
  for (const name of Object.keys(document.components.schemas)) expect(ids).toContain(`schema-${name}`)
})

test('every link of it leads somewhere', () => {
  const links = Array.from(page.matchAll(/ href="([^"]+)"/g), ([, href = '']) => href)
  expect(links.length).toBeGreaterThan(20)
  expect(links.filter((href) => !(href.startsWith('#') ? ids.has(href.slice(1)) : href === '/openapi.json'))).toEqual(
    [],
  )
})

test('it has no script and takes nothing from elsewhere', () => {
  expect(page).not.toMatch(/<script|<link|<img| src=|@import|url\(| on\w+=/)
})

test('it has landmarks, one first heading, a language, and fits narrow screens in both colours', () => {
  for (const tag of ['<html lang="en"', '<header>', '<nav aria-label=', '<main id=', 'name="viewport"', 'light dark'])
    expect(page).toContain(tag)
  expect(page.match(/<h1>/g)).toHaveLength(1)
})
