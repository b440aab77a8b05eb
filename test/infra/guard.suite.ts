import { expect, test } from 'vitest'
import { refuseReplacements, replacements, type Template, type TemplateResource } from '../../infra/guard.ts'
import { templateOf } from './templates.ts'

const deployed = templateOf('all channels').template

const changed = (id: string, change: (resource: TemplateResource) => TemplateResource | undefined): Template => {
  const { [id]: before, ...others } = deployed.Resources
  const after = before && change(before)
  return { Resources: after === undefined ? others : { ...others, [id]: after } }
}
const withProperty = (id: string, name: string, value: unknown): Template =>
  changed(id, (resource) => ({ ...resource, Properties: { ...resource.Properties, [name]: value } }))
const refusalsOf = (next: Template) => replacements(deployed, next).refusals

test('the same again is refused nothing', () => {
  expect(replacements(deployed, deployed)).toEqual({ refusals: [], warnings: [] })
})

test('logical ids, names and keys of what holds data are these for good', () => {
  const stateful = Object.entries(deployed.Resources).filter(([, { Type }]) =>
    ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::SQS::Queue'].includes(Type),
  )
  const inOrder = stateful.toSorted(([a], [b]) => (a < b ? -1 : 1))
  const keys = inOrder.map(([id, { Type, Properties = {} }]) => [
    id,
    Type,
    Properties['TableName'] ?? Properties['QueueName'] ?? null,
  ])
  expect(keys).toEqual([
    ['Bucket', 'AWS::S3::Bucket', null],
    ['InEmailMainDeadLetters', 'AWS::SQS::Queue', 'parley-in-email-main-dead'],
    ['InEmailMainQueue', 'AWS::SQS::Queue', 'parley-in-email-main'],
    ['InSmsAwsDeadLetters', 'AWS::SQS::Queue', 'parley-in-sms-aws-dead'],
    ['InSmsAwsQueue', 'AWS::SQS::Queue', 'parley-in-sms-aws'],
    ['JobDeadLetters', 'AWS::SQS::Queue', 'parley-job-dead'],
    ['JobQueue', 'AWS::SQS::Queue', 'parley-job'],
    ['NotifyDeadLetters', 'AWS::SQS::Queue', 'parley-notify-dead.fifo'],
    ['NotifyQueue', 'AWS::SQS::Queue', 'parley-notify.fifo'],
    ['SpillDeadLetters', 'AWS::SQS::Queue', 'parley-spill-dead'],
    ['SpillQueue', 'AWS::SQS::Queue', 'parley-spill'],
    ['Table', 'AWS::DynamoDB::Table', 'parley'],
    ['WakeDeadLetters', 'AWS::SQS::Queue', 'parley-deliver-dead.fifo'],
    ['WakeQueue', 'AWS::SQS::Queue', 'parley-deliver.fifo'],
  ])
  expect(deployed.Resources['Table']?.Properties?.['KeySchema']).toEqual([
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ])
  expect(deployed.Resources['Bucket']?.Properties?.['BucketName']).toEqual({
    'Fn::Join': ['-', ['parley-files', { Ref: 'AWS::AccountId' }, 'eu-central-1']],
  })
})

test.each([
  ['another name of the table', withProperty('Table', 'TableName', 'other'), 'Table: TableName'],
  ['another key of the table', withProperty('Table', 'KeySchema', []), 'Table: KeySchema'],
  ['an index that goes', withProperty('Table', 'GlobalSecondaryIndexes', []), 'Table: the index list would be removed'],
  ['another name of the bucket', withProperty('Bucket', 'BucketName', 'other'), 'Bucket: BucketName'],
  ['another name of a queue', withProperty('WakeQueue', 'QueueName', 'other.fifo'), 'WakeQueue: QueueName'],
  ['a queue that is no FIFO any more', withProperty('WakeQueue', 'FifoQueue', undefined), 'WakeQueue: FifoQueue'],
  ['a table that goes', changed('Table', () => undefined), 'Table: the AWS::DynamoDB::Table would be deleted'],
  [
    'a table that is not kept',
    changed('Table', (table) => ({ ...table, DeletionPolicy: 'Delete' })),
    'Table: it would no longer be kept',
  ],
])('%s is refused', (_, next, says) => {
  expect(refusalsOf(next).join('\n')).toContain(says)
  expect(() => refuseReplacements(deployed, next)).toThrow(says)
})

test('an index whose keys change is refused, and one that is added is not', () => {
  const indexes = deployed.Resources['Table']?.Properties?.['GlobalSecondaryIndexes'] as readonly object[]
  const moved = indexes.map((index) => ({ ...index, KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] }))
  expect(refusalsOf(withProperty('Table', 'GlobalSecondaryIndexes', moved)).join('\n')).toContain('made anew')
  expect(refusalsOf(withProperty('Table', 'GlobalSecondaryIndexes', [...indexes, { IndexName: 'more' }]))).toEqual([])
})

test('what takes effect in place is not refused', () => {
  expect(refusalsOf(withProperty('WakeQueue', 'VisibilityTimeout', 240))).toEqual([])
  expect(refusalsOf(withProperty('Table', 'DeletionProtectionEnabled', false))).toEqual([])
})

test('the queue of a connection that left may go, and what goes with it is said', () => {
  const { refusals, warnings } = replacements(
    deployed,
    changed('InEmailMainQueue', () => undefined),
  )
  expect(refusals).toEqual([])
  expect(warnings).toEqual([expect.stringContaining('InEmailMainQueue: the queue would be deleted')])
})
