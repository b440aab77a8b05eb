import { signal } from '@preact/signals'
import { dataOf, type SentMessage } from '../../client/index.ts'
import type { Capabilities } from '../state/channels.ts'
import { api } from '../state/session.ts'
import { judge, MAX_FILES, typeOf, type FileKind, type Judged } from './files.ts'
import { putFile } from './upload.ts'

export interface Attachment {
  /** Also the Idempotency-Key of its upload. */
  readonly id: string
  readonly name: string
  readonly type: string
  readonly size: number
  readonly kind: FileKind
  /** What it looks like, of this page's own. */
  readonly preview: string | null
  readonly state: 'uploading' | 'ready' | 'failed' | 'refused'
  /** Of the upload, 0 to 1. */
  readonly progress: number
  readonly media: string | null
  readonly objection: Judged | null
}

/** The files that go with what is written, by conversation; as long as the page lives. */
const attached = signal<ReadonlyMap<string, readonly Attachment[]>>(new Map())
export const attachmentsOf = (conversation: string): readonly Attachment[] => attached.value.get(conversation) ?? []

/** Pictures that every browser shows. */
const SHOWN = /^image\/(jpeg|png|gif|webp)$/

const sources = new Map<string, { readonly file: File; readonly leaving: AbortController }>()

const change = (conversation: string, to: (files: readonly Attachment[]) => readonly Attachment[]): void => {
  attached.value = new Map([...attached.peek(), [conversation, to(attached.peek().get(conversation) ?? [])]])
}
const update = (conversation: string, id: string, told: Partial<Attachment>): void =>
  change(conversation, (files) => files.map((one) => (one.id === id ? { ...one, ...told } : one)))

const upload = async (conversation: string, { id, name, type }: Attachment): Promise<void> => {
  const source = sources.get(id)
  if (!source) return
  const { file, leaving } = source
  update(conversation, id, { state: 'uploading', progress: 0 })
  try {
    const { media, upload } = dataOf(
      await api().POST('/v1/media', {
        params: { header: { 'Idempotency-Key': id } },
        body: { contentType: type, size: file.size, filename: name },
        signal: leaving.signal,
      }),
    )
    await putFile(upload, file, leaving.signal, (progress) => update(conversation, id, { progress }))
    update(conversation, id, { state: 'ready', progress: 1, media })
  } catch {
    update(conversation, id, { state: 'failed' })
  }
}

/** Adds files and begins to upload those that the channel takes. Answers whether there was room for all. */
export const addFiles = (
  conversation: string,
  files: readonly File[],
  capabilities: Capabilities | undefined,
): boolean => {
  const room = MAX_FILES - attachmentsOf(conversation).length
  for (const file of files.slice(0, room)) {
    const type = typeOf(file)
    const judged = judge(type, file.size, capabilities?.media)
    const attachment: Attachment = {
      id: crypto.randomUUID(),
      name: file.name.replaceAll(/[\p{Cc}/\\]/gu, '_').slice(-240) || 'file',
      type,
      size: file.size,
      kind: judged.kind,
      preview: SHOWN.test(type) ? URL.createObjectURL(file) : null,
      state: judged.objection === null ? 'uploading' : 'refused',
      progress: 0,
      media: null,
      objection: judged.objection === null ? null : judged,
    }
    sources.set(attachment.id, { file, leaving: new AbortController() })
    change(conversation, (known) => [...known, attachment])
    if (judged.objection === null) void upload(conversation, attachment)
  }
  return files.length <= room
}

export const retryFile = (conversation: string, attachment: Attachment): void => {
  void upload(conversation, attachment)
}

export const removeFile = (conversation: string, { id, preview }: Attachment): void => {
  sources.get(id)?.leaving.abort()
  sources.delete(id)
  if (preview !== null) URL.revokeObjectURL(preview)
  change(conversation, (files) => files.filter((one) => one.id !== id))
}

/** They go with what was sent. */
export const clearFiles = (conversation: string): void => {
  for (const one of attachmentsOf(conversation)) removeFile(conversation, one)
}

/** Takes the files of a message that was not sent back. */
export const restoreFiles = (conversation: string, { attachments = [] }: SentMessage): void =>
  change(conversation, (files) => [
    ...files,
    ...attachments.flatMap(({ kind, media, filename }): Attachment[] =>
      media === undefined || kind === 'sticker'
        ? []
        : [
            {
              id: crypto.randomUUID(),
              name: filename ?? media,
              type: '',
              size: 0,
              kind,
              preview: null,
              state: 'ready',
              progress: 1,
              media,
              objection: null,
            },
          ],
    ),
  ])
