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
