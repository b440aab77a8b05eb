import { html } from 'hono/html'
import type { ListedConversation, Message } from 'parley/client'

/** Everything put into `html` is escaped, so the words of customers stay words. */
const page = (title: string, body: unknown) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
      </head>
      <body>
        <h1>${title}</h1>
        ${body}
      </body>
    </html>`

const when = (at: number) => {
  const iso = new Date(at).toISOString()
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')}</time>`
}

const nameOf = ({ contact }: ListedConversation): string => contact.name ?? 'Somebody'

export const listPage = (conversations: readonly ListedConversation[]) =>
  page(
    'Conversations',
    conversations.length === 0
      ? html`<p>Nobody has written yet.</p>`
      : html`<ul>
          ${conversations.map(
            (conversation) =>
              html`<li>
                <a href="/conversations/${conversation.id}">${nameOf(conversation)}</a> on ${conversation.channel},
                ${when(conversation.lastEntryAt)}: ${conversation.preview?.text ?? ''}
              </li>`,
          )}
        </ul>`,
  )

/** What an agent is writing: `key` names the answer, so that it is sent once however often the form is. */
export interface Draft {
  readonly key: string
  readonly text: string
  /** Why it was not taken when it was sent before. */
  readonly problem?: string
}

const line = ({ at, author, attachments, deleted, status, text }: Message) =>
  html`<li>
    ${when(at)} <b>${author.name ?? author.kind}</b> ${deleted === null ? text : '(deleted)'}
    ${attachments.map(({ kind, filename }) => html`[${filename ?? kind}]`)} <small>${status}</small>
  </li>`

export const conversationPage = (conversation: ListedConversation, messages: readonly Message[], draft: Draft) =>
  page(
    nameOf(conversation),
    html`<p><a href="/">All conversations</a></p>
      <ol>
        ${messages.map(line)}
      </ol>
      ${draft.problem === undefined ? '' : html`<p role="alert">${draft.problem}</p>`}
      <form method="post" action="/conversations/${conversation.id}">
        <input type="hidden" name="key" value="${draft.key}" />
        <textarea name="text" aria-label="Answer" rows="4" cols="60" required>${draft.text}</textarea>
        <button>Send</button>
      </form>`,
  )
