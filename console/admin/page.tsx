import type { ComponentChildren, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { common } from '../texts/common.ts'
import { t } from '../texts/text.ts'
import { Icon } from '../ui/icons.tsx'

/** A page of the administration: its heading, what it is for, and what can be done on all of it. */
export const AdminPage = ({
  title,
  intro,
  back,
  action,
  children,
}: {
  readonly title: string
  readonly intro?: string
  /** Where the list is that this is one of. */
  readonly back?: { readonly href: string; readonly label: string }
  readonly action?: ComponentChildren
  readonly children: ComponentChildren
}): JSX.Element => {
  useEffect(() => {
    document.title = `${title} · ${t(common.parley)}`
  }, [title])
  return (
    <div class="admin-page">
      {back && (
        <a class="admin-back" href={back.href}>
          <Icon name="back" size={16} />
          {back.label}
        </a>
      )}
      <header class="admin-head">
        <div>
          <h1 dir="auto">{title}</h1>
          {intro !== undefined && <p class="muted">{intro}</p>}
        </div>
        {action}
      </header>
      {children}
    </div>
  )
}
