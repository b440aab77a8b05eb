import { storable } from '../../../core/text/storable.ts'

/** A parameter of a webhook by name; one that is empty says as little as one that is missing. */
export type Params = (name: string) => string | undefined

/** Parameters of a form body, as Twilio writes them: UTF-8, names may come more than once. */
export const formParams = (body: Uint8Array): URLSearchParams => new URLSearchParams(new TextDecoder().decode(body))

/** Those parameters as facts can hold them: what was signed may have null bytes, with which handsets pad texts. */
export const storableParams = (body: Uint8Array): URLSearchParams =>
  new URLSearchParams(
    Array.from(formParams(body), ([name, value]): [string, string] => [storable(name), storable(value)]),
  )
