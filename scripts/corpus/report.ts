import type { InboundFact, MessageFact } from '../../core/schema/fact.ts'
import type { Examined } from './examine.ts'
import type { Verified } from './signatures.ts'

type Cell = string | number

/** A table of Markdown with aligned columns; a zero is left empty, so that what is there stands out. */
const table = (header: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const lines = [header, ...rows.map((row) => row.map((cell) => (cell === 0 ? '' : String(cell))))]
  const widths = header.map((_, column) => Math.max(3, ...lines.map((line) => line[column]?.length ?? 0)))
  const text = lines.map(
    (line) => `| ${widths.map((width, column) => (line[column] ?? '').padEnd(width)).join(' | ')} |`,
  )
  return [text[0], `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...text.slice(1)].join('\n')
}

const count = <T>(values: Iterable<T>): ReadonlyMap<T, number> => {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

/** How often each thing is said in each channel: a column for every thing that is said at all, a row for every channel. */
const counted = (all: readonly Examined[], what: (fact: InboundFact) => readonly string[]): string => {
  const channels = [...new Set(all.map(({ channel }) => channel))]
  const of = (channel: string) =>
    count(all.filter((one) => one.channel === channel).flatMap(({ facts }) => facts.flatMap(what)))
  const byChannel = new Map(channels.map((channel) => [channel, of(channel)]))
  const columns = [...new Set([...byChannel.values()].flatMap((counts) => [...counts.keys()]))].sort()
  const rows = channels.map((channel) => [
    channel,
    ...columns.map((column) => byChannel.get(channel)?.get(column) ?? 0),
  ])
  return table(['channel', ...columns], rows)
}

const kindOf = (fact: InboundFact): string[] => {
  if (fact.kind === 'receipt' || fact.kind === 'watermark') return [`${fact.kind} ${fact.state}`]
  return [fact.kind]
}

const bodyOf = ({ body, author }: MessageFact): string[] => [
  body.content?.type ?? (body.attachments.length > 0 ? 'files' : 'text alone'),
  ...body.attachments.map(({ kind }) => `+ ${kind}`),
  ...(author.kind === 'customer' ? [] : [`by ${author.kind}`]),
]
const holds = (fact: InboundFact): string[] => (fact.kind === 'message' ? bodyOf(fact) : [])

const files = (all: readonly Examined[]): string => {
  const channels = [...new Set(all.map(({ channel }) => channel))]
  const rows = channels.map((channel) => {
    const own = all.filter((one) => one.channel === channel)
    const read = own.filter(({ other }) => other === undefined)
    return [
      channel,
      own.length,
      read.length,
      read.filter(({ facts }) => facts.length === 0).length,
      read.reduce((sum, { facts }) => sum + facts.length, 0),
      own.filter(({ problems }) => problems.length > 0).length,
    ]
  })
  return table(['channel', 'files', 'deliveries', 'of them without a fact', 'facts', 'with problems'], rows)
}

const others = (all: readonly Examined[]): string => {
  const kinds = count(all.flatMap(({ channel, other }) => (other === undefined ? [] : [`${channel}\t${other}`])))
  return table(
    ['channel', 'files that are no deliveries', 'how many'],
    [...kinds].map(([key, many]) => [...key.split('\t'), many]),
  )
}

const notUnderstood = (all: readonly Examined[]): string => {
  const lines = all.flatMap(({ channel, file, facts }) =>
    facts.flatMap((fact): Cell[][] => {
      if (fact.kind === 'quarantine') return [[channel, file, 'quarantine', fact.reason]]
      const content = fact.kind === 'message' ? fact.body.content : undefined
      return content?.type === 'unsupported' ? [[channel, file, 'unsupported', content.reason]] : []
    }),
  )
  // A form's parts may put a boundary or a cut-off sentence into a reason: the line must stay a line.
  const rows = lines.map((row) => row.map((cell) => String(cell).replaceAll(/[\n|]/g, ' ')))
  return table(['channel', 'file', 'is', 'why'], rows)
}

/** An address as RFC 5321 §4.1.2 has it, without quotes and address literals; a domain may be one word. */
const ADDRESS = /^[^\s@<>"(),:;\\[\]]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*$/u

/** Whose mail it is: a valid address, explicitly nobody's, or something that is neither. */
const senderOf = ({ peers }: MessageFact): 'valid' | 'unknown' | 'wrong' => {
  const [peer] = peers
  if (peer === undefined) return 'unknown'
  return peer.type === 'email' && ADDRESS.test(peer.value) ? 'valid' : 'wrong'
}

/** What a file of the email folder came to, as far as it concerns its sender. */
const mailOf = ({ facts }: Examined): string => {
  const [said] = facts.filter((fact) => fact.kind === 'message')
  if (said) return `${senderOf(said)} sender`
  const [first] = facts
  return first === undefined ? 'no news' : first.kind
}

const mails = (all: readonly Examined[]): string => {
  const read = all.filter(({ channel, other }) => channel === 'email' && other === undefined)
  const groups = [
    ['mails (.eml)', /\.eml$/],
    ['texts of mails', /^reply-text\//],
    ['webhooks and events (.json)', /\.json$/],
  ] as const
  const kinds = [...new Set(['valid sender', 'unknown sender', ...read.map(mailOf)])]
  const rows = groups.map(([name, pattern]) => {
    const own = count(read.filter(({ file }) => pattern.test(file)).map(mailOf))
    return [name, ...kinds.map((kind) => own.get(kind) ?? 0)]
  })
  return table(['of', ...kinds], rows)
}

const signatures = (verified: readonly Verified[]): string =>
  table(
    ['file', 'vectors', 'verified', 'why not'],
    verified.map(({ file, vectors, verified: holding, without = '' }) => [file, vectors, holding, without]),
  )

/** What is wrong: none of it may ever be in the golden file. */
export const problemsOf = (all: readonly Examined[], verified: readonly Verified[]): readonly string[] => [
  ...all.flatMap(({ channel, file, problems }) => problems.map((problem) => `${channel}/${file}: ${problem}`)),
  ...all.flatMap(({ channel, file, facts }) =>
    channel === 'email' && facts.some((fact) => fact.kind === 'message' && senderOf(fact) === 'wrong')
      ? [`email/${file}: the sender is neither a valid address nor unknown`]
      : [],
  ),
  ...verified
    .filter(({ vectors, verified: holding, without }) => without === undefined && vectors !== holding)
    .map(({ file, vectors, verified: holding }) => `${file}: ${holding} of ${vectors} vectors verify`),
]

/** The whole report, in Markdown, the same for the same corpus and the same code. */
export const reportOf = (all: readonly Examined[], verified: readonly Verified[]): string =>
  [
    '# What the recorded payloads become',
    'Made by `npm run corpus -- --update` from the folder that `PARLEY_CORPUS` names. An empty cell is a zero.',
    '## Files',
    files(all),
    others(all),
    '## Facts by kind',
    counted(all, kindOf),
    '## What messages hold',
    counted(all, holds),
    '## Whose mail it is',
    mails(all),
    '## Signatures',
    signatures(verified),
    '## Not understood',
    notUnderstood(all),
  ].join('\n\n') + '\n'
