import { useLocation } from 'preact-iso'

/** The list as it was looked at, with what it was narrowed to. */
export const useListAddress = (): string => {
  const { url } = useLocation()
  const at = url.indexOf('?')
  return at === -1 ? '/inbox' : `/inbox${url.slice(at)}`
}
