import type { AdapterDeps } from '../../adapter.ts'
import { anySecret, equal, hmac } from '../../signature.ts'
import type { InboundConfig } from './config.ts'
import { formOf, type Form } from './form.ts'
import type { InboundProvider } from './provider.ts'

/**
 * Mailgun signs a time and a token and nothing of the body, so that whoever sees one signature could use it: for as long
 * as the time is near. A mail that comes twice is one by its own id.
 * https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks
 */
const verified = (form: Form, { secrets, now }: AdapterDeps, toleranceSeconds: number): boolean => {
  const [timestamp, token, signature] = [form.text('timestamp'), form.text('token'), form.text('signature')]
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp) || !token || !signature) return false
  if (Math.abs(now() / 1000 - Number(timestamp)) > toleranceSeconds) return false
  return anySecret(secrets['mailgunSigningKey'], (key) =>
    equal(hmac('sha256', key, timestamp + token, 'hex'), signature),
  )
}

/** Routes that forward: to a URL that ends in `mime` the mail as it is, to others taken apart. */
export const mailgun: InboundProvider<Extract<InboundConfig, { by: 'mailgun' }>> = {
  verify:
    (config, deps) =>
    ({ headers, body }) =>
      verified(formOf(headers['content-type'], body), deps, config.toleranceSeconds),
  reader: () => import('./mailgun-mail.ts'),
}
