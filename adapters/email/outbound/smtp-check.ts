import type { SmtpConfig } from './config.ts'
import { connectionOf } from './smtp.ts'

export type SmtpState = 'good' | 'refused' | 'unreachable'

/** Connects to the server and logs in, and sends nothing. */
export const checkSmtp = (config: SmtpConfig, password: string, signal: AbortSignal): Promise<SmtpState> =>
  new Promise((resolve) => {
    const connection = connectionOf(config)
    const done = (state: SmtpState): void => {
      signal.removeEventListener('abort', stop)
      if (state === 'good') connection.quit()
      else connection.close()
      resolve(state)
    }
    const stop = (): void => done('unreachable')
    signal.addEventListener('abort', stop, { once: true })
    // nodemailer gives an error to the callback or to the event, as it happens.
    connection.on('error', (error: Error & { readonly command?: string }) =>
      done(error.command?.startsWith('AUTH') === true ? 'refused' : 'unreachable'),
    )
    connection.connect((failed) => {
      if (failed) return done('unreachable')
      if (config.user === undefined) return done('good')
      connection.login({ user: config.user, pass: password }, (refused) => done(refused ? 'refused' : 'good'))
    })
  })
