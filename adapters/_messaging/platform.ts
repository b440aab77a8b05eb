/** What tells the two apart that speak Messenger's webhook and Send API. */
export interface Platform {
  readonly channel: 'messenger' | 'instagram'
  readonly name: string
  /** `object` of the webhook's envelope. */
  readonly object: 'page' | 'instagram'
  /** A person's id, which is another one for every Page (PSID) and Instagram account (IGSID). */
  readonly peer: 'psid' | 'igsid'
}

export const MESSENGER: Platform = { channel: 'messenger', name: 'Messenger', object: 'page', peer: 'psid' }
export const INSTAGRAM: Platform = { channel: 'instagram', name: 'Instagram', object: 'instagram', peer: 'igsid' }

/** Where the Graph API takes requests: the root with its version, and the messages of an account. */
export interface Endpoint {
  readonly root: string
  readonly messages: (account: string) => string
}
