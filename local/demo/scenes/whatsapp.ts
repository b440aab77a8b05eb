import type { Scene } from '../play.ts'
import { hasFile, options, picked, PICTURE, reacted } from './lines.ts'

export const whatsapp: Scene = {
  name: 'WhatsApp',
  reaches: 'read',
  byPhone: true,
  play: async ({ customer, says, act, idOf, replies }) => {
    const nadia = (type: string, rest: object) => ({ type, from: customer.phone, name: customer.name, ...rest })

    await says('a text', nadia('text', { text: 'Hi! My bike grinds when I pedal. Can you have a look?' }))
    const picture = { caption: 'This is the chain', contentType: 'image/png', data: PICTURE }
    const shown = await says('a picture', nadia('image', picture), hasFile('image'))
    const place = { latitude: 52.5219, longitude: 13.4132, placeName: 'Alexanderplatz', address: '10178 Berlin' }
    await says('a place', nadia('location', place), ({ content }) => content?.type === 'location')
    await says('a voice message', nadia('voice', {}), ({ attachments }) => attachments[0]?.voice === true)

    const answered = await idOf(shown)
    const advice = await replies(
      'an answer to the picture, with a reaction to it',
      { text: 'Thanks, Nadia! That chain is worn out. We can put on a new one.', replyTo: answered },
      (message) => message.replyTo?.id === answered && reacted('👍')(message),
    )
    await act(nadia('reaction', { target: advice.providerId, emoji: '👍' }))

    const times = options('Tomorrow at 9', 'Thursday at 14')
    const question = await replies('buttons', {
      text: 'When can you bring it in?',
      content: { type: 'choice', sections: [{ options: times }] },
    })
    const tapped = nadia('button_reply', { ...times[0], replyTo: question.providerId })
    await says('a button', tapped, picked('tomorrow-at-9'))

    const chains = options('Plain steel', 'Rust-proof')
    const menu = await replies('a list', {
      text: 'And which chain would you like?',
      content: { type: 'choice', style: 'list', button: 'Chains', sections: [{ options: chains }] },
    })
    const chosen = nadia('list_reply', { ...chains[1], replyTo: menu.providerId })
    await says('a row of the list', chosen, picked('rust-proof'))
    await replies('a text', { text: 'Noted. See you tomorrow at 9!' })
  },
}
