import type { Scene } from '../play.ts'
import { hasFile, PICTURE } from './lines.ts'

export const x: Scene = {
  name: 'X',
  reaches: 'read',
  byPhone: false,
  play: async ({ customer, says, replies }) => {
    const { digits: from, name } = customer
    await says('a direct message', { type: 'text', from, name, text: 'Do you take old bikes in exchange?' })
    await replies('an answer', { text: 'We do. May we see yours?' })
    const picture = { text: 'Here it is', contentType: 'image/png', data: PICTURE }
    await says('a picture', { type: 'image', from, name, ...picture }, hasFile('image'))
    await replies('a text', { text: 'That one we would love to have. Come by!' })
  },
}
