import type { MediaKind } from './schema/message.ts'

/**
 * How a channel counts text. `characters` are UTF-16 code units (never fewer than what a provider counts as
 * characters); `bytes` are UTF-8 bytes; `segments` are SMS segments (GSM-7 160/153, UCS-2 70/67).
 */
export type TextUnit = 'characters' | 'bytes' | 'segments'
export interface TextLimit {
  readonly max: number
  readonly unit: TextUnit
}

export interface MediaCapability {
  /** MIME types taken, exact or `kind/*`. */
  readonly contentTypes: readonly string[]
  readonly maxBytes: number
  /** Caption that may travel with the file; absent where it must go as a message of its own. */
  readonly caption?: TextLimit
}

export interface Capabilities {
  readonly text: TextLimit
  readonly media: Partial<Readonly<Record<MediaKind, MediaCapability>>>
  /** Files in one provider request together with the text (MMS: 10). 1: each file is a part of its own. */
  readonly mediaPerPart: number
  readonly buttons?: { readonly max: number; readonly title: TextLimit; readonly id: TextLimit }
  readonly list?: {
    readonly rows: number
    readonly sections: number
    readonly button: TextLimit
    readonly title: TextLimit
    readonly description: TextLimit
    readonly sectionTitle: TextLimit
    readonly id: TextLimit
  }
  /** Buttons that open a link: how many in one message. */
  readonly links?: { readonly max: number; readonly title: TextLimit }
  /** Cards in one message, each with a picture, a title, words below it and buttons. */
  readonly cards?: {
    readonly max: number
    readonly title: TextLimit
    readonly subtitle: TextLimit
    readonly buttons: { readonly max: number; readonly title: TextLimit; readonly id: TextLimit }
  }
  readonly locationRequest: boolean
  /** Body, header and footer of a message with choices. */
  readonly choiceText?: { readonly body: TextLimit; readonly header: TextLimit; readonly footer: TextLimit }
  readonly location: boolean
  readonly contacts?: { readonly max: number }
  readonly templates: boolean
  readonly reactions: boolean
  readonly replyTo: boolean
  /** What we send comes back as an echo that carries no key of ours: it is told by its words whose it is. */
  readonly keylessEchoes?: boolean
  /** Each part has to name a message that it answers (a post below a post): the customer's latest, where nothing else is said. */
  readonly answersLatest?: boolean
  readonly formatting: 'none' | 'whatsapp' | 'html'
  readonly receipts: readonly ('sent' | 'delivered' | 'read')[]
  /** Mail: subject, HTML, copies, and all files in one request. `maxBytes` is of the whole message as it is sent. */
  readonly mail?: { readonly maxBytes: number; readonly recipients: number }
  /** What is different in conversations whose thread has this type (public posts): replaces the fields it names. */
  readonly threads?: Readonly<Partial<Record<string, Partial<Omit<Capabilities, 'threads'>>>>>
  /** Hours after the customer's last message in which free text is allowed; absent: always. */
  readonly windowHours?: number
}

/** The capabilities that count in one conversation. */
export const capabilitiesIn = (
  capabilities: Capabilities,
  thread: { readonly type: string } | undefined,
): Capabilities => {
  const own = thread && capabilities.threads?.[thread.type]
  return own ? { ...capabilities, ...own } : capabilities
}
