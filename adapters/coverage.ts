/** Why something is left out, and where the provider writes of it. */
export interface LeftOut {
  readonly leftOut: string
  readonly link: string
}

/** Fixtures that show a feature, by file name without `.json`, or why there are none. */
export type Coverage = readonly string[] | LeftOut

/** What a provider can be asked beside sends, with the verb of the adapter that asks it. */
export type Asked = Readonly<Record<string, 'act' | 'profile' | 'media' | LeftOut>>
