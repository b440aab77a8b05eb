import type { JSX } from 'preact'

/** Outlines on a grid of 24, drawn for this page. */
const PATHS = {
  inbox: 'M4 5h16v14H4zM4 13h5l1.5 2.5h3L15 13h5',
  admin: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5',
  send: 'M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4',
  attach: 'M19 11l-7.5 7.5a4.5 4.5 0 0 1-6.4-6.4L13 4.3a3 3 0 0 1 4.2 4.2l-7.6 7.6a1.5 1.5 0 0 1-2.1-2.1L14 7.5',
  reply: 'M10 8V4l-7 7 7 7v-4c5 0 8 1.5 11 5-1-6-4-11-11-11z',
  note: 'M5 4h14v11l-5 5H5zM19 15h-5v5M8 9h8M8 13h4',
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 13l4 4L19 7',
  checks: 'M2 13l4 4L16 7M11 16l1 1L22 7',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 2',
  warning: 'M12 4 2.5 20h19zM12 10v4M12 17v.5',
  question: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.5',
  tag: 'M4 4h8l8 8-8 8-8-8zM8 8v.01',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 20c1-4 4-6 8-6s7 2 8 6',
  people:
    'M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M2.5 19c.8-3.4 3.2-5 6.5-5s5.7 1.6 6.5 5M16 5.5a3 3 0 0 1 0 6M17.5 14.3c2.3.4 3.6 2 4 4.7',
  snooze: 'M12 5a8 8 0 1 0 0 16 8 8 0 0 0 0-16M9 10h6l-6 6h6M4 3 2 5M20 3l2 2',
  more: 'M5 12v.01M12 12v.01M19 12v.01',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 21 21',
  file: 'M6 3h8l5 5v13H6zM14 3v5h5',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  place: 'M12 21c5-6 7-8.5 7-11.5a7 7 0 0 0-14 0C5 12.5 7 15 12 21M12 7.5a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6',
  merge: 'M6 4v4c0 4 6 4 6 8v4M18 4v4c0 4-6 4-6 8M9 17l3 3 3-3',
  columns: 'M4 5h16v14H4zM9.5 5v14M14.5 5v14',
  key: 'M8 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 12h9v4M17 12v3',
  link: 'M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7L12 17',
  chart: 'M4 20V4M4 20h16M8 16v-4M12 16V8M16 16v-6',
  letter: 'M3 6h18v12H3zM3 7l9 7 9-7',
  refresh: 'M20 11a8 8 0 1 0-2 6M20 5v6h-6',
  expand: 'M14 4h6v6M10 20H4v-6M20 4l-7 7M4 20l7-7',
  edit: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
  plus: 'M12 5v14M5 12h14',
  template: 'M4 5h16v4H4zM4 13h7v6H4zM15 13h5M15 16h5M15 19h3',
  smile: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8.5 14.5c2 2.5 5 2.5 7 0M9 9.5v.5M15 9.5v.5',
  phone: 'M6 3h4l1.5 5L9 9.5c1 2.5 3 4.5 5.5 5.5l1.5-2.5 5 1.5v4c0 2-2 3-4 3C9 21 3 15 3 7c0-2 1-4 3-4',
} as const
export type IconName = keyof typeof PATHS

/** Those that point along the line of writing. */
const DIRECTED: ReadonlySet<IconName> = new Set(['back', 'send', 'reply'])

/** A picture beside words: it says nothing of its own. */
export const Icon = ({ name, size = 20 }: { readonly name: IconName; readonly size?: number }): JSX.Element => (
  <svg
    class={DIRECTED.has(name) ? 'icon icon-directed' : 'icon'}
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <path d={PATHS[name]} />
  </svg>
)
