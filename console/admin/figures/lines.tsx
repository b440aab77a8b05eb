import type { JSX } from 'preact'
import { directionOf, language } from '../../texts/text.ts'
import { across, namedDays, pathOf, ticksUpTo, upward, type Box, type Point } from './scale.ts'
import { dayName, span } from './words.ts'

export interface Day {
  readonly day: string
  readonly answered: number
  readonly medianMs: number | null
  readonly p90Ms: number | null
}

export const HEIGHT = 260
const LABEL = 84
const DAY_LABEL = 56

/** The place for the lines; the names of the scale are where writing begins. */
export const boxOf = (width: number, rightToLeft: boolean): Box => ({
  left: rightToLeft ? 10 : LABEL,
  right: width - (rightToLeft ? LABEL : 10),
  top: 12,
  bottom: HEIGHT - 28,
})

const Marker = ({
  at,
  kind,
  large,
}: {
  readonly at: Point
  readonly kind: Kind
  readonly large: boolean
}): JSX.Element => {
  const r = large ? 5 : 3
  return kind === 'median' ? (
    <circle class="mark" data-kind={kind} cx={at.x} cy={at.y} r={r} />
  ) : (
    <path
      class="mark"
      data-kind={kind}
      d={`M${at.x} ${at.y - r - 1}l${r + 1} ${r + 1}l${-r - 1} ${r + 1}l${-r - 1} ${-r - 1}z`}
    />
  )
}

type Kind = 'median' | 'p90'

/** Lines and signs differ in shape as well as in colour. */
export const Lines = ({
  days,
  width,
  chosen,
}: {
  readonly days: readonly Day[]
  readonly width: number
  readonly chosen: number
}): JSX.Element => {
  const rightToLeft = directionOf(language.value) === 'rtl'
  const box = boxOf(width, rightToLeft)
  const ticks = ticksUpTo(Math.max(...days.map(({ p90Ms }) => p90Ms ?? 0), 1000))
  const most = ticks.at(-1) ?? 1
  const x = (n: number): number => across(n, days.length, box, rightToLeft)
  const place = (n: number, value: number | null | undefined): Point | null =>
    value === null || value === undefined ? null : { x: x(n), y: upward(value, most, box) }
  const lines: readonly (readonly [Kind, readonly (Point | null)[]])[] = [
    ['p90', days.map(({ p90Ms }, n) => place(n, p90Ms))],
    ['median', days.map(({ medianMs }, n) => place(n, medianMs))],
  ]
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={box.left} x2={box.right} y1={upward(tick, most, box)} y2={upward(tick, most, box)} />
          <text
            class="tick"
            x={rightToLeft ? box.right + 8 : box.left - 8}
            y={upward(tick, most, box) + 4}
            text-anchor="end"
          >
            {tick === 0 ? '0' : span(tick)}
          </text>
        </g>
      ))}
      {namedDays(days.length, Math.floor((box.right - box.left) / DAY_LABEL)).map((n) => (
        <text key={n} class="tick" x={x(n)} y={HEIGHT - 8} text-anchor="middle">
          {dayName(days[n]?.day ?? '')}
        </text>
      ))}
      <line class="guide" x1={x(chosen)} x2={x(chosen)} y1={box.top} y2={box.bottom} />
      {lines.map(([kind, points]) => (
        <g key={kind}>
          <path class="line" data-kind={kind} d={pathOf(points)} />
          {points.map((point, n) => point && <Marker key={days[n]?.day} at={point} kind={kind} large={n === chosen} />)}
        </g>
      ))}
    </>
  )
}
