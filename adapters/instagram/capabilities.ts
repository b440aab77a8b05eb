import type { Capabilities, TextLimit } from '../../core/capabilities.ts'
import { CARDS, withWindow } from '../_messaging/adapter.ts'

const characters = (max: number): TextLimit => ({ max, unit: 'characters' })
const bytes = (max: number): TextLimit => ({ max, unit: 'bytes' })
const MB = 1024 * 1024

/**
 * Limits of Instagram messaging. Text is counted in UTF-8 bytes. The body of a choice is held to the 640 characters of the
 * button template, counted in bytes as well, less the room for a header or footer, which have no place of their own.
 * https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/send-message
 */
const limits: Omit<Capabilities, 'windowHours'> = {
  text: bytes(1000),
  media: {
    image: { contentTypes: ['image/jpeg', 'image/png'], maxBytes: 8 * MB },
    audio: {
      contentTypes: ['audio/aac', 'audio/mp4', 'audio/x-m4a', 'audio/wav', 'audio/x-wav'],
      maxBytes: 25 * MB,
    },
    video: {
      contentTypes: ['video/mp4', 'video/ogg', 'video/x-msvideo', 'video/quicktime', 'video/webm'],
      maxBytes: 25 * MB,
    },
    document: { contentTypes: ['application/pdf'], maxBytes: 25 * MB },
  },
  mediaPerPart: 1,
  buttons: { max: 13, title: characters(20), id: characters(1000) },
  links: { max: 3, title: characters(20) },
  cards: CARDS,
  locationRequest: false,
  choiceText: { body: bytes(630), header: characters(1), footer: characters(1) },
  location: false,
  templates: false,
  reactions: true,
  replyTo: true,
  formatting: 'none',
  receipts: ['sent', 'read'],
}

export const capabilitiesFor = (config?: { readonly humanAgent: boolean }): Capabilities => withWindow(limits, config)
