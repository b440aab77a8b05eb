import { useRef } from 'preact/hooks'

/**
 * The name of what somebody is about to make: the same while what they ask for is the same, so that a repetition makes nothing
 * twice, and another one once they change it.
 */
export const useIntent = (): ((wish: unknown) => string) => {
  const last = useRef<{ readonly wish: string; readonly key: string } | null>(null)
  return (wish) => {
    const asked = JSON.stringify(wish)
    if (last.current?.wish !== asked) last.current = { wish: asked, key: crypto.randomUUID() }
    return last.current.key
  }
}
