const STOPS = 'a[href], button, input, select, textarea, summary, [tabindex]'

const canTake = (element: Element): element is HTMLElement =>
  element.matches(':not(:disabled, [tabindex="-1"])') && element.checkVisibility()

const stopsIn = (element: ParentNode): readonly HTMLElement[] => [...element.querySelectorAll(STOPS)].filter(canTake)

const ancestorsOf = (element: Element): readonly Element[] => {
  const { parentElement: parent } = element
  return parent === null || parent === document.body ? [] : [parent, ...ancestorsOf(parent)]
}

/** Where somebody was who works by keys, remembered while it is still there. */
interface Place {
  readonly element: HTMLElement
  readonly ancestors: readonly Element[]
  /** All that could be reached, in its order. */
  readonly stops: readonly Element[]
}

const placeOf = (element: HTMLElement): Place => ({
  element,
  ancestors: ancestorsOf(element),
  stops: [...document.querySelectorAll(STOPS)],
})

/** What opened something that closed. */
const openerOf = ({ ancestors }: Place): HTMLElement | undefined =>
  ancestors
    .filter(({ isConnected, id }) => !isConnected && id !== '')
    .flatMap(({ id }) => [...document.querySelectorAll(`[aria-controls="${CSS.escape(id)}"]`)])
    .find(canTake)

/** What is next to a place that is gone, in the smallest part of the page that is left of where it was. */
const nextTo = (place: Place): HTMLElement | undefined => {
  const at = place.stops.indexOf(place.element)
  const after = new Set(place.stops.slice(at + 1))
  const before = new Set(place.stops.slice(0, at))
  for (const ancestor of place.ancestors.filter(({ isConnected }) => isConnected)) {
    const left = stopsIn(ancestor)
    const found = left.find((one) => after.has(one)) ?? left.findLast((one) => before.has(one)) ?? left[0]
    if (found) return found
    // Another page comes into it: it is not there yet.
    if (ancestor.matches('main')) return undefined
  }
  return undefined
}

const isDisabled = (element: Element): boolean => element.matches(':disabled')
const isNotice = ({ ancestors }: Place): boolean => ancestors.some((one) => one.matches('.notices'))

/**
 * Browsers put the focus nowhere when what had it goes: who works by keys would begin at the top of the page again. Puts it
 * where they were, or next to it: after something was removed, moved to another place, or could not be pressed for a while.
 */
export const keepFocus = (): void => {
  let place: Place | undefined
  /** Where somebody was before they turned to the notices. */
  let before: HTMLElement | undefined
  let wasDisabled = false

  document.addEventListener('focusin', ({ target }) => {
    wasDisabled = false
    if (place && !isNotice(place)) before = place.element
    // A finger or a mouse knows where it is, and a keyboard that opens by itself would be in its way.
    place = target instanceof HTMLElement && target.matches(':focus-visible') ? placeOf(target) : undefined
  })
  document.addEventListener('pointerdown', () => {
    place = undefined
  })

  new MutationObserver((changes) => {
    if (place === undefined) return
    const { element } = place
    if (isDisabled(element)) wasDisabled = true
    if (document.activeElement !== document.body) return
    if (!element.isConnected) {
      const back = isNotice(place) && before?.isConnected ? before : undefined
      ;(openerOf(place) ?? back ?? nextTo(place))?.focus()
      return
    }
    const wasMoved = changes.some(({ addedNodes }) => [...addedNodes].some((node) => node.contains(element)))
    if ((wasMoved || wasDisabled) && canTake(element)) element.focus({ preventScroll: true })
  }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] })
}
