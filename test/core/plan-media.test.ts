import { describe, expect, test } from 'vitest'
import { planOf, refusalOf, replies, RICH, rules, SMS } from './plan-fixtures.ts'

const IMAGE = { kind: 'image', url: 'https://shop.example/a.png' } as const
const UPLOAD = { kind: 'image', providerMediaId: 'media-1' } as const
const VIDEO = { kind: 'video', url: 'https://shop.example/film.mp4' } as const

describe('a file', () => {
  test('that the channel takes is a part of its own', () => {
    const file = { ...IMAGE, contentType: 'image/png', size: 1000, filename: 'a.png' }
    expect(planOf({ attachments: [file] })).toEqual({
      parts: [{ type: 'media', media: [file] }],
      degradations: [],
    })
  })

  test('is judged by its type without parameters and in any case', () => {
    const audio = { kind: 'audio', url: 'https://shop.example/a.ogg', contentType: 'Audio/OGG; codecs=opus' } as const
    expect(planOf({ attachments: [audio] }).parts).toMatchObject([{ type: 'media' }])
    const text = { kind: 'document', url: 'https://shop.example/a', contentType: 'text/csv' } as const
    expect(planOf({ attachments: [text] }).parts).toMatchObject([{ type: 'media' }])
  })

  test.each([
    ['kind', VIDEO],
    ['type', { ...IMAGE, contentType: 'image/webp' }],
    ['size', { ...IMAGE, size: 5 * 1024 * 1024 + 1 }],
  ])('whose %s the channel does not take goes as its link', (_, file) => {
    const plan = planOf({ attachments: [{ ...file, caption: 'Look' }] })
    expect(plan.parts).toEqual([{ type: 'text', text: `Look\n${file.url}` }])
    expect(rules(plan)).toEqual(['media.as_link /attachments/0 fallback'])
  })

  test('that cannot go and has no link is refused, and says why', () => {
    expect(refusalOf({ attachments: [IMAGE, { kind: 'video', providerMediaId: 'media-2' }] })).toEqual([
      'media_rejected',
      '/attachments/1',
    ])
    expect(refusalOf({ attachments: [{ ...UPLOAD, contentType: 'image/webp' }] })).toEqual([
      'media_rejected',
      '/attachments/0',
    ])
    expect(refusalOf({ attachments: [{ ...UPLOAD, size: 6 * 1024 * 1024 }] })).toEqual([
      'content_too_large',
      '/attachments/0',
    ])
  })

  test('whose link is longer than a message is refused: a link in two is none', () => {
    const url = `https://shop.example/${'x'.repeat(100)}`
    expect(refusalOf({ attachments: [{ ...VIDEO, url }] })).toEqual(['content_too_large', '/attachments/0/url'])
  })

  test('keeps its link in one piece when caption and link are too long together', () => {
    const caption = `${'word '.repeat(20)}。end`
    const { parts } = planOf({ attachments: [{ ...VIDEO, caption }] })
    expect(parts.at(-1)).toEqual({ type: 'text', text: VIDEO.url })
  })
})

describe('a caption', () => {
  test('travels with its file', () => {
    expect(planOf({ attachments: [{ ...IMAGE, caption: 'Look' }] }).parts).toEqual([
      { type: 'media', media: [IMAGE], text: 'Look' },
    ])
  })

  test.each([
    ['longer than the channel allows', { ...IMAGE, caption: 'x'.repeat(41) }],
    ['of a kind that carries none', { kind: 'audio', url: 'https://shop.example/a.ogg', caption: 'Listen' } as const],
  ])('%s follows as text', (_, file) => {
    const { caption, ...media } = file
    const plan = planOf({ attachments: [file] })
    expect(plan.parts).toEqual([
      { type: 'media', media: [media] },
      { type: 'text', text: caption },
    ])
    expect(rules(plan)).toEqual(['caption.as_text /attachments/0/caption partial'])
  })
})

