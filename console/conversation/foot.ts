import { useSignal, type ReadonlySignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'

/** So near to the foot counts as being there. */
const NEAR_PX = 80
/** What grows under somebody's hands is what they opened: it does not move away from them. */
const OPENED_MS = 800

export interface Foot {
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly content: RefObject<HTMLOListElement | null>
  /** Whether there is something below that has not been seen. */
  readonly unseen: ReadonlySignal<boolean>
  readonly atFoot: ReadonlySignal<boolean>
  readonly toFoot: () => void
}

/**
 * Keeps a list that grows at both ends in its place: at its foot for whoever is there, and where somebody reads for
 * everybody else. `first` and `last` are the ids at its ends; `own`: the last one is of whoever looks, who wants to see it.
 */
export const useFoot = (first: string | undefined, last: string | undefined, own: boolean): Foot => {
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLOListElement>(null)
  const unseen = useSignal(false)
  const atFoot = useSignal(true)
  const before = useRef({ first, last, height: 0, touched: -OPENED_MS })

  const toFoot = (): void => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight })
    atFoot.value = true
    unseen.value = false
  }

  useLayoutEffect(() => {
    const box = scroller.current
    if (box === null) return
    const known = before.current
    if (known.last !== last) {
      if (atFoot.peek() || own) toFoot()
      else unseen.value = true
    } else if (known.first !== first) box.scrollTop += box.scrollHeight - known.height
    before.current = { ...known, first, last, height: box.scrollHeight }
  }, [first, last, own])

  useEffect(() => {
    const [box, list] = [scroller.current, content.current]
    if (box === null || list === null) return
    const onScroll = (): void => {
      atFoot.value = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX
      if (atFoot.peek()) unseen.value = false
    }
    const onTouch = ({ timeStamp }: Event): void => {
      before.current.touched = timeStamp
    }
    const observer = new ResizeObserver(() => {
      before.current.height = box.scrollHeight
      if (atFoot.peek() && performance.now() - before.current.touched > OPENED_MS) toFoot()
    })
    observer.observe(box)
    observer.observe(list)
    box.addEventListener('scroll', onScroll, { passive: true })
    list.addEventListener('click', onTouch)
    toFoot()
    return () => {
      observer.disconnect()
      box.removeEventListener('scroll', onScroll)
      list.removeEventListener('click', onTouch)
    }
  }, [])

  return { scroller, content, unseen, atFoot, toFoot }
}
