import type { Caller } from '../../core/reach.ts'
import type { ProblemType } from '../../core/problem.ts'

/** What the API's handlers find on a call. */
export interface ApiEnv {
  /** As `hono/aws-lambda` passes it. */
  readonly Bindings: { readonly requestContext?: { readonly requestId?: string } }
  readonly Variables: {
    requestId: string
    /** Set once the call is authenticated. */
    principal: Caller
    /** The session that it is authenticated by, where it is not by a key. */
    session?: string
    /** Set when the answer is a problem. */
    problem?: ProblemType
  }
}
