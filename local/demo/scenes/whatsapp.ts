import type { Message } from '../../core/schema/message.ts'
import type { Client } from './client.ts'
import { createScene, type Played } from './play.ts'

const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const hasFile = (kind: string) => (message: Message) =>
  message.attachments.some((file) => file.kind === kind && file.state === 'pending')
const picked =
  (id: string) =>
  ({ content }: Message) =>
    content?.type === 'selection' && content.id === id

const options = (...titles: readonly string[]) =>
  titles.map((title) => ({ id: title.toLowerCase().replaceAll(/\W+/g, '-'), title }))

const onWhatsApp = async (client: Client, phone: string): Promise<Played> => {
  const scene = createScene(client, 'whatsapp', phone)
  const nadia = (type: string, rest: object) => ({ type, name: 'Nadia Brandt', ...rest })

  await scene.says('a text', nadia('text', { text: 'Hi! My bike grinds when I pedal. Can you have a look?' }))
  const picture = { caption: 'This is the chain', contentType: 'image/png', data: PICTURE }
  const shown = await scene.says('a picture', nadia('image', picture), hasFile('image'))
  const place = { latitude: 52.5219, longitude: 13.4132, placeName: 'Alexanderplatz', address: '10178 Berlin' }
  await scene.says('a place', nadia('location', place), ({ content }) => content?.type === 'location')
  await scene.says('a voice message', nadia('voice', {}), ({ attachments }) => attachments[0]?.voice === true)

  const answered = await scene.idOf(shown)
  const advice = await scene.replies(
    'an answer to the picture, with a reaction to it',
    { text: 'Thanks, Nadia! That chain is worn out. We can put on a new one.', replyTo: answered },
    ({ replyTo, reactions }) => replyTo?.id === answered && reactions.some(({ emoji }) => emoji === '👍'),
  )
  await scene.act(nadia('reaction', { target: advice.providerId, emoji: '👍' }))

  const times = options('Tomorrow at 9', 'Thursday at 14')
  const question = await scene.replies('buttons', {
    text: 'When can you bring it in?',
    content: { type: 'choice', sections: [{ options: times }] },
  })
  const tapped = nadia('button_reply', { ...times[0], replyTo: question.providerId })
  await scene.says('a button', tapped, picked('tomorrow-at-9'))

  const chains = options('Plain steel', 'Rust-proof')
  const menu = await scene.replies('a list', {
    text: 'And which chain would you like?',
    content: { type: 'choice', style: 'list', button: 'Chains', sections: [{ options: chains }] },
  })
  const chosen = nadia('list_reply', { ...chains[1], replyTo: menu.providerId })
  await scene.says('a row of the list', chosen, picked('rust-proof'))
  await scene.replies('a text', { text: 'Noted. See you tomorrow at 9!' })
  return scene.played()
}

const onSms = async (client: Client, phone: string): Promise<Played> => {
  const scene = createScene(client, 'sms', phone)
  await scene.says('a text', { text: 'Nadia here, my other phone has no WhatsApp.' })
  const mms = { text: 'Can you fix this saddle too?', media: [{ contentType: 'image/png', data: PICTURE }] }
  await scene.says('a picture', mms, hasFile('image'))
  await scene.replies(
    'buttons as numbered text',
    {
      text: 'We can mend it or put on a new one. What shall we do?',
      content: { type: 'choice', sections: [{ options: options('Mend it', 'New one', 'Leave it') }] },
    },
    ({ degradations }) => degradations.length > 0,
  )
  await scene.says('the number of an option', { text: '2' }, picked('new-one'))
  await scene.replies('a text', { text: 'A new one it is. Until tomorrow!' })
  return scene.played()
}

/** One customer, one phone, two channels. */
export const play = async (client: Client, phone: string): Promise<readonly Played[]> => [
  await onWhatsApp(client, phone),
  await onSms(client, phone),
]
