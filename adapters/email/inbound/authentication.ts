import { compact } from '../../../core/compact.ts'
import type { EmailInfo } from '../../../core/schema/email.ts'
import { domainOf, onlyAddress } from '../address.ts'
import type { InboundPolicy } from './config.ts'
import type { Mail } from './mail.ts'

type Verdicts = NonNullable<EmailInfo['verdicts']>
export type Verdict = NonNullable<Verdicts['spf']>

/** What the receiving server found out about a mail. */
export interface Findings {
  readonly verdicts: Verdicts
  /** Domains that it was proven to come from: of a valid DKIM signature, or of the envelope's sender where SPF passed. */
  readonly domains: readonly string[]
}
const NO_FINDINGS: Findings = { verdicts: {}, domains: [] }

/** A word like `Pass`, `FAIL` or `softfail`. `neutral`, `gray`, `temperror` and the like say nothing either way. */
export const verdictOf = (word: string | undefined): Verdict => {
  const found = word?.trim().toLowerCase() ?? ''
  if (found === 'pass') return 'pass'
  return found === 'fail' || found === 'hardfail' || found === 'softfail' ? 'fail' : 'none'
}

/** Domain of an envelope sender or of a DKIM identity (`@example.com`), in lower case. */
export const domainIn = (value: string | undefined): string | undefined =>
  /@?([a-z0-9\u0080-\uffff][a-z0-9.\u0080-\uffff_-]*)$/i
    .exec((value ?? '').trim().replace(/^<|>$/g, ''))?.[1]
    ?.toLowerCase()

/** What stands in comments and quotes may look like a result and is none. */
const plain = (value: string): string => {
  let out = ''
  let depth = 0
  let quoted = false
  for (let at = 0; at < value.length; at++) {
    const char = value[at]
    if (char === '\\') at++
    else if (char === '"' && depth === 0) quoted = !quoted
    else if (!quoted && char === '(') depth++
    else if (!quoted && char === ')' && depth > 0) depth--
    else if (depth === 0 && !(quoted && (char === ';' || char === '='))) out += char
  }
  return out
}

const property = (result: string, name: string): string | undefined => {
  const found = result.split(/\s+/).find((word) => word.toLowerCase().startsWith(`${name}=`))
  return found?.slice(name.length + 1)
}

/**
 * The results that the receiving server wrote into the mail (RFC 8601): of the first header with its name alone, since it
 * writes above what it received, and anybody can write such a header further down.
 */
export const authenticationResults = ({ headers }: Mail, authservId: string | undefined): Findings => {
  if (authservId === undefined) return NO_FINDINGS
  const own = headers
    .filter(({ name }) => name === 'authentication-results')
    .map(({ value }) =>
      plain(value)
        .split(';')
        .map((part) => part.trim()),
    )
    .find(([id]) => id?.split(/\s+/)[0]?.toLowerCase() === authservId.toLowerCase())
  if (own === undefined) return NO_FINDINGS
  const results = own.slice(1).flatMap((part) => {
    const [, method, word] = /^([a-z0-9-]+)\s*=\s*([a-z]+)/i.exec(part) ?? []
    return method === undefined ? [] : [{ method: method.toLowerCase(), verdict: verdictOf(word), part }]
  })
  const of = (method: string): Verdict | undefined => {
    const found = results.filter((result) => result.method === method).map(({ verdict }) => verdict)
    return found.includes('pass') ? 'pass' : found[0]
  }
  const domains = results.flatMap(({ method, verdict, part }) => {
    if (verdict !== 'pass') return []
    if (method === 'dkim') return domainIn(property(part, 'header.d') ?? property(part, 'header.i')) ?? []
    return method === 'spf' ? (domainIn(property(part, 'smtp.mailfrom') ?? property(part, 'envelope-from')) ?? []) : []
  })
  return { verdicts: compact({ spf: of('spf'), dkim: of('dkim'), dmarc: of('dmarc') }), domains }
}

/** The first finding that says anything wins. */
export const merged = (first: Findings, second: Findings): Findings => ({
  verdicts: { ...second.verdicts, ...first.verdicts },
  domains: [...first.domains, ...second.domains],
})

/**
 * Relaxed alignment (RFC 7489 §3.1): the same domain, or one below the other. Where the organisation's domain begins is
 * not looked up in a list of public suffixes: whoever holds a domain also decides what is below it, and a person whose
 * address is directly at a public suffix (`someone@co.uk`) does not write to shops.
 */
const aligned = (one: string, other: string): boolean =>
  one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`)

/**
 * Whether a mail really comes from the address it names, so that its headers may say where it belongs. DMARC decides where
 * the receiving server judged by it; where the domain publishes no policy, what DMARC would ask for: a DKIM signature
 * or an envelope sender, proven, of the domain in From. A mail with two From headers or two senders in one is never
 * proven: servers and mail programs disagree about which is meant.
 */
export const isProven = (mail: Mail, from: string, { verdicts, domains }: Findings): boolean => {
  const headers = mail.headers.filter(({ name }) => name === 'from')
  if (headers.length !== 1 || onlyAddress(headers[0]?.value) !== from) return false
  if (verdicts.dmarc === 'pass') return true
  return verdicts.dmarc !== 'fail' && domains.some((domain) => domain.includes('.') && aligned(domain, domainOf(from)))
}

/** Why the policy keeps a mail out, or undefined. */
export const kept = (policy: InboundPolicy, { verdicts }: Findings): string | undefined => {
  if (policy.virus === 'quarantine' && verdicts.virus === 'fail') return 'a virus was found in the mail'
  if (policy.spam === 'quarantine' && verdicts.spam === 'fail') return 'the mail was found to be spam'
  if (policy.dmarc === 'quarantine' && verdicts.dmarc === 'fail') return 'the sender failed DMARC'
  return undefined
}
