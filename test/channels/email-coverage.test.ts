import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { email } from '../../adapters/email/index.ts'
import { OUTBOUND } from '../../adapters/email/coverage.ts'
import { plan } from '../../core/plan/plan.ts'
import { OutboundMessage } from '../../core/schema/message.ts'
import { partOf, sendFixture, sendNames } from './email.sends.ts'

const SENDS = new URL('../fixtures/email/send/', import.meta.url)

test('the table names every send fixture once, and none that does not exist', () => {
  const shown = Object.values(OUTBOUND).flatMap((coverage) => ('leftOut' in coverage ? [] : [...coverage]))
  expect(shown.sort()).toEqual(sendNames())
})

test('every send fixture has its mail beside it', () => {
  const mails = readdirSync(SENDS).filter((file) => file.endsWith('.eml'))
  expect(mails.map((file) => file.slice(0, -'.eml'.length)).sort()).toEqual(sendNames())
})

test('what is left out has a reason and a link', () => {
  const leftOut = Object.values(OUTBOUND).flatMap((coverage) => ('leftOut' in coverage ? [coverage] : []))
  expect(leftOut.length).toBeGreaterThan(0)
  for (const { leftOut: reason, link } of leftOut) {
    expect(reason.length).toBeGreaterThan(20)
    expect(link).toMatch(/^https:\/\/(docs\.aws\.amazon\.com|www\.rfc-editor\.org)\//)
  }
})

test('every field of a mail’s part is sent by a fixture', () => {
  const fields = sendNames().flatMap((name) => Object.keys(partOf(sendFixture(name)).content))
  expect(Array.from(new Set(fields)).sort()).toEqual(['bcc', 'cc', 'html', 'media', 'subject', 'text', 'to', 'type'])
})

test('every kind of file that the capabilities declare is attached', () => {
  for (const kind of Object.keys(email.capabilities.media)) {
    const message = OutboundMessage.parse({ attachments: [{ kind, url: 'https://files.example/a' }] })
    const planned = plan(message, email.capabilities, { open: true, closesAt: null })
    expect(planned.ok && planned.plan.parts).toEqual([{ type: 'mail', text: '', media: message.attachments }])
  }
})

test('both ways out are shown', () => {
  const ways = sendNames().map((name) => (sendFixture(name).send as { readonly by: string } | undefined)?.by ?? 'ses')
  expect(Array.from(new Set(ways)).sort()).toEqual(['ses', 'smtp'])
})
