import { useEffect, useState } from 'preact/hooks'
import { dataOf, ParleyProblem, type SentMessage } from '../../client/index.ts'
import { api } from '../state/session.ts'
import type { Refusal } from './intent.ts'

export interface Planned {
  readonly parts: number
  readonly segments: number | null
  /** Rules of the plan, each once. */
  readonly rules: readonly string[]
  readonly refusal: Refusal | null
}

const AFTER_MS = 400

const ask = async (conversation: string, message: SentMessage, signal: AbortSignal): Promise<Planned | null> => {
  try {
    const { plan } = dataOf(await api().POST('/v1/plan', { body: { conversation, message }, signal }))
    const rules = [...new Set(plan.degradations.map(({ rule }) => rule))]
    return { parts: plan.parts.length, segments: plan.segments ?? null, rules, refusal: null }
  } catch (error) {
    if (!(error instanceof ParleyProblem) || error.status >= 500 || error.status === 429) return null
    return { parts: 0, segments: null, rules: [], refusal: { type: error.type, detail: error.message } }
  }
}

/** What the gateway would make of it, shortly after the last change; null while that is not known. */
export const usePlan = (conversation: string, message: SentMessage | undefined): Planned | null => {
  const [planned, setPlanned] = useState<Planned | null>(null)
  const asked = JSON.stringify(message)
  useEffect(() => {
    if (asked === undefined) {
      setPlanned(null)
      return undefined
    }
    const leaving = new AbortController()
    const show = async (): Promise<void> => {
      const answer = await ask(conversation, JSON.parse(asked) as SentMessage, leaving.signal)
      if (!leaving.signal.aborted) setPlanned(answer)
    }
    const timer = setTimeout(() => void show(), AFTER_MS)
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [conversation, asked])
  return planned
}
