import { DescribeActiveReceiptRuleSetCommand, SESClient } from '@aws-sdk/client-ses'
import {
  GetAccountCommand,
  GetConfigurationSetEventDestinationsCommand,
  GetEmailIdentityCommand,
  NotFoundException,
  SESv2Client,
} from '@aws-sdk/client-sesv2'
import type { DeployedConnection } from '../../adapters/deployment.ts'
import type { Finding } from '../../adapters/setup.ts'
import { calling, clientConfig } from '../aws.ts'
import { type Deployed, topicOf } from '../deployed.ts'
import type { World } from '../world.ts'
import type { Check } from './check.ts'

const CONSOLE = 'SES console'

const error = (code: string, message: string, fix: string): Finding => ({ code, level: 'error', message, fix })
const warning = (code: string, message: string, fix: string): Finding => ({ code, level: 'warning', message, fix })

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

const orNone = async <T>(call: Promise<T>): Promise<T | undefined> => {
  try {
    return await call
  } catch (failure) {
    if (failure instanceof NotFoundException) return undefined
    throw failure
  }
}

/** Name of the set of receipt rules that is active in a region; undefined where none is. */
export const activeRules = (world: World, region: string): Promise<string | undefined> =>
  calling('look at the receipt rules of SES', async () => {
    const client = new SESClient(clientConfig(world, region))
    return (await client.send(new DescribeActiveReceiptRuleSetCommand({}))).Metadata?.Name
  })

const receiving = async (world: World, { deployment }: Deployed): Promise<readonly Finding[]> => {
  const { region, name } = deployment
  // AWS adds regions: where SES receives, this name has an address. https://docs.aws.amazon.com/general/latest/gr/ses.html
  if ((await world.resolve(`inbound-smtp.${region}.amazonaws.com`, 'A')).length === 0)
    return [
      error(
        'region_without_receiving',
        `SES receives no mail in ${region}.`,
        'Deploy to a region where it does (docs.aws.amazon.com/general/latest/gr/ses.html), or receive by a provider: config.receive.',
      ),
    ]
  const active = await activeRules(world, region)
  if (active === name) return []
  if (active === undefined)
    return [error('receipt_rules_inactive', 'No receipt rules are active in SES: no mail comes in.', 'parley register')]
  return [
    error(
      'receipt_rules_other',
      `SES uses another set of receipt rules, ${active}: no mail comes in here.`,
      `A region has one active set. ${CONSOLE} → Email receiving: copy the rules of ${name} into ${active}; or make ${name} active, which ends what the other receives.`,
    ),
  ]
}

const mxOf = async (world: World, region: string, domain: string): Promise<readonly Finding[]> => {
  const wanted = `inbound-smtp.${region}.amazonaws.com`
  const servers = (await world.resolve(domain, 'MX')).map((server) => server.toLowerCase().replace(/\.$/, ''))
  if (servers.includes(wanted)) return []
  const elsewhere = servers.length > 0
  return [
    error(
      elsewhere ? 'mx_elsewhere' : 'mx_missing',
      elsewhere
        ? `Mail for ${domain} goes to ${servers[0]}, not to SES.`
        : `${domain} has no MX record: no mail can come in.`,
      `At your DNS provider: an MX record for ${domain}, 10 ${wanted}. Has the domain mailboxes elsewhere, use a subdomain.`,
    ),
  ]
}

const sendingAccount = async (world: World, region: string): Promise<readonly Finding[]> => {
  const client = new SESv2Client(clientConfig(world, region))
  const account = await calling('look at SES', () => client.send(new GetAccountCommand({})))
  const dashboard = `${CONSOLE} (${region}) → Account dashboard`
  if (account.SendingEnabled === false || account.EnforcementStatus === 'SHUTDOWN')
    return [
      error(
        'ses_paused',
        'SES has paused sending, as it does after too many bounces or complaints.',
        `${dashboard} says why; answer AWS in the support case that it opened.`,
      ),
    ]
  if (account.ProductionAccessEnabled !== true)
    return [
      error(
        'ses_sandbox',
        'SES is in its sandbox: it writes to verified addresses alone.',
        `${dashboard} → Request production access; AWS answers within a day.`,
      ),
    ]
  if (account.EnforcementStatus === 'PROBATION')
    return [
      warning(
        'ses_under_review',
        'SES reviews your sending, because of bounces or complaints.',
        `${dashboard} says why.`,
      ),
    ]
  return []
}

