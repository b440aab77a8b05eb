import type { Scene } from '../play.ts'
import { options, picked } from './lines.ts'

export const instagram: Scene = {
  name: 'Instagram',
  reaches: 'read',
  byPhone: false,
  play: async ({ customer, says, idOf, replies }) => {
    const nadia = (type: string, rest: object) => ({ type, from: `${customer.digits}00002`, ...rest })

    const asked = await says(
      'an answer to a story',
      nadia('story_reply', { text: 'Which saddle is that?' }),
      ({ content }) => content?.type === 'story' && content.relation === 'reply',
    )
    const answered = await idOf(asked)
    await replies(
      'an answer to that',
      { text: 'A leather one. We have it in three colours.', replyTo: answered },
      ({ replyTo }) => replyTo?.id === answered,
    )
    const colours = options('Black', 'Brown', 'Honey', 'Surprise me')
    await replies('quick replies', {
      text: 'Which one may we keep for you?',
      content: { type: 'choice', sections: [{ options: colours }] },
    })
    const chosen = { payload: colours[2]?.id, title: colours[2]?.title }
    await says('a quick reply', nadia('quick_reply', chosen), picked('honey'))
    await replies('a text', { text: 'It lies on the counter with your name on it.' })
  },
}
