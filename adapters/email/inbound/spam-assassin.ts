import { compact } from '../../../core/compact.ts'
import { domainOf, onlyAddress } from '../address.ts'
import { domainIn, type Findings } from './authentication.ts'
import { headerOf, type Mail } from './mail.ts'

/**
 * What the tests of SpamAssassin tell of the sender (https://spamassassin.apache.org/full/4.0.x/doc/Mail_SpamAssassin_Plugin_DKIM.html):
 * `DKIM_VALID_AU` is a valid signature of the author's own domain, `SPF_PASS` speaks of the envelope's sender.
 */
export const spamFindings = (mail: Mail, tests: readonly string[], envelope: string | undefined): Findings => {
  const has = (name: string): boolean => tests.includes(name)
  const author = onlyAddress(headerOf(mail, 'from'))
  const signed = has('DKIM_VALID_AU') && author !== undefined ? [domainOf(author)] : []
  const allowed = has('SPF_PASS') ? (domainIn(envelope) ?? []) : []
  return {
    verdicts: compact({
      dkim:
        has('DKIM_VALID') || has('DKIM_VALID_AU')
          ? ('pass' as const)
          : has('DKIM_INVALID')
            ? ('fail' as const)
            : undefined,
      spf: has('SPF_PASS') ? ('pass' as const) : has('SPF_FAIL') || has('SPF_SOFTFAIL') ? ('fail' as const) : undefined,
    }),
    domains: [...signed, ...[allowed].flat()],
  }
}
