import { describe, expect, it } from 'vitest'
import { countOf } from '../../console/composer/count.ts'
import { judge, typeOf } from '../../console/composer/files.ts'
import { aged, due, settled, waitAfter, type Intent } from '../../console/composer/intent.ts'
import { messageOf } from '../../console/composer/message.ts'
import { segmentsOf } from '../../console/composer/segments.ts'
import { windowState } from '../../console/composer/window.ts'
import { keptOn, type Shelf } from '../../console/state/kept.ts'
import { segments } from '../../core/text/measure.ts'

const HOUR = 3_600_000

describe('the length of a text', () => {
  const texts = [
    '',
    'Hello',
    'a'.repeat(160),
    'a'.repeat(161),
    '€'.repeat(80),
    `${'a'.repeat(152)}€`.repeat(2),
    'é'.repeat(307),
    'Привет',
    'ж'.repeat(70),
    'ж'.repeat(71),
    `${'ж'.repeat(66)}😀`.repeat(3),
    '👩‍👩‍👧'.repeat(20),
  ]

  it.each(texts)('is counted in segments as the gateway counts it: %j', (text) => {
    const { encoding, segments: count } = segments(text)

    expect(segmentsOf(text)).toMatchObject({ encoding, segments: count })
  })

  it('says how much still goes into the last segment', () => {
    expect(segmentsOf('a'.repeat(150)).left).toBe(10)
    expect(segmentsOf('a'.repeat(161)).left).toBe(153 - 8)
    expect(segmentsOf('ж'.repeat(60)).left).toBe(10)
  })

  it('is of no interest until the limit is near, is told when it is, and told otherwise beyond', () => {
    const limit = { max: 1000, unit: 'characters' } as const

    expect(countOf('a'.repeat(700), limit)).toBeNull()
    expect(countOf('a'.repeat(900), limit)).toEqual({ kind: 'left', left: 100 })
    expect(countOf('a'.repeat(1003), limit)).toEqual({ kind: 'over', over: 3 })
  })

  it('is in bytes where the channel counts those', () => {
    expect(countOf('é'.repeat(480), { max: 1000, unit: 'bytes' })).toEqual({ kind: 'left', left: 40 })
  })
})

describe('a file', () => {
  const media = {
    image: { contentTypes: ['image/jpeg', 'image/png'], maxBytes: 5_000_000 },
    document: { contentTypes: ['application/pdf', 'image/png'], maxBytes: 90_000_000 },
    audio: { contentTypes: ['audio/*'], maxBytes: 1000 },
  }

  it('goes as what it is where the channel takes that, and as a document where it takes only this', () => {
    expect(judge('image/jpeg', 100, media)).toEqual({ kind: 'image', objection: null })
    expect(judge('application/pdf', 100, media)).toEqual({ kind: 'document', objection: null })
    expect(judge('image/png', 6_000_000, media)).toEqual({ kind: 'document', objection: null })
    expect(judge('audio/ogg', 100, media)).toEqual({ kind: 'audio', objection: null })
  })

  it('is refused before it is uploaded when the channel would refuse it', () => {
    expect(judge('image/webp', 100, media)).toEqual({ kind: 'image', objection: 'type' })
    expect(judge('video/mp4', 100, media)).toEqual({ kind: 'video', objection: 'type' })
    expect(judge('audio/ogg', 1001, media)).toEqual({ kind: 'audio', objection: 'size', max: 1000 })
    expect(judge('image/png', 0, media)).toEqual({ kind: 'image', objection: 'empty' })
  })

  it('has a type even where the browser knows none', () => {
    expect(typeOf({ name: 'a.csv', type: '' })).toBe('text/csv')
    expect(typeOf({ name: 'a', type: '' })).toBe('application/octet-stream')
    expect(typeOf({ name: 'a.txt', type: 'text/plain;charset=utf-8' })).toBe('text/plain')
  })
})

describe('a message', () => {
  const draft = {
    mode: 'reply',
    text: ' Hello ',
    quote: null,
    subject: ' Your order ',
    cc: 'a@shop.example, b@shop.example;c@shop.example',
    bcc: '',
    choices: ['Yes', ' '],
    at: 1,
  } as const

  it('is nothing as long as nothing is said', () => {
    expect(messageOf({ ...draft, text: ' \n', choices: ['', ''] }, [], false)).toBeUndefined()
  })

  it('says what was written, with its files, its choices and what it answers', () => {
    const file = { kind: 'image', media: 'mda_1', filename: 'a.png' } as const

    expect(messageOf({ ...draft, quote: 'msg_1' }, [file], false)).toEqual({
      text: 'Hello',
      attachments: [file],
      content: { type: 'choice', sections: [{ options: [{ id: 'choice-1', title: 'Yes' }] }] },
      replyTo: 'msg_1',
    })
  })

  it('has a subject and copies by mail alone', () => {
    expect(messageOf({ ...draft, choices: [] }, [], true)).toEqual({
      text: 'Hello',
      subject: 'Your order',
      cc: ['a@shop.example', 'b@shop.example', 'c@shop.example'],
    })
  })
})

