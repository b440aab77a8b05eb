import type { Scene } from '../play.ts'
import { hasFile, options, picked, PICTURE, reacted } from './lines.ts'

export const messenger: Scene = {
  name: 'Messenger',
  reaches: 'read',
  byPhone: false,
  play: async ({ customer, says, act, replies }) => {
    const nadia = (type: string, rest: object) => ({ type, from: `${customer.digits}00001`, ...rest })

    const advert = { source: 'ADS', type: 'OPEN_THREAD', ref: 'spring', ad_id: '6045246247433' }
    await says(
      'a text that an advert led to',
      nadia('text', { text: 'Is the blue city bike still there?', referral: advert }),
      ({ referral }) => referral !== undefined,
    )
    await says('a picture', nadia('image', { contentType: 'image/png', data: PICTURE }), hasFile('image'))
    const times = options('Friday', 'Saturday')
    await replies('buttons', {
      text: 'It is! Would you like to try it?',
      content: { type: 'choice', sections: [{ options: times }] },
    })
    await says('a button', nadia('postback', { payload: times[1]?.id, title: times[1]?.title }), picked('saturday'))
    const goodbye = await replies(
      'a text with a reaction to it',
      { text: 'See you on Saturday, Nadia.' },
      reacted('❤️'),
    )
    await act(nadia('reaction', { target: goodbye.providerId, emoji: '❤️' }))
  },
}
