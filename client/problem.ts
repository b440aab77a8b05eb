/** A call that cannot succeed by being repeated. `type` is the stable name of the problem, without its URN. */
export class ParleyProblem extends Error {
  override readonly name = 'ParleyProblem'
  readonly status: number
  readonly type: string

  constructor(status: number, problem: { readonly type?: string; readonly detail?: string } = {}) {
    super(problem.detail ?? `The gateway answered ${status}.`)
    this.status = status
    this.type = problem.type?.replace('urn:parley:problem:', '') ?? 'unknown'
  }
}

interface Refusal {
  readonly type?: string
  readonly detail?: string
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
}

/** What a call answered. Throws {@link ParleyProblem}, with each field at fault, where it was refused. */
export const dataOf = <T>({
  data,
  error,
  response,
}: {
  readonly data?: T
  readonly error?: Refusal
  readonly response: Response
}): T => {
  // Some calls answer that it is done, and nothing else.
  if (data !== undefined || response.ok) return data as T
  const { detail, errors = [], ...rest } = error ?? {}
  const lines = [
    detail ?? `The gateway answered ${response.status}.`,
    ...errors.map((e) => `  ${e.path}: ${e.message}`),
  ]
  throw new ParleyProblem(response.status, { ...rest, detail: lines.join('\n') })
}