describe('the reply window', () => {
  it('closes when its time has come, whatever was told before', () => {
    expect(windowState({ open: true, closesAt: 10 * HOUR }, 0)).toEqual({ state: 'open' })
    expect(windowState({ open: true, closesAt: 10 * HOUR }, 9 * HOUR)).toEqual({
      state: 'closing',
      closesAt: 10 * HOUR,
    })
    expect(windowState({ open: true, closesAt: 10 * HOUR }, 10 * HOUR)).toEqual({ state: 'closed', since: 10 * HOUR })
  })

  it('never closes where the channel has none, and is closed where nobody has written', () => {
    expect(windowState({ open: true, closesAt: null }, HOUR)).toEqual({ state: 'open' })
    expect(windowState({ open: false, closesAt: null }, HOUR)).toEqual({ state: 'closed', since: null })
  })
})

describe('what is to be sent', () => {
  const intent = (told: Partial<Intent> = {}): Intent => ({
    key: 'k1',
    conversation: 'cnv_1',
    kind: 'message',
    body: { text: 'Hello' },
    owner: 'shp_1.usr_1',
    at: 1000,
    tries: 0,
    state: 'waiting',
    ...told,
  })
  const problem = (status: number, type: string) =>
    ({ type: 'problem', status, refusal: { type, detail: '' } }) as const

  it('is done with once it arrived', () => {
    expect(settled(intent(), { type: 'done' })).toBeNull()
  })

  it('waits under the same key when nobody answered, or not for good', () => {
    const passing = [
      { type: 'unknown' } as const,
      problem(500, 'internal'),
      problem(429, 'rate_limited'),
      problem(401, 'unauthorized'),
      problem(409, 'idempotency_in_progress'),
    ]

    expect(passing.map((outcome) => settled(intent(), outcome))).toEqual(passing.map(() => intent({ tries: 1 })))
  })

  it('waits for a person when it was refused', () => {
    expect(settled(intent(), problem(422, 'window_closed'))).toEqual(
      intent({ tries: 1, state: 'refused', refusal: { type: 'window_closed', detail: '' } }),
    )
  })

  it('is tried less and less often, at least once a minute', () => {
    expect([1, 2, 3, 20].map(waitAfter)).toEqual([1000, 2000, 4000, 60_000])
  })

  it('goes in the order in which it was written, in each conversation by itself', () => {
    const intents = [
      intent({ key: 'second', at: 2 }),
      intent({ key: 'first', at: 1 }),
      intent({ key: 'elsewhere', at: 3, conversation: 'cnv_2' }),
    ]

    expect(due(intents, 'shp_1.usr_1').map(({ key }) => key)).toEqual(['first', 'elsewhere'])
  })

  it('goes past what was refused, and not past what waits for somebody to look at it', () => {
    const next = intent({ key: 'next', at: 2000 })

    expect(due([intent({ state: 'refused' }), next], 'shp_1.usr_1')).toEqual([next])
    expect(due([intent({ state: 'stale' }), next], 'shp_1.usr_1')).toEqual([])
  })

  it('is never sent by somebody else, whose keys are others', () => {
    expect(due([intent()], 'shp_1.usr_2')).toEqual([])
  })

  it('does not go by itself after half a day', () => {
    expect(aged(intent(), 1000 + 11 * HOUR).state).toBe('waiting')
    expect(aged(intent(), 1000 + 13 * HOUR).state).toBe('stale')
  })
})

describe('what is kept in the browser', () => {
  const shelf = (): Shelf & { readonly names: () => string[] } => {
    const values = new Map<string, string>([['parley.language', 'en']])
    return {
      get length() {
        return values.size
      },
      key: (index) => [...values.keys()][index] ?? null,
      getItem: (key) => values.get(key) ?? null,
      setItem: (key, value) => void values.set(key, value),
      removeItem: (key) => void values.delete(key),
      names: () => [...values.keys()],
    }
  }

  it('is there again after a reload, beside what others keep', () => {
    const place = shelf()
    keptOn<{ at: number; text: string }>(place, 'draft.', 3).set('a', { at: 1, text: 'Hi' })

    expect([...keptOn(place, 'draft.', 3).all()]).toEqual([['a', { at: 1, text: 'Hi' }]])
    expect(place.names()).toEqual(['parley.language', 'draft.a'])
  })

  it('makes room by leaving the oldest', () => {
    const kept = keptOn(shelf(), 'draft.', 2)
    kept.set('old', { at: 1 })
    kept.set('new', { at: 3 })
    kept.set('newer', { at: 4 })
    kept.set('new', { at: 5 })

    expect([...kept.all().keys()]).toEqual(['new', 'newer'])
  })

  it('skips what nobody can read, and says when there is no room', () => {
    const place = shelf()
    place.setItem('draft.broken', '{')
    const full = { ...place, length: 0, setItem: () => expect.unreachable('the shelf is full') }

    expect([...keptOn(place, 'draft.', 2).all()]).toEqual([])
    expect(keptOn(full, 'draft.', 2).set('a', { at: 1 })).toBe(false)
  })
})
