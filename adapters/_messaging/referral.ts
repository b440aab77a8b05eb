import { compact } from '../../core/compact.ts'
import type { MessageBody, Referral } from '../../core/schema/message.ts'
import { isRecord, record, text, type Json } from '../json.ts'

/**
 * Where the customer came from: an advert, an m.me or ig.me link, a product of the shop. A video's picture is its
 * thumbnail. https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/messaging-referrals
 */
export const referralOf = (value: unknown): Referral | undefined => {
  if (!isRecord(value) || Object.keys(value).length === 0) return undefined
  const advert = record(value['ads_context_data'])
  const product = text(record(value['product'])['id']) ?? text(advert['product_id'])
  const video = text(advert['video_url'])
  const photo = text(advert['photo_url'])
  return compact({
    source: (text(value['source']) ?? (product === undefined ? 'unknown' : 'product')).toLowerCase(),
    sourceId: text(value['ad_id']) ?? text(advert['post_id']),
    url: text(value['referer_uri']),
    headline: text(advert['ad_title']),
    mediaUrl: video ?? photo,
    thumbnailUrl: video === undefined ? undefined : photo,
    product: product === undefined ? undefined : { productId: product },
  })
}

/** What a referral says that has no field of its own: the shop's own word in the link, and what the advert belongs to. */
export const referralExtra = (value: unknown): NonNullable<MessageBody['extra']> => {
  const referral = record(value)
  const advert = record(referral['ads_context_data'])
  return compact({
    ref: text(referral['ref']),
    referralType: text(referral['type']),
    postId: text(advert['post_id']),
    flowId: text(advert['flow_id']),
  })
}

/** Words for a referral that came by itself. */
export const referralText = (referral: Json): string => {
  const headline = referralOf(referral)?.headline ?? text(referral['ref'])
  const source = text(referral['source'])?.toLowerCase() ?? 'a link'
  return `The customer came from ${source}${headline === undefined ? '' : `: ${headline}`}`
}
