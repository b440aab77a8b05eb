import type { Context } from '../context.ts'
import { readCaseDetails, readDetails, shownDetails, type Shown as ShownDetails } from '../conversation/details.ts'
import type { Head } from '../conversation/view.ts'
import type { Case } from '../schema/conversation.ts'

type Store = Pick<Context, 'table'>
/** What of a conversation may be kept beside its head. */
type View = ShownDetails & { readonly case?: Case | null }
interface Kept {
  readonly detailed: boolean
  readonly caseDetailed: boolean
}

/** A view with metadata and ids of other systems, and with those of its case; read only where there are any. */
export const withDetails = async <V extends View>(
  ctx: Store,
  conversation: string,
  { detailed, caseDetailed }: Kept,
  view: V,
  options: { readonly consistent?: boolean } = {},
): Promise<V> => {
  const details = detailed ? shownDetails(await readDetails(ctx, conversation, options)) : {}
  if (!view.case || !caseDetailed) return { ...view, ...details }
  const { externalIds } = shownDetails(await readCaseDetails(ctx, conversation, view.case.id, options))
  return { ...view, ...details, case: { ...view.case, externalIds } }
}

/** The view of a conversation as it stands this moment, with what is kept beside its head. */
export const showDetails = <V extends View>(ctx: Store, { id, state }: Head, view: V): Promise<V> =>
  withDetails(ctx, id, { detailed: state.detailsAt > 0, caseDetailed: state.caseDetailsAt > 0 }, view, {
    consistent: true,
  })

/** A case of a conversation with its ids of other systems. */
export const showCase = async (ctx: Store, { id, state }: Head, view: Case): Promise<Case> => {
  if (state.caseDetailsAt === 0) return view
  const { externalIds } = shownDetails(await readCaseDetails(ctx, id, view.id, { consistent: true }))
  return { ...view, externalIds }
}
