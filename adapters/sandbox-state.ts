import { Faults, type SandboxDeps, type SandboxRequest } from './sandbox.ts'

type SendFault = NonNullable<Faults['send']>

/** What every sandbox keeps: the faults it was told to make, and the requests it received. In memory, bounded. */
export interface SandboxState {
  faults(): Faults
  /** Replaces the faults. Throws a ZodError when they are not valid. */
  setFaults(next: Faults): void
  /** The fault of this send, if one is due; each call uses one of its `times` up. */
  nextSendFault(): SendFault | undefined
  record(request: SandboxRequest): void
  requests(): readonly SandboxRequest[]
}

const MOST_REQUESTS = 1000

export const sandboxState = (): SandboxState => {
  let faults: Faults = {}
  let sendsLeft = 0
  let requests: readonly SandboxRequest[] = []
  return {
    faults: () => faults,
    setFaults: (next) => {
      faults = Faults.parse(next)
      sendsLeft = faults.send?.times ?? 0
    },
    nextSendFault: () => {
      if (sendsLeft === 0) return undefined
      sendsLeft -= 1
      return faults.send
    },
    record: (request) => {
      requests = [...requests, request].slice(-MOST_REQUESTS)
    },
    requests: () => requests,
  }
}

/** Runs jobs one after another, each so many ms after the one before is through: they arrive in this order. */
export const inTurn = (
  later: SandboxDeps['later'],
  delayMs: number,
  [job, ...rest]: readonly (() => Promise<unknown>)[],
): void => {
  if (job === undefined) return
  later(delayMs, async () => {
    await job()
    inTurn(later, delayMs, rest)
  })
}
