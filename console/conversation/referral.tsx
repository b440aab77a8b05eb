import type { JSX } from 'preact'
import type { Message } from '../../client/index.ts'
import { bubble } from '../texts/conversation.ts'
import { t } from '../texts/text.ts'
import { Icon } from '../ui/icons.tsx'
import { safeHref } from './words.ts'
import { OutLink } from './written.tsx'

/** The advert, post or product the customer came from. */
export const Referral = ({ referral }: { readonly referral: NonNullable<Message['referral']> }): JSX.Element => {
  const { source, headline, body, url, product } = referral
  const href = safeHref(url)
  return (
    <div class="card-line referral">
      <Icon name="link" size={16} />
      <div class="small">
        <p>
          {t(bubble.referral, { source: '' })}
          <bdi>{headline ?? source}</bdi>
        </p>
        {body && <p dir="auto">{body}</p>}
        {product && <p>{t(bubble.product, { id: product.productId })}</p>}
        {href && (
          <p>
            <OutLink href={href}>{t(bubble.openLink)}</OutLink>
          </p>
        )}
      </div>
    </div>
  )
}
