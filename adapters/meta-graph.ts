import { failure } from '../core/failures.ts'
import type { Failure } from '../core/schema/failure.ts'
import type { AdapterDeps } from './adapter.ts'
import { askProvider, callProvider, type Call, type Unanswered } from './http.ts'
import type { Json } from './json.ts'

/** One request to the Graph API: a POST where it has a body, else a GET. */
export interface GraphRequest<T> extends Pick<Call<T>, 'signal' | 'accepted' | 'refused'> {
  readonly url: string
  readonly body?: Json
}

type Refused = { readonly kind: 'refused'; readonly failure: Failure }

const NO_TOKEN: Refused = { kind: 'refused', failure: failure('credentials_invalid', 'no access token') }

/** Requests with the newest access token, which goes into a header and never into a URL. */
export const graph = ({ fetch, now, secrets }: Pick<AdapterDeps, 'fetch' | 'now' | 'secrets'>) => {
  const callOf = <T>({ url, body, ...rest }: GraphRequest<T>, token: string): Call<T> => {
    const authorization = `Bearer ${token}`
    const init =
      body === undefined
        ? { method: 'GET', headers: { authorization } }
        : {
            method: 'POST',
            headers: { authorization, 'content-type': 'application/json' },
            body: JSON.stringify(body),
          }
    return { fetch, secrets, url, init, ...rest }
  }
  const tokenOf = (): string | undefined => secrets['accessToken']?.find((secret) => secret !== '')
  return {
    /** What must not be done twice: the outcome may be unknown. */
    send: async <T>(request: GraphRequest<T>): Promise<T | Unanswered> => {
      const token = tokenOf()
      return token === undefined ? NO_TOKEN : callProvider(callOf(request, token), now())
    },
    /** What may be asked again. */
    ask: async <T extends { readonly kind: string }>(request: GraphRequest<T>): Promise<T | Refused> => {
      const token = tokenOf()
      return token === undefined ? NO_TOKEN : askProvider(callOf(request, token), now())
    },
  }
}
