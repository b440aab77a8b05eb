import { expect, test } from 'vitest'
import { RUNBOOK_SECTIONS } from '../../infra/alarms.ts'
import { read } from '../support/tree.ts'
import { CONFIGS, type ConfigName, resourcesOf, templateOf } from './templates.ts'

/** As GitHub makes them of headings. */
const anchors = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

test.each(Object.keys(CONFIGS) as ConfigName[])(
  'every alarm of %s tells a person, and says where the runbook says what to do',
  (name) => {
    const sections = anchors(read('docs/runbook.md'))
    const alarms = resourcesOf(templateOf(name).template, 'AWS::CloudWatch::Alarm')
    expect(alarms.length).toBeGreaterThan(10)
    for (const [id, { AlarmDescription, AlarmActions }] of alarms) {
      const [, section] = /docs\/runbook\.md#([\w-]+)$/.exec(String(AlarmDescription)) ?? []
      expect(sections, id).toContain(section)
      expect(AlarmActions).toEqual([{ Ref: 'AlarmTopic' }])
    }
  },
)

test('every section that an alarm may name is in the runbook', () => {
  expect(anchors(read('docs/runbook.md'))).toEqual(expect.arrayContaining(Object.values(RUNBOOK_SECTIONS)))
})

test('there is an alarm for dead letters of each queue, age, credentials, errors, throttles and the spill queue', () => {
  const { template } = templateOf('all channels')
  const ids = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([id]) => id)
  expect(ids).toEqual(
    expect.arrayContaining([
      'AlarmWakeDeadLetters',
      'AlarmNotifyDeadLetters',
      'AlarmJobDeadLetters',
      'AlarmSpillDeadLetters',
      'AlarmInEmailMainDeadLetters',
      'AlarmInSmsAwsDeadLetters',
      'AlarmStreamBehind',
      'AlarmChangesGivenUp',
      'AlarmReauthRequired',
      'AlarmWebhookErrors',
      'AlarmWebhookThrottles',
      'AlarmSpillNotEmpty',
      'AlarmTickStandsStill',
    ]),
  )
})

test('alarms are mailed to the address of the config', () => {
  const mailed = (name: ConfigName) =>
    resourcesOf(templateOf(name).template, 'AWS::SNS::Subscription').flatMap(([, { Protocol, Endpoint }]) =>
      Protocol === 'email' ? [Endpoint] : [],
    )
  expect(mailed('all channels')).toEqual(['operator@shop.example'])
  expect(mailed('one channel')).toEqual([])
})
