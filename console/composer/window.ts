export type WindowState =
  | { readonly state: 'open' }
  /** Not for much longer. */
  | { readonly state: 'closing'; readonly closesAt: number }
  | { readonly state: 'closed'; readonly since: number | null }

const SOON_MS = 2 * 3_600_000

/** Whether free text may be sent at a time: what was told of the window may have passed since. */
export const windowState = (
  { open, closesAt }: { readonly open: boolean; readonly closesAt: number | null },
  now: number,
): WindowState => {
  if (!open || (closesAt !== null && closesAt <= now)) return { state: 'closed', since: closesAt }
  if (closesAt === null || closesAt - now > SOON_MS) return { state: 'open' }
  return { state: 'closing', closesAt }
}
