import { INSTAGRAM } from '../../adapters/_messaging/platform.ts'
import { corpus } from './messaging.corpus.ts'

const media = (kind: string) => ({ content: { type: 'media', media: [{ kind, url: 'https://link.example/' }] } })

corpus(INSTAGRAM, {
  quarantined: /^$/,
  unsupported: /^$/,
  leftOut: /published-post|send-a-sticker/,
  parts: {
    'fbsamples-text-message': { content: { type: 'text', text: 'Hello World!' } },
    'fbsamples-media-message-audio-or-video': media('audio'),
    'fbsamples-media-message-gif': media('image'),
    'fbsamples-media-message-photo': media('image'),
    'fbsamples-react-or-unreact-to-a-message': { content: { type: 'reaction', target: 'MESSAGE_ID', emoji: '❤️' } },
  },
  errors: { '10-2534022-window': 'window_closed', '100-2534014-no-user': 'recipient_unreachable' },
})