const identity = async (world: World, region: string, mailbox: string): Promise<readonly Finding[]> => {
  const client = new SESv2Client(clientConfig(world, region))
  const domain = domainOf(mailbox)
  const read = (name: string) =>
    calling('look at an identity of SES', () =>
      orNone(client.send(new GetEmailIdentityCommand({ EmailIdentity: name }))),
    )
  const found = (await read(domain)) ?? (await read(mailbox))
  const path = `${CONSOLE} (${region}) → Identities`
  if (found?.VerifiedForSendingStatus !== true)
    return [
      {
        ...error(
          found === undefined ? 'identity_missing' : 'identity_unverified',
          `SES does not know yet that ${domain} is yours: nothing can be sent.`,
          `${path} → ${found === undefined ? 'Create identity → Domain, with Easy DKIM' : domain}: put its CNAME records into your DNS, and wait for Verified.`,
        ),
        account: mailbox,
      },
    ]
  if (found.DkimAttributes?.Status === 'SUCCESS') return []
  return [
    {
      ...warning(
        'dkim_missing',
        `Mail from ${domain} is not signed: much of it will be taken for spam.`,
        `${path} → ${domain} → DomainKeys Identified Mail: put the three CNAME records into your DNS.`,
      ),
      account: mailbox,
    },
  ]
}

const events = async (
  world: World,
  deployed: Deployed,
  { channel, name }: DeployedConnection,
  region: string,
  set: string,
): Promise<readonly Finding[]> => {
  const client = new SESv2Client(clientConfig(world, region))
  const found = await calling('look at a configuration set of SES', () =>
    orNone(client.send(new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: set }))),
  )
  const fix =
    region === deployed.deployment.region
      ? 'parley deploy'
      : `${CONSOLE} (${region}) → Configuration sets → ${set} → Event destinations → Amazon SNS, the mail topic.`
  if (found === undefined)
    return [error('configuration_set_missing', `SES has no configuration set ${set}: nothing can be sent.`, fix)]
  const topic = topicOf(deployed, channel, name)
  const told = (found.EventDestinations ?? []).some(
    ({ Enabled, SnsDestination }) => Enabled === true && (topic === undefined || SnsDestination?.TopicArn === topic),
  )
  if (told) return []
  return [warning('event_destination_missing', 'SES tells nobody of deliveries, bounces and complaints.', fix)]
}

/** Looks at SES for the connections that receive or send by it. */
export const mailChecks = (world: World, deployed: Deployed, live: ReadonlySet<string>): readonly Check[] => {
  const { region, connections } = deployed.deployment
  const own = connections.filter(({ channel, name }) => live.has(`${channel}/${name}`))
  const receives = own.filter(({ needs }) => needs.receivesMail)
  const sends = own.flatMap((connection) => {
    const { sendsMail } = connection.needs
    return sendsMail === undefined
      ? []
      : [{ connection, region: sendsMail.region ?? region, set: sendsMail.configurationSet }]
  })
  const whereOf = ({ channel, name }: DeployedConnection): string => `${channel}/${name}`
  return [
    ...(receives.length === 0 ? [] : [{ where: 'aws', what: 'mail receiving', run: () => receiving(world, deployed) }]),
    ...receives.flatMap((connection) =>
      [...new Set(connection.accounts.map(domainOf))].map((domain) => ({
        where: whereOf(connection),
        what: `the MX record of ${domain}`,
        run: () => mxOf(world, region, domain),
      })),
    ),
    ...[...new Set(sends.map((one) => one.region))].map((one) => ({
      where: 'aws',
      what: `sending by SES in ${one}`,
      run: () => sendingAccount(world, one),
    })),
    ...sends.flatMap((one) => {
      const where = whereOf(one.connection)
      const { set } = one
      return [
        ...one.connection.accounts.map((mailbox) => ({
          where,
          what: `the identity of ${mailbox}`,
          run: () => identity(world, one.region, mailbox),
        })),
        ...(set === undefined
          ? []
          : [
              {
                where,
                what: `the configuration set ${set}`,
                run: () => events(world, deployed, one.connection, one.region, set),
              },
            ]),
      ]
    }),
  ]
}
