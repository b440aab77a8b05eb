import type { Attachment } from '../../../core/schema/content.ts'
import type { InboundObject } from '../../adapter.ts'
import { describeFiles, MAX_FILES, readFiles } from './files.ts'
import { displayHtml, isShowable, textOfHtml, wordsOfHtml } from './html.ts'
import type { Mail } from './mail.ts'
import { beginning, cleanText, MAX_TEXT_BYTES, replyTextOf } from './text.ts'

/** Longest HTML kept in a fact, in UTF-8 bytes. Beside the longest text and its reply it still fits into one item. */
const MAX_HTML_BYTES = 64 * 1024

export interface ReadBody {
  readonly text: string
  readonly replyText: string | undefined
  readonly html: string | undefined
  readonly attachments: Attachment[]
  readonly filesLeftOut: number
  /** Names of objects. */
  readonly original: string
  readonly textFile: string | undefined
  readonly htmlFile: string | undefined
  /** All that is to be kept, the original among them where it is not in the store yet. */
  readonly objects: readonly InboundObject[]
}

type Original = { readonly name: string } | { readonly body: Uint8Array; readonly contentType: string }

const utf8 = new TextEncoder()

const textIn = (mail: Mail, html: string | undefined, attachments: readonly Attachment[]): string => {
  const text = cleanText(mail.text ?? '').trimEnd()
  if (text !== '') return text
  const converted = html === undefined ? wordsOfHtml(mail.html ?? '') : textOfHtml(html)
  return cleanText(converted) || describeFiles(attachments) || '[no text]'
}

/**
 * What a mail says, in the lengths that a fact can hold, and the files that hold the rest. Objects are named after what is
 * in the mail, so that the same mail gives the same names whenever and however often it comes.
 * @param id what the mail is recognised by when it comes again
 */
export const readBody = (mail: Mail, id: string, original: Original): ReadBody => {
  const folder = `mail/${id}`
  const { attachments, objects } = readFiles(mail.files, folder)
  const source = isShowable(mail.html ?? '') ? (mail.html ?? '').replaceAll('\0', '') : undefined
  const html = source === undefined ? '' : cleanText(displayHtml(source)).trim()
  const text = textIn(mail, source, attachments)
  const shown = beginning(text, MAX_TEXT_BYTES)
  const longHtml = Buffer.byteLength(html) > MAX_HTML_BYTES
  const kept: InboundObject[] = []
  const keep = (name: string, body: Uint8Array, contentType: string): string => {
    kept.push({ name: `${folder}/${name}`, body, contentType })
    return `${folder}/${name}`
  }
  return {
    text: shown,
    replyText: replyTextOf(text),
    html: html === '' || longHtml ? undefined : html,
    attachments,
    filesLeftOut: Math.max(0, mail.files.length - MAX_FILES),
    original: 'name' in original ? original.name : keep('original', original.body, original.contentType),
    textFile: shown === text ? undefined : keep('text', utf8.encode(text), 'text/plain; charset=utf-8'),
    htmlFile: longHtml ? keep('html', utf8.encode(html), 'text/html; charset=utf-8') : undefined,
    objects: [...objects, ...kept],
  }
}
