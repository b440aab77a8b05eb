import type { Scene } from '../play.ts'
import { hasFile, options, picked, PICTURE } from './lines.ts'

export const sms: Scene = {
  name: 'SMS',
  reaches: 'delivered',
  byPhone: true,
  play: async ({ customer, says, mayBeSaid, replies }) => {
    const from = customer.phone
    await says('a text', { from, text: 'Nadia here, my other phone has no WhatsApp.' })
    const media = [{ contentType: 'image/png', data: PICTURE }]
    const text = 'Can you fix this saddle too?'
    const shown = await mayBeSaid('a picture', { from, text, media }, hasFile('image'))
    // Where no picture can be sent, people ask all the same.
    if (shown === undefined) await says('a question', { from, text })
    await replies(
      'buttons as numbered text',
      {
        text: 'We can mend it or put on a new one. What shall we do?',
        content: { type: 'choice', sections: [{ options: options('Mend it', 'New one', 'Leave it') }] },
      },
      ({ degradations }) => degradations.length > 0,
    )
    await says('the number of an option', { from, text: '2' }, picked('new-one'))
    await replies('a text', { text: 'A new one it is. Until tomorrow!' })
  },
}
