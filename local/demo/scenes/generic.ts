import type { Scene } from '../play.ts'

/** What can be played on any channel, of which nothing is known but how a customer says hello in its sandbox. */
export const generic = (channel: string): Scene => ({
  name: channel.charAt(0).toUpperCase() + channel.slice(1),
  reaches: 'sent',
  byPhone: false,
  play: async ({ customer, greeting, says, replies }) => {
    await says('a text', await greeting(), ({ text }) => text !== '')
    await replies('a text', { text: `Hello! Your number is ${customer.digits}. What can we do for you?` })
  },
})
