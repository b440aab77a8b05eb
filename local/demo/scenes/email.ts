import type { Scene } from '../play.ts'
import { PICTURE } from './lines.ts'

const INVOICE = Buffer.from('%PDF-1.4 an invoice').toString('base64')

export const email: Scene = {
  name: 'Email',
  reaches: 'delivered',
  byPhone: false,
  play: async ({ customer, act, says, replies }) => {
    const nadia = { type: 'mail', from: `nadia.${customer.digits}@customer.example`, name: customer.name }
    await says(
      'a mail with an attachment and an inline image',
      {
        ...nadia,
        subject: 'Invoice 4711',
        text: 'Hello, the invoice names the wrong chain, see the picture.',
        html: '<p>Hello, the invoice names the wrong chain:</p><img src="cid:chain@customer.example">',
        attachments: [
          { filename: 'chain.png', contentType: 'image/png', data: PICTURE, contentId: 'chain@customer.example' },
          { filename: 'invoice.pdf', contentType: 'application/pdf', data: INVOICE },
        ],
      },
      ({ subject, html, attachments }) =>
        subject === 'Invoice 4711' &&
        html !== undefined &&
        attachments.every(({ state }) => state === 'ready') &&
        attachments.some(({ contentId }) => contentId !== undefined) &&
        attachments.some(({ filename }) => filename === 'invoice.pdf'),
    )
    const answered = await replies('an answer', {
      text: 'Thank you, Nadia, you are right. A new invoice is on its way.',
    })
    await says(
      'an answer to that, in the same thread',
      { ...nadia, text: 'Wonderful, thanks!', replyTo: answered.providerId },
      ({ text, replyText }) => (replyText ?? text).startsWith('Wonderful'),
    )
    const lost = await replies('an answer that comes back', { text: 'You are welcome. Goodbye!' }, undefined, 'failed')
    await act({ type: 'bounce', target: lost.providerId })
  },
}
