import type { JSX } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Message } from '../../client/index.ts'
import { common } from '../texts/common.ts'
import { mail } from '../texts/conversation.ts'
import { t } from '../texts/text.ts'
import { detailOf } from '../ui/notices.tsx'
import { mailPage } from './mail-page.ts'
import { ownFile } from './said.ts'

/** What is longer scrolls within the frame. */
const MOST_PX = 4000
const BORDERS_PX = 2

type Loaded = { readonly html: string } | { readonly error: string } | undefined

const htmlFile = async ({ id }: Message): Promise<string> => {
  const response = await fetch(`/v1/media/${id}/html`)
  if (!response.ok) throw new Error(String(response.status))
  return response.text()
}

/** The page of a mail, which is with the message, or a file where it is long. */
const usePageOf = (message: Message): Loaded => {
  const [loaded, setLoaded] = useState<Loaded>(message.html === undefined ? undefined : { html: message.html })
  useEffect(() => {
    if (message.html !== undefined) return
    htmlFile(message).then(
      (html) => setLoaded({ html }),
      (error: unknown) => setLoaded({ error: detailOf(error) }),
    )
  }, [message.id])
  return loaded
}

const fileOf =
  (message: Message) =>
  (contentId: string): string | undefined => {
    const index = message.attachments.findIndex((file) => file.contentId === contentId && file.state === 'ready')
    return index === -1 ? undefined : ownFile(message, index)
  }

/** As high as the page in it, also when its pictures come later. The page cannot say so itself: it runs nothing. */
const watchHeight = (frame: HTMLIFrameElement): (() => void) | undefined => {
  const page = frame.contentDocument
  if (page === null) return undefined
  const fit = (): void => {
    // What it scrolls is never less than the frame is high: a short page would keep a high frame.
    const words = Math.ceil(page.documentElement.getBoundingClientRect().height)
    const scrollbar = (page.defaultView?.innerHeight ?? 0) - page.documentElement.clientHeight
    frame.style.blockSize = `${Math.min(MOST_PX, words + scrollbar + BORDERS_PX)}px`
  }
  const observer = new ResizeObserver(fit)
  observer.observe(page.body)
  fit()
  return () => observer.disconnect()
}

const Frame = ({ message, html }: { readonly message: Message; readonly html: string }): JSX.Element => {
  const stop = useRef<() => void>(undefined)
  const files = message.attachments.map(({ state }) => state).join(' ')
  const page = useMemo(
    () => mailPage(html, { title: message.subject ?? t(mail.frame), fileOf: fileOf(message) }),
    [html, message.id, files],
  )
  useEffect(() => () => stop.current?.(), [])
  return (
    <>
      {page.blocked > 0 && <p class="aside">{t(mail.blocked)}</p>}
      <iframe
        class="mail-frame"
        title={t(mail.frame)}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        srcdoc={page.html}
        onLoad={({ currentTarget }) => {
          stop.current?.()
          stop.current = watchHeight(currentTarget)
        }}
      />
    </>
  )
}

/** A mail as it was sent, in a frame of its own in which nothing runs. */
export const MailFrame = ({ message }: { readonly message: Message }): JSX.Element => {
  const loaded = usePageOf(message)
  if (loaded === undefined) return <p class="aside">{t(common.loading)}</p>
  if ('error' in loaded) return <p class="aside">{t(common.failed, { detail: loaded.error })}</p>
  return <Frame message={message} html={loaded.html} />
}
