import { flag, records, text, type Json } from '../../json.ts'
import { ask, gather } from '../../setup-kit.ts'
import { type Finding, type SetupAt, SetupError } from '../../setup.ts'
import type { AwsConfig } from './config.ts'

const SERVICE = 'sms-voice'
const CONSOLE = 'AWS End User Messaging'

/** Asks the service, as the person who asks. https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/ */
const asking =
  (at: SetupAt, signal: AbortSignal) =>
  async (operation: string, input: object): Promise<Json | 'none'> => {
    const { region = at.aws.region, apiUrl = `https://${SERVICE}.${region}.amazonaws.com` } = at.config as AwsConfig
    const url = `${apiUrl}/`
    const body = JSON.stringify(input)
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `PinpointSMSVoiceV2.${operation}` }
    const signed = await at.aws.sign(SERVICE, { method: 'POST', url, headers, body }, region).catch(() => {
      throw new SetupError('There are no credentials of AWS to ask AWS End User Messaging with.')
    })
    const { host: _, ...rest } = signed
    const { status, json } = await ask(at, url, { method: 'POST', headers: rest, body }, signal)
    if (text(json['__type'])?.includes('ResourceNotFoundException') === true) return 'none'
    if (status >= 400) throw new SetupError(`${CONSOLE} does not tell: ${text(json['__type']) ?? status}.`)
    return json
  }
type Ask = ReturnType<typeof asking>

const checkTier = async (call: Ask): Promise<readonly Finding[]> => {
  const answer = await call('DescribeAccountAttributes', {})
  const attributes = answer === 'none' ? [] : records(answer['AccountAttributes'])
  if (!attributes.some((one) => one['Name'] === 'ACCOUNT_TIER' && one['Value'] === 'SANDBOX')) return []
  return [
    {
      code: 'sms_sandbox',
      level: 'error',
      message: 'The AWS account is in the SMS sandbox: it writes to verified numbers alone.',
      fix: `${CONSOLE} → Account overview → Move to production; AWS answers within a day.`,
    },
  ]
}

const checkNumber = (at: SetupAt, account: string, number: Json | undefined): readonly Finding[] => {
  const found = (code: string, message: string, fix: string): readonly Finding[] => [
    { code, level: 'error', account, message, fix },
  ]
  if (number === undefined)
    return found(
      'number_unknown',
      'This number is not in the AWS account and region.',
      `${CONSOLE} → Phone numbers shows those that are; config.region says where they are.`,
    )
  const path = `${CONSOLE} → Phone numbers → ${account} → Two-way SMS`
  if (flag(number['TwoWayEnabled']) !== true)
    return found(
      'two_way_off',
      'Customers cannot write to this number.',
      `${path}: on, destination Amazon SNS, the topic ${at.topicArn ?? 'of the connection'}`,
    )
  if (at.topicArn !== undefined && text(number['TwoWayChannelArn']) !== at.topicArn)
    return found(
      'two_way_elsewhere',
      'What customers write to this number goes to another topic.',
      `${path}: the topic ${at.topicArn}`,
    )
  return []
}

/** Sender names and pools take no answers: there is nothing to look at but that numbers of pools are accounts themselves. */
const checkNumbers = async (at: SetupAt, call: Ask): Promise<readonly Finding[]> => {
  const numbers = at.accounts.filter((account) => /^\+?\d+$/.test(account))
  if (numbers.length === 0) return []
  const answer = await call('DescribePhoneNumbers', { MaxResults: 100 })
  const known = answer === 'none' ? [] : records(answer['PhoneNumbers'])
  return numbers.flatMap((account) =>
    checkNumber(
      at,
      account,
      known.find((number) => number['PhoneNumber'] === account),
    ),
  )
}

const checkEvents = async (at: SetupAt, call: Ask): Promise<readonly Finding[]> => {
  const { configurationSet } = at.config as AwsConfig
  if (configurationSet === undefined) return []
  const answer = await call('DescribeConfigurationSets', { ConfigurationSetNames: [configurationSet] })
  const set = answer === 'none' ? undefined : records(answer['ConfigurationSets'])[0]
  const here = records(set?.['EventDestinations']).some((one) => {
    const sns = one['SnsDestination'] as Json | undefined
    return one['Enabled'] === true && (at.topicArn === undefined || text(sns?.['TopicArn']) === at.topicArn)
  })
  if (here) return []
  return [
    {
      code: 'receipts_missing',
      level: 'warning',
      message: `AWS does not tell what becomes of messages: the configuration set ${configurationSet} ${set ? 'has no event destination that leads here' : 'is not there'}.`,
      fix: `parley deploy makes it in the region of the deployment; elsewhere: ${CONSOLE} → Configuration sets → ${configurationSet} → Event destinations → Amazon SNS.`,
    },
  ]
}

/** Asks AWS about the account, the numbers and the events. */
export const diagnoseAws = (at: SetupAt, signal: AbortSignal): Promise<readonly Finding[]> => {
  const call = asking(at, signal)
  return gather(
    () => checkTier(call),
    () => checkNumbers(at, call),
    () => checkEvents(at, call),
  )
}
