import { useState } from 'preact/hooks'
import { attempt } from '../ui/notices.tsx'
import { useLoaded, type Loaded } from './loaded.tsx'

interface Page<T> {
  readonly data: readonly T[]
  readonly next: string | null
}

/** A long list, a page at a time. What was read stays above what is read next. */
export const usePages = <T>(
  read: (cursor: string | undefined) => Promise<Page<T>>,
  key = '',
): Loaded<Page<T>> & { readonly more: () => Promise<boolean>; readonly reading: boolean } => {
  const [reading, setReading] = useState(false)
  const loaded = useLoaded(() => read(undefined), key)
  const more = async (): Promise<boolean> => {
    if (loaded.state !== 'ready' || loaded.data.next === null) return true
    const { data, next } = loaded.data
    setReading(true)
    const went = await attempt(async () => {
      const page = await read(next)
      loaded.keep({ data: [...data, ...page.data], next: page.next })
    })
    setReading(false)
    return went
  }
  return { ...loaded, more, reading }
}
