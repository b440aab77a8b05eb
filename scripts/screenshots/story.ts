import type { Client, Message } from '../../local/demo/client.ts'

/** What customers of an invented bicycle shop write, and what it answers: for pictures of the page. */

const nadia = { from: '15550142201', name: 'Nadia Haddad' }
const samir = { from: '15550142202', name: 'سمير القاسم' }
const mei = { from: '7000000000000021', name: 'Mei Lin' }
const aisha = { from: '8000000000000022', name: 'Aisha Okafor' }
const rosa = { from: '9000000000000023', name: 'Rosa Marín' }
const jonas = { from: '+15550142299' }
const tom = { from: 'tom.becker@mail.example', name: 'Tom Becker' }

const INVOICE = `<div><p>Dear team,</p><p>the invoice for my order names <b>two</b> saddles, and I ordered <b>one</b>:</p>
<table border="1" cellpadding="6"><tr><th>Item</th><th>Pieces</th><th>Price</th></tr><tr><td>Leather saddle</td><td>2</td><td>178.00</td></tr>
<tr><td>Bell, brass</td><td>1</td><td>14.50</td></tr></table><p>Could you send a new one?</p><p>Kind regards<br>Tom</p></div>`

const PATIENCE_MS = 20_000

const until = async <T>(what: string, look: () => Promise<T | undefined>): Promise<T> => {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end;) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${what} did not come`)
}

export interface Story {
  /** The conversation with most to see. */
  readonly shown: string
  readonly mail: string
}

/** Plays it; `picture` is a PNG in base64. */
export const play = async (client: Client, picture: string): Promise<Story> => {
  const conversation = (of: string): Promise<string> =>
    until(`the conversation with ${of}`, async () => {
      const all = await client.conversations()
      return all.find(({ contact, preview }) => contact.name === of || preview?.text.startsWith(of))?.id
    })
  const answer = async (to: string, text: string, more: object = {}): Promise<Message> => {
    const { id } = await client.reply(to, `${to} ${text}`, { text, author: { name: 'Ada Berg' }, ...more })
    return until(`the delivery of ${text}`, async () => {
      const message = await client.message(id)
      return ['sent', 'delivered', 'read'].includes(message.status) ? message : undefined
    })
  }
  const says = (channel: string, action: object): Promise<string> => client.customer(channel, action)

  await says('x', { type: 'text', ...rosa, text: 'Do you take old bikes in exchange?' })
  await answer(await conversation(rosa.name), 'We do! Could you send a photo of yours?')
  await says('email', { type: 'mail', ...tom, subject: 'Invoice 4711: one saddle too many', html: INVOICE })
  const mail = await conversation(tom.name)
  await says('messenger', { type: 'text', ...mei, text: 'Hi! Is the city bike in blue still there?' })
  await says('sms', { ...jonas, text: 'Is my wheel ready? Order 1204' })
  await says('instagram', { type: 'text', ...aisha, text: 'Love the new bells 🔔 Do you ship to Lagos?' })
  await says('whatsapp', { type: 'text', ...samir, text: 'مرحبًا، هل يمكنكم إصلاح الفرامل قبل يوم الخميس؟' })

  await says('whatsapp', { type: 'text', ...nadia, text: 'Hi! My bike grinds when I pedal. Can you have a look?' })
  const shown = await conversation(nadia.name)
  await answer(shown, 'Of course, Nadia. Could you send us a picture of the chain?')
  const sent = await says('whatsapp', {
    type: 'image',
    ...nadia,
    caption: 'Here it is',
    data: picture,
    contentType: 'image/png',
    filename: 'chain.png',
  })
  await says('whatsapp', {
    type: 'location',
    ...nadia,
    latitude: 52.5208,
    longitude: 13.4095,
    placeName: 'Alexanderplatz',
  })
  await until('the picture', async () => {
    const timeline = await client.timeline(shown)
    return timeline.find(
      (entry) => entry.type === 'message' && entry.attachments.some(({ state }) => state === 'ready'),
    )
  })
  const offered = await answer(shown, 'That chain is worn out. When can you bring it in?', {
    content: {
      type: 'choice',
      sections: [
        {
          options: [
            { id: 'tue', title: 'Tuesday 9:00' },
            { id: 'wed', title: 'Wednesday 14:00' },
          ],
        },
      ],
    },
  })
  await says('whatsapp', {
    type: 'button_reply',
    ...nadia,
    id: 'tue',
    title: 'Tuesday 9:00',
    replyTo: offered.providerId,
  })
  await says('whatsapp', { type: 'reaction', ...nadia, target: offered.providerId, emoji: '👍' })
  await says('whatsapp', { type: 'text', ...nadia, text: 'How much will it be, roughly?', replyTo: sent })
  return { shown, mail }
}
