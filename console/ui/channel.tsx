import type { JSX } from 'preact'
import { channels } from '../texts/common.ts'
import { t } from '../texts/text.ts'

export const channelName = (channel: string): string =>
  channel in channels ? t(channels[channel as keyof typeof channels]) : channel

/** Signs of the kinds of channel, not the marks of their owners. */
const SIGNS: Readonly<Record<string, string>> = {
  whatsapp: 'M5 20l1.3-3.8A8 8 0 1 1 9 19zM9 9c0 3 3 6 6 6l1-2-2-1-1 1c-1-.5-2-1.5-2.5-2.5l1-1-1-2z',
  messenger:
    'M12 4c-5 0-9 3.5-9 8 0 2.5 1.2 4.6 3 6v3l3-1.6c1 .3 2 .4 3 .4 5 0 9-3.4 9-7.8S17 4 12 4M7 14l3.5-4 3 2.5L17 10',
  instagram:
    'M8 4h8a4 4 0 0 1 4 4v8a4 4 0 0 1-4 4H8a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M16.5 7.5v.01',
  x: 'M5 5l14 14M19 5 5 19',
  email: 'M3 6h18v12H3zM3 7l9 7 9-7',
  sms: 'M4 5h16v11H10l-5 4v-4H4zM8.5 10.5v.01M12 10.5v.01M15.5 10.5v.01',
}
const OTHER = 'M4 5h16v11H10l-5 4v-4H4z'

/** The channel as a small sign in its colour; `named` where no words beside it say which it is. */
export const ChannelIcon = ({
  channel,
  named = true,
  size = 16,
}: {
  readonly channel: string
  readonly named?: boolean
  readonly size?: number
}): JSX.Element => (
  <span class="channel-icon" data-channel={channel} title={channelName(channel)}>
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={SIGNS[channel] ?? OTHER} />
    </svg>
    {named && <span class="sr-only">{channelName(channel)}</span>}
  </span>
)
