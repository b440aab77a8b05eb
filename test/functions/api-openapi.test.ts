import { createConfig, lintFromString } from '@redocly/openapi-core'
import { expect, test } from 'vitest'
import { createApp } from '../../functions/api.ts'
import { createApiWorld } from '../support/api-world.ts'

interface Described {
  readonly operationId: string
  readonly summary: string
  readonly responses: Readonly<
    Record<string, { readonly links?: Readonly<Record<string, { readonly operationId: string }>> }>
  >
  readonly parameters: readonly { readonly name?: string; readonly description?: string; readonly $ref?: string }[]
}

const world = createApiWorld()
const app = createApp(world.wired)
const source = await (await app.request('/openapi.json')).text()
const document = JSON.parse(source) as {
  readonly info: { readonly description: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> }
}
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))

test('the document keeps the rules a linter recommends', async () => {
  const config = await createConfig({
    extends: ['recommended'],
    // The way to a file is a redirection.
    rules: { 'operation-2xx-response': 'off' },
  })
  const found = await lintFromString({ source, config })
  const said = found.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`)
  expect(said).toEqual([])
})

test('the first thing it says is that /v1 only grows', () => {
  expect(document.info.description).toMatch(/^\/v1 only grows: /)
})

test('the document describes every route, and each once', () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  )
  const routes = app.routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1'))
  expect(described.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort())
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
})

test('every operation and every parameter says what it is for', () => {
  const silent = operations.flatMap(({ operationId, summary, parameters }) => [
    ...(summary === '' ? [operationId] : []),
    ...parameters
      .filter(({ $ref, description }) => $ref === undefined && !description)
      .map(({ name }) => `${operationId}: ${name}`),
  ])
  expect(silent).toEqual([])
})

test('every reference leads to a component, and every component is referred to', () => {
  const named = new Set(Array.from(source.matchAll(/"#\/components\/schemas\/(\w+)"/g), ([, name]) => name))
  expect(named).toEqual(new Set(Object.keys(document.components.schemas)))
})

test('whatever has an id in a path can be reached by links, from an answer that needs no id', () => {
  const linked = new Set(
    operations.flatMap(({ responses }) =>
      Object.values(responses).flatMap(({ links = {} }) => Object.values(links).map(({ operationId }) => operationId)),
    ),
  )
  const named = Object.entries(document.paths)
    .filter(([path]) => path.includes('{') && !path.startsWith('/v1/media/'))
    .flatMap(([, methods]) => Object.values(methods).map(({ operationId }) => operationId))
  expect(named.filter((id) => !linked.has(id))).toEqual([])
  const list = document.paths['/v1/conversations']?.['get']?.responses['200']?.links
  expect(list?.['getConversation']).toEqual({
    operationId: 'getConversation',
    parameters: { 'path.conversation': '$response.body#/data/0/id' },
  })
})

/** Python takes letters and digits of any script for `\w` and `\d`; Rust refuses halves of characters. */
test('patterns mean the same to readers in other languages', () => {
  const patterns = Array.from(
    source.matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g),
    ([, json = '""']) => JSON.parse(json) as string,
  )
  expect(patterns.length).toBeGreaterThan(20)
  expect(patterns.filter((pattern) => /\\[wWdDsSbBpP]|\\u[dD][89a-fA-F]|\(\?(?!:)/.test(pattern))).toEqual([])
})

test('a send has to be named', () => {
  const send = document.paths['/v1/conversations/{conversation}/messages']?.['post']
  expect(send?.parameters.map(({ name, $ref }) => name ?? $ref)).toEqual([
    'conversation',
    '#/components/parameters/IdempotencyKey',
  ])
})
