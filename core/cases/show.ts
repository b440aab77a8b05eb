import type { Context } from '../context.ts'
import { readDetails, shownDetails, type Shown as ShownDetails } from '../conversation/details.ts'
import type { Head } from '../conversation/view.ts'

/** The view with metadata and ids of other systems, which are kept beside the head; read only where there are any. */
export const showDetails = async <V extends ShownDetails>(
  ctx: Pick<Context, 'table'>,
  head: Head,
  view: V,
): Promise<V> => {
  if (head.state.detailsAt === 0) return view
  return { ...view, ...shownDetails(await readDetails(ctx, head.id, { consistent: true })) }
}
