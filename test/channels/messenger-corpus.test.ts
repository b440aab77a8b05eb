import { MESSENGER } from '../../adapters/_messaging/platform.ts'
import { corpus } from './messaging.corpus.ts'

const media = (file: object) => ({ content: { type: 'media', media: [{ kind: 'image', ...file }] } })
const choice = (text: string, options: readonly object[]) => ({
  content: { type: 'choice', text, choice: { type: 'choice', sections: [{ options }] } },
})

corpus(MESSENGER, {
  quarantined: /reaction-no-mid/,
  // An echo in the documentation that shows its frame alone, and an attachment without anything in it.
  unsupported: /echo-reply|fallback-no-payload/,
  // Two quick replies are buttons with us, which stay; the fixtures show quick replies.
  leftOut: /out-(quick-replies|sender-action-typing|sticker|utility-template-named)/,
  parts: {
    text: { content: { type: 'text', text: 'Hello, world!' } },
    'reply-to': { content: { type: 'text', text: 'Hello, world!' }, replyTo: 'm_x' },
    'attachment-id': media({ providerMediaId: '687799999980546' }),
    'image-url-reusable': media({ url: 'https://link.example/' }),
    'button-template': choice('Try the postback button!', [
      { id: 'DEVELOPER_DEFINED_PAYLOAD', title: 'Postback Button' },
    ]),
    'sender-action-react': { content: { type: 'reaction', target: 'm_x', emoji: '😊' } },
  },
  errors: {
    '10-2018278-window-localised': 'window_closed',
    '190-token': 'credentials_invalid',
    '551-1545041-unavailable': 'recipient_unreachable',
  },
})
