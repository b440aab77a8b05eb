import { row, type FailureRow, type FailureTable } from '../../../core/failures.ts'
import type { Failure } from '../../../core/schema/failure.ts'
import type { ProviderAnswer } from '../../http.ts'

const table = (groups: readonly (readonly [FailureRow, readonly number[]])[]): FailureTable =>
  Object.fromEntries(groups.flatMap(([found, codes]) => codes.map((code) => [String(code), found])))

/** The sender or its configuration is wrong: no message of the account goes before that is mended. */
const senderRejected = row('provider_rejected', { scope: 'account' })
const HOUR = 3600

/**
 * Twilio's codes, as the API answers them and as status callbacks state them (`ErrorCode`): every code of the
 * dictionary that can concern a message, then those that cannot. https://www.twilio.com/docs/api/errors
 */
export const FAILURES: FailureTable = table([
  // Access to the API. A wrong Account SID in the URL is "not found".
  [row('credentials_invalid'), [20003, 20006, 20008, 20403, 20404, 63001]],
  // Suspended or closed, in nearly all cases for want of funds.
  [row('billing_required'), [20005, 30002, 63020]],
  [row('policy_blocked'), [20010]],
  // A 429 was not processed and is safe to repeat: https://www.twilio.com/docs/api/errors/20429
  // 21611 and 30001: more than 10 hours of messages are waiting already.
  [row('rate_limited'), [20429, 21611, 30001, 30022, 63017, 63018]],
  // Daily limits of US carriers and channels.
  [row('rate_limited', { retry: { afterSeconds: HOUR } }), [30023, 30027, 63038]],
  // 20500: Twilio itself says that it failed; its advice is to try again. https://www.twilio.com/docs/api/errors/20500
  [row('provider_unavailable'), [20500, 20503, 21730, 63010]],
  [row('provider_unavailable', { scope: 'message' }), [30020, 30021, 63009, 63012]],
  [row('provider_unavailable', { scope: 'recipient' }), [30017]],
  // The carrier gave no reason. It may be the handset, so it is not tried for a whole day.
  [row('provider_unavailable', { retry: { max: 2 }, scope: 'message' }), [30008]],
  // Twilio fails these without repeating them, because they may have arrived: neither do we.
  [row('outcome_unknown'), [30410]],
  [row('expired'), [30036]],

  // The recipient: not a number, a landline, switched off, or not to be reached from here.
  [row('recipient_unreachable'), [21211, 21214, 21217, 21265, 21266, 21604, 21612, 21614, 21635]],
  [row('recipient_unreachable'), [30003, 30005, 30006, 30014, 63003, 63024, 63031, 63036]],
  [row('recipient_opted_out'), [21610, 63014]],
  [row('window_closed'), [63016]],
  // Trial accounts, regions that are not enabled, block lists: other recipients still get messages.
  [row('policy_blocked', { scope: 'recipient' }), [21219, 21408, 21608, 30004, 63015, 63032, 63033, 63035, 63039]],
  // Filtered for what it says.
  [row('policy_blocked', { scope: 'message' }), [30007, 63013, 63026]],
  // Registration of senders, campaigns and toll-free numbers.
  [row('policy_blocked'), [21267, 21607, 21613, 21615, 30018, 30024, 30032, 30033, 30034, 30035, 30037, 30040]],
  [row('policy_blocked'), [30041, 30042]],
  [senderRejected, [21212, 21401, 21601, 21603, 21606, 21616, 21659, 21660, 21661, 63002, 63007, 63008, 63022]],
  [senderRejected, [21701, 21702, 21703, 21704, 21705, 21709, 21713, 21715]],
  // The public URL of the gateway is not one that Twilio can call, or its TLS is too old for Twilio.
  [senderRejected, [21609, 20011, 20012]],

  // What is sent.
  [row('content_too_large'), [11751, 20413, 21605, 21617, 21623, 21652, 30019, 30044, 63034]],
  [row('content_unsupported'), [21602, 21618, 21621, 21622, 30015, 30016, 63005, 63006, 63021, 63030]],
  [row('media_rejected', { scope: 'recipient' }), [30011]],
  [row('media_rejected'), [21620, 63025, 63037]],
  // Twilio could not fetch a file: its host answered wrongly, not at all or with another type.
  [row('media_rejected'), [11200, 11201, 11202, 11203, 11205, 11206, 11210, 11215, 11220, 11235, 11236, 11237]],
  [row('media_rejected'), [11240, 11241, 11242, 11243, 11251, 12300, 63019]],
  [row('template_rejected'), [21654, 21655, 21656, 63027, 63028, 63029, 63040, 63041]],
  // Parameters that make no sense, or that another resource takes.
  [row('provider_rejected'), [20001, 20002, 20004, 20007, 20009, 20020, 20021, 20023, 20409, 20422, 20423, 20426]],
  [row('provider_rejected'), [21619, 21624, 21626, 21627, 21653, 30010, 30012, 30013, 30028, 30029, 30030, 30031]],
  [row('provider_rejected'), [30400, 30404, 30409, 63011, 63023]],

  // No send ends with these: replies in TwiML, …
  [row('provider_rejected'), [11750, 11770, 12301, 14300]],
  // … messages that came in and were lost or withheld, …
  [row('provider_rejected'), [30009, 30038, 30039]],
  // … addresses, bundles and documents of numbers, …
  [row('provider_rejected'), [21628, 21629, 21630, 21631, 21634, 21644, 21645, 21646, 21647, 21648, 21649, 21650]],
  [row('provider_rejected'), [21651]],
  // … set-up of Messaging Services, brands and campaigns, warnings before a limit is reached, …
  [row('provider_rejected'), [21710, 21712, 21714, 21717, 21719, 21720, 21721, 21722, 21723, 21724, 21725, 21726]],
  [row('provider_rejected'), [21727, 21728, 30025, 30026, 30125]],
  // … link shortening, …
  [row('provider_rejected'), [30100, 30101, 30102, 30103, 30104, 30105, 30106, 30107, 30108, 30109, 30110, 30111]],
  [row('provider_rejected'), [30112, 30113, 30114, 30115, 30116, 30117, 30118, 30119, 30120, 30121, 30122, 30123]],
  [row('provider_rejected'), [30124, 30127, 30128, 30129, 30130, 30131, 30132, 30133]],
  // … and verification of toll-free numbers.
  [row('provider_rejected'), [30440, 30441, 30442, 30443, 30444, 30445, 30446, 30447, 30448, 30449]],
])

/** The failure of a code, as a status callback states it. A code nobody knows is a refusal of the message. */
export const failureOf = (code: string, detail: string | undefined, httpStatus?: number): Failure => ({
  ...(FAILURES[code] ?? row('provider_rejected')),
  provider: {
    code,
    ...(detail === undefined ? {} : { detail }),
    href: `https://www.twilio.com/docs/api/errors/${code}`,
    ...(httpStatus === undefined ? {} : { httpStatus }),
  },
})

/**
 * The failure of an answered send. Undefined where the HTTP status says more: the answer has no code, or one nobody
 * knows on anything but a plain 400. A server error like that may hide a message that was sent.
 */
export const refusalOf = ({ status, json }: ProviderAnswer): Failure | undefined => {
  const { code, message } = (json ?? {}) as { readonly code?: unknown; readonly message?: unknown }
  if (typeof code !== 'number' || !Number.isInteger(code)) return undefined
  if (FAILURES[code] === undefined && status !== 400) return undefined
  return failureOf(String(code), typeof message === 'string' ? message : undefined, status)
}
