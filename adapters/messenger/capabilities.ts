import type { Capabilities, TextLimit } from '../../core/capabilities.ts'
import { CARDS, withWindow } from '../_messaging/adapter.ts'

const characters = (max: number): TextLimit => ({ max, unit: 'characters' })
const MB = 1024 * 1024

/**
 * Limits of the Send API. The body of a choice is held to the 640 characters of the button template, less the room for a
 * header or footer, which have no place of their own and move into the body (one character is the least a limit can say).
 * Pictures by link are taken up to 8 MB, everything else up to 25 MB.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/buttons
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/quick-replies
 */
const limits: Omit<Capabilities, 'windowHours'> = {
  text: characters(2000),
  media: {
    image: { contentTypes: ['image/jpeg', 'image/png', 'image/gif'], maxBytes: 8 * MB },
    audio: { contentTypes: ['audio/*'], maxBytes: 25 * MB },
    video: { contentTypes: ['video/*'], maxBytes: 25 * MB },
    document: { contentTypes: ['application/*', 'text/*'], maxBytes: 25 * MB },
  },
  mediaPerPart: 1,
  buttons: { max: 13, title: characters(20), id: characters(1000) },
  links: { max: 3, title: characters(20) },
  cards: CARDS,
  locationRequest: false,
  choiceText: { body: characters(630), header: characters(1), footer: characters(1) },
  location: false,
  templates: false,
  reactions: true,
  replyTo: true,
  formatting: 'none',
  receipts: ['sent', 'delivered', 'read'],
}

export const capabilitiesFor = (config?: { readonly humanAgent: boolean }): Capabilities => withWindow(limits, config)
