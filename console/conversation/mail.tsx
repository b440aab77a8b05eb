import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Message } from '../../client/index.ts'
import { mail } from '../texts/conversation.ts'
import { list } from '../texts/format.ts'
import { t, type Text } from '../texts/text.ts'
import { Icon } from '../ui/icons.tsx'
import { folded } from './fold.ts'
import { MailFrame } from './mail-frame.tsx'
import { Written } from './written.tsx'

interface Of {
  readonly message: Message
}

/** What the mail server found that a reader should know before they believe what is written. */
const warningsOf = ({ email }: Pick<Message, 'email'>): readonly Text[] => {
  const { dmarc, spf, dkim, spam, virus } = email?.verdicts ?? {}
  const unproven = dmarc === 'fail' || (dmarc !== 'pass' && spf === 'fail' && dkim !== 'pass')
  return [
    ...(virus === 'fail' ? [mail.virus] : []),
    ...(unproven ? [mail.unproven] : []),
    ...(spam === 'fail' ? [mail.spam] : []),
  ]
}

const Addresses = ({ message }: Of): JSX.Element | null => {
  const { to = [], cc = [], bcc = [], email } = message
  const rows = [
    [mail.to, to],
    [mail.cc, cc],
    [mail.bcc, bcc],
    [mail.replyTo, email?.replyTo ?? []],
  ] as const
  const shown = rows.filter(([, addresses]) => addresses.length > 0)
  if (shown.length === 0) return null
  return (
    <details class="mail-addresses">
      <summary>{t(mail.people)}</summary>
      <dl>
        {shown.map(([name, addresses]) => (
          <div key={name.en}>
            <dt>{t(name)}</dt>
            <dd dir="ltr">{list(addresses)}</dd>
          </div>
        ))}
      </dl>
      {email?.original && (
        <a href={`/v1/media/${message.id}/original`} download="">
          {t(mail.original)}
        </a>
      )}
    </details>
  )
}

/** Above a mail: what is to be known of it. */
export const MailHead = ({ message }: Of): JSX.Element => (
  <>
    {warningsOf(message).map((warning) => (
      <p key={warning.en} class="mail-warning">
        <Icon name="warning" size={16} /> {t(warning)}
      </p>
    ))}
    {message.email?.automated && <p class="aside">{t(mail[message.email.automated.kind])}</p>}
    <Addresses message={message} />
  </>
)

const Words = ({ message }: Of): JSX.Element => {
  const { said, quoted } = folded(message)
  return (
    <>
      <Written text={said} />
      {quoted && (
        <details class="mail-quoted">
          <summary>{t(mail.quoted)}</summary>
          <Written text={quoted} />
        </details>
      )}
      {message.email?.textFile && (
        <a href={`/v1/media/${message.id}/text`} download="">
          {t(mail.whole)}
        </a>
      )}
    </>
  )
}

/** The words of a mail, or its page where somebody wants to see that. */
export const MailBody = ({ message }: Of): JSX.Element => {
  const asSent = useSignal(false)
  const hasPage = message.html !== undefined || message.email?.htmlFile !== undefined
  return (
    <>
      {asSent.value ? <MailFrame message={message} /> : <Words message={message} />}
      {hasPage && (
        <button
          type="button"
          class="link-button mail-toggle"
          aria-pressed={asSent.value}
          onClick={() => (asSent.value = !asSent.value)}
        >
          {t(asSent.value ? mail.asText : mail.asSent)}
        </button>
      )}
    </>
  )
}
