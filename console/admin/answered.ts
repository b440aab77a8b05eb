import { ParleyProblem } from '../../client/index.ts'

interface Answer {
  readonly error?: { readonly type?: string; readonly detail?: string }
  readonly response: Response
}

/** Of a call that answers nothing when it went well. Throws where it did not. */
export const answered = ({ error, response }: Answer): void => {
  if (!response.ok) throw new ParleyProblem(response.status, error)
}
