import { changing, checkToken, graphApi, registerSubscription } from '../meta-setup.ts'
import { type Change, type SetupAt, SetupError } from '../setup.ts'
import { accessTokenOf, readNumber, rootOf, SCOPES, SUBSCRIBED, subscribedApps } from './account.ts'

/** The app's webhook, and the app at the WhatsApp Business Account of each number. */
export const register = async (at: SetupAt, signal: AbortSignal): Promise<readonly Change[]> => {
  const root = rootOf(at)
  const accessToken = accessTokenOf(at)
  const api = graphApi(at, root, accessToken)
  const { token, findings } = await checkToken(at, root, accessToken, { renew: '', scopes: SCOPES }, signal)
  if (token === undefined)
    throw new SetupError(findings[0]?.message ?? 'The app secret is not set: parley secrets list')
  const app = await registerSubscription(at, root, token.appId, SUBSCRIBED, signal)
  const numbers = await Promise.all(at.accounts.map((account) => readNumber(api, account, signal)))
  const wabas = [...new Set(numbers.flatMap((number) => number?.waba ?? []))]
  const accounts = await Promise.all(
    wabas.map(async (waba): Promise<Change> => {
      const what = `The app is told of the WhatsApp account ${waba}`
      const apps = await subscribedApps(api, waba, signal)
      return apps?.includes(token.appId) === true
        ? { what }
        : { what, apply: changing(api, `${encodeURIComponent(waba)}/subscribed_apps`, {}) }
    }),
  )
  return [app, ...accounts]
}