describe('the text of a message', () => {
  test('is the caption of its only file', () => {
    expect(planOf({ text: 'Your invoice', attachments: [IMAGE] })).toEqual({
      parts: [{ type: 'media', media: [IMAGE], text: 'Your invoice' }],
      degradations: [],
    })
  })

  test('stays a text when it is too long for a caption, or the file has one or carries none', () => {
    const audio = { kind: 'audio', url: 'https://shop.example/a.ogg' } as const
    const long = 'x'.repeat(41)
    expect(planOf({ text: long, attachments: [IMAGE] })).toEqual({
      parts: [
        { type: 'media', media: [IMAGE] },
        { type: 'text', text: long },
      ],
      degradations: [],
    })
    expect(planOf({ text: 'hi', attachments: [audio] }).parts.map(({ type }) => type)).toEqual(['media', 'text'])
    expect(planOf({ text: 'hi', attachments: [{ ...IMAGE, caption: 'Look' }] }).parts).toEqual([
      { type: 'media', media: [IMAGE], text: 'Look' },
      { type: 'text', text: 'hi' },
    ])
  })

  test('stays a text beside several files that go one by one', () => {
    expect(planOf({ text: 'hi', attachments: [IMAGE, UPLOAD] }).parts).toEqual([
      { type: 'media', media: [IMAGE] },
      { type: 'media', media: [UPLOAD] },
      { type: 'text', text: 'hi' },
    ])
  })

  test('shares a message with the link that stands for its only file', () => {
    expect(planOf({ text: 'Our film', attachments: [VIDEO] }).parts).toEqual([
      { type: 'text', text: `Our film\n${VIDEO.url}` },
    ])
  })

  test('is the body of a choice, not a caption', () => {
    const content = { type: 'choice' as const, sections: replies('Yes') }
    const { parts } = planOf({ text: 'Order it?', attachments: [IMAGE], content })
    expect(parts).toMatchObject([
      { type: 'media', media: [IMAGE] },
      { type: 'choice', text: 'Order it?' },
    ])
    expect(parts[0]).not.toHaveProperty('text')
  })
})

describe('a channel that takes several files at once', () => {
  test('gets them in groups, and the text with the first', () => {
    const plan = planOf({ text: 'Four pictures', attachments: [IMAGE, IMAGE, VIDEO, IMAGE] }, SMS)
    expect(plan.parts).toEqual([
      { type: 'media', media: [IMAGE, IMAGE, VIDEO], text: 'Four pictures' },
      { type: 'media', media: [IMAGE] },
    ])
    expect(plan.degradations).toEqual([])
    expect(plan.segments).toBe(0)
  })

  test('gets them in more groups when their stated sizes are too large together', () => {
    const large = { ...IMAGE, size: 3 * 1024 * 1024 }
    expect(planOf({ attachments: [large, IMAGE, large, IMAGE] }, SMS).parts).toEqual([
      { type: 'media', media: [large, IMAGE] },
      { type: 'media', media: [large, IMAGE] },
    ])
  })

  test('gets the captions of a group as lines under the text', () => {
    const attachments = [{ ...IMAGE, caption: 'front' }, { ...IMAGE, caption: 'back' }, IMAGE]
    expect(planOf({ text: 'The house', attachments }, SMS).parts).toEqual([
      { type: 'media', media: [IMAGE, IMAGE, IMAGE], text: 'The house\nfront\nback' },
    ])
  })

  test('gets a text that no file can carry after the files', () => {
    const text = 'x'.repeat(1531)
    expect(planOf({ text, attachments: [IMAGE, IMAGE] }, SMS).parts.map(({ type }) => type)).toEqual([
      'media',
      'text',
      'text',
    ])
  })

  test('gets everything in its order, also where a link comes between', () => {
    const pdf = { kind: 'document', url: 'https://shop.example/a.pdf' } as const
    expect(planOf({ attachments: [IMAGE, pdf, IMAGE, IMAGE] }, SMS).parts).toEqual([
      { type: 'media', media: [IMAGE] },
      { type: 'text', text: pdf.url },
      { type: 'media', media: [IMAGE, IMAGE] },
    ])
  })
})

test('a file whose type and size are not stated is left for the provider to judge', () => {
  expect(planOf({ attachments: [IMAGE] }, RICH).degradations).toEqual([])
})
