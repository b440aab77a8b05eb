import type { JSX } from 'preact'
import { common } from '../texts/common.ts'
import { files } from '../texts/composer.ts'
import { fileSize } from '../texts/format.ts'
import { t } from '../texts/text.ts'
import { channelName } from '../ui/channel.tsx'
import { Icon } from '../ui/icons.tsx'
import { removeFile, retryFile, type Attachment } from './attachments.ts'

const objectionWords = ({ objection, type }: Attachment, channel: string): string => {
  if (objection?.objection === 'size') return t(files.size, { max: fileSize(objection.max) })
  if (objection?.objection === 'empty') return t(files.empty)
  return t(files.type, { channel: channelName(channel), type })
}

const State = ({ file, channel }: { readonly file: Attachment; readonly channel: string }): JSX.Element => {
  if (file.state === 'refused') return <span class="field-error">{objectionWords(file, channel)}</span>
  if (file.state === 'failed') return <span class="field-error">{t(files.failed)}</span>
  if (file.state === 'uploading')
    return <progress max={1} value={file.progress} aria-label={t(files.progress, { name: file.name })} />
  return <span class="muted">{file.size > 0 && fileSize(file.size)}</span>
}

export const AttachmentList = ({
  conversation,
  channel,
  attachments,
}: {
  readonly conversation: string
  readonly channel: string
  readonly attachments: readonly Attachment[]
}): JSX.Element => (
  <ul class="composer-files" aria-label={t(files.title)}>
    {attachments.map((file) => (
      <li key={file.id} data-state={file.state}>
        {file.preview === null ? (
          <Icon name="file" size={28} />
        ) : (
          <img src={file.preview} alt="" width="40" height="40" />
        )}
        <span class="composer-file-words">
          <span class="composer-file-name" dir="auto">
            {file.name}
          </span>
          <State file={file} channel={channel} />
        </span>
        {file.state === 'failed' && (
          <button
            type="button"
            class="icon-button"
            aria-label={`${t(common.retry)}: ${file.name}`}
            onClick={() => retryFile(conversation, file)}
          >
            <Icon name="refresh" size={16} />
          </button>
        )}
        <button
          type="button"
          class="icon-button"
          aria-label={t(files.remove, { name: file.name })}
          onClick={() => removeFile(conversation, file)}
        >
          <Icon name="close" size={16} />
        </button>
      </li>
    ))}
  </ul>
)
