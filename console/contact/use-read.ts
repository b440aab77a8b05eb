import { useSignal, type ReadonlySignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { generation } from '../state/feed.ts'

export interface Read<T> {
  readonly value: ReadonlySignal<T | undefined>
  readonly failure: ReadonlySignal<unknown>
  again(): void
}

/** What is read when it is first shown, when one of `deps` changes, and anew whenever the page may have missed something. */
export const useRead = <T>(read: () => Promise<T>, deps: readonly unknown[]): Read<T> => {
  const value = useSignal<T | undefined>(undefined)
  const failure = useSignal<unknown>(undefined)
  const asked = useSignal(0)
  useEffect(() => {
    if (generation.value === 0) return
    let left = false
    const look = async (): Promise<void> => {
      try {
        const found = await read()
        if (left) return
        value.value = found
        failure.value = undefined
      } catch (error) {
        if (!left) failure.value = error
      }
    }
    void look()
    return () => {
      left = true
    }
  }, [...deps, generation.value, asked.value])
  return { value, failure, again: () => void asked.value++ }
}
