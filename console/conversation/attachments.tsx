import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Message } from '../../client/index.ts'
import { files } from '../texts/conversation.ts'
import { fileSize } from '../texts/format.ts'
import { t } from '../texts/text.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icons.tsx'
import { ownFile } from './said.ts'
import { safeHref } from './words.ts'
import { OutLink } from './written.tsx'

type File = Message['attachments'][number]
interface Shown {
  readonly file: File
  /** Where this gateway serves it. */
  readonly src: string
}

const kindOf = ({ kind, voice }: File): string => t(voice ? files.voice : files[kind])
const nameOf = (file: File): string => file.filename ?? file.caption ?? kindOf(file)

const Picture = ({ file, src }: Shown): JSX.Element => {
  const open = useSignal(false)
  const name = nameOf(file)
  return (
    <>
      <button
        type="button"
        class="picture"
        data-kind={file.kind}
        aria-label={t(files.open, { name })}
        onClick={() => (open.value = true)}
      >
        <img src={src} alt={name} loading="lazy" decoding="async" />
      </button>
      {open.value && (
        <Dialog wide title={name} onClose={() => (open.value = false)}>
          <img class="picture-large" src={src} alt={name} />
          <a class="button" href={src} download={file.filename ?? ''}>
            {t(files.download)}
          </a>
        </Dialog>
      )}
    </>
  )
}

const Details = ({ file: { size, contentType } }: { readonly file: File }): JSX.Element => (
  <span class="file-details">
    <bdi>{contentType?.split(';')[0] ?? t(files.download)}</bdi>
    {size !== undefined && (
      <>
        {' · '}
        <bdi>{fileSize(size)}</bdi>
      </>
    )}
  </span>
)

const NamedFile = ({ file, src }: Shown): JSX.Element => (
  <a class="file" href={src} download={file.filename ?? ''}>
    <Icon name="file" />
    <span class="file-words">
      <bdi class="file-name">{nameOf(file)}</bdi>
      <Details file={file} />
    </span>
  </a>
)

/** What customers record has no captions: nobody wrote any. */
const Player = ({
  kind,
  src,
  name,
}: {
  readonly kind: 'audio' | 'video'
  readonly src: string
  readonly name: string
}): JSX.Element => {
  const Tag = kind
  return <Tag class="player" controls preload={kind === 'audio' ? 'none' : 'metadata'} src={src} aria-label={name} />
}

const Ready = ({ file, src }: Shown): JSX.Element => {
  if (file.kind === 'image' || file.kind === 'sticker') return <Picture file={file} src={src} />
  if (file.kind === 'audio' || file.kind === 'video') return <Player kind={file.kind} src={src} name={nameOf(file)} />
  return <NamedFile file={file} src={src} />
}

/** What a file is where it cannot be shown: not yet, not any more, or never. */
const Missing = ({ file }: { readonly file: File }): JSX.Element => {
  const { state, reason } = file
  const href = state === 'ready' ? safeHref(file.url) : undefined
  return (
    <div class="file" data-state={state}>
      <Icon name={state === 'pending' || state === 'ready' ? 'file' : 'warning'} />
      <span class="file-words">
        <bdi class="file-name">{nameOf(file)}</bdi>
        <span class="file-details">
          {href && <OutLink href={href}>{t(files.elsewhere)}</OutLink>}
          {state !== 'ready' && t(files[state])} {reason && <span dir="auto">({reason})</span>}
        </span>
      </span>
    </div>
  )
}

/** A file by its state, with its caption where the words above do not say it already. */
const Attachment = ({ message, index }: { readonly message: Message; readonly index: number }): JSX.Element | null => {
  const file = message.attachments[index]
  if (file === undefined) return null
  const src = file.state === 'ready' ? ownFile(message, index) : undefined
  const caption = file.caption !== undefined && !message.text.includes(file.caption) ? file.caption : undefined
  return (
    <li>
      {src === undefined ? <Missing file={file} /> : <Ready file={file} src={src} />}
      {caption && <p dir="auto">{caption}</p>}
    </li>
  )
}

/** Whether a file is a picture within the mail's page. */
const isWithin = ({ html, email }: Message, { contentId, kind }: File): boolean =>
  contentId !== undefined && kind === 'image' && (html?.includes(`cid:${contentId}`) ?? email?.htmlFile !== undefined)

/** The files of a message, all but those that stand within a mail's page. */
export const Attachments = ({ message }: { readonly message: Message }): JSX.Element | null => {
  const places = message.attachments.flatMap((file, index) => (isWithin(message, file) ? [] : [index]))
  if (places.length === 0) return null
  return (
    <ul class="attachments">
      {places.map((index) => (
        <Attachment key={index} message={message} index={index} />
      ))}
    </ul>
  )
}
