import { expect, test } from 'vitest'
import { createApiWorld } from '../support/api-world.ts'
import { createApp } from '../../functions/api.ts'

const world = createApiWorld()
const app = createApp(world.wired)
const document = (await (await app.request('/openapi.json')).json()) as {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { operationId: string; parameters: { name: string }[] }>>>
  >
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> }
}
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods))

test('the document describes every route, and each once', () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  )
  const routes = app.routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1'))
  expect(described.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort())
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
})

test('every reference leads to a component, and every component is referred to', () => {
  const text = JSON.stringify(document)
  const named = new Set(Array.from(text.matchAll(/"#\/components\/schemas\/(\w+)"/g), ([, name]) => name))
  expect(named).toEqual(new Set(Object.keys(document.components.schemas)))
})

test('a send has to be named, and may name its shop', () => {
  const send = document.paths['/v1/conversations/{conversation}/messages']?.['post']
  expect(send?.parameters.map(({ name }) => name)).toEqual(['conversation', 'Idempotency-Key', 'Parley-Shop'])
})
