import type { JSX } from 'preact'

const initialsOf = (name: string): string => {
  const words = name
    .replaceAll(/[^\p{L}\p{N}\s]/gu, '')
    .split(/\s+/)
    .filter((word) => word !== '')
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) =>
    word === undefined ? '' : String.fromCodePoint(word.codePointAt(0) ?? 0),
  )
  return letters.join('').toLocaleUpperCase() || '?'
}

const HUES = 12
const hueOf = (seed: string): number => {
  let sum = 0
  for (const letter of seed) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997
  return sum % HUES
}

/** Only what this gateway serves is loaded: a picture from elsewhere would tell its owner who looks at it. */
const isOwn = (url: string): boolean => new URL(url, location.origin).pathname.startsWith('/v1/people/')
const ownPath = (url: string): string => {
  const { pathname, search } = new URL(url, location.origin)
  return pathname + search
}

/** Beside a name, which says who it is. */
export const Avatar = ({
  name,
  url,
  seed = name ?? '',
}: {
  readonly name: string | null | undefined
  readonly url?: string | null | undefined
  readonly seed?: string
}): JSX.Element =>
  url && isOwn(url) ? (
    <img class="avatar" src={ownPath(url)} alt="" width="36" height="36" />
  ) : (
    <span class="avatar" data-hue={hueOf(seed)} data-initials={initialsOf(name ?? '')} aria-hidden="true" />
  )
