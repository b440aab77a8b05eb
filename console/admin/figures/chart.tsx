import type { JSX } from 'preact'
import { useId, useState } from 'preact/hooks'
import { figures } from '../../texts/admin.ts'
import { number } from '../../texts/format.ts'
import { directionOf, language, t } from '../../texts/text.ts'
import { Table } from '../table.tsx'
import { boxOf, HEIGHT, Lines, type Day } from './lines.tsx'
import { nearest } from './scale.ts'
import { useWidth } from './use-width.ts'
import { dayName, spanOrNone } from './words.ts'

const wordsOf = ({ day, medianMs, p90Ms, answered }: Day): string =>
  answered === 0
    ? t(figures.noAnswers, { day: dayName(day, 'long') })
    : t(figures.onDay, {
        day: dayName(day, 'long'),
        median: spanOrNone(medianMs),
        p90: spanOrNone(p90Ms),
        answered: number(answered),
      })

const Sample = ({ kind }: { readonly kind: 'median' | 'p90' }): JSX.Element => (
  <svg width="36" height="12" viewBox="0 0 36 12" aria-hidden="true">
    <path class="line" data-kind={kind} d="M0 6H36" />
    {kind === 'median' ? (
      <circle class="mark" data-kind={kind} cx="18" cy="6" r="3" />
    ) : (
      <path class="mark" data-kind={kind} d="M18 2l4 4l-4 4l-4-4z" />
    )}
  </svg>
)

/**
 * Median and nine of ten by day. A day is chosen by the pointer, or with the keys by the slider below, which says what the day
 * was like; beside it stands the same as a table.
 */
export const Chart = ({ days, channel }: { readonly days: readonly Day[]; readonly channel: string }): JSX.Element => {
  const [frame, width] = useWidth<HTMLDivElement>()
  const [chosen, setChosen] = useState(days.length - 1)
  const id = useId()
  const rightToLeft = directionOf(language.value) === 'rtl'
  const at = Math.min(chosen, days.length - 1)
  const day = days[at]
  const ends = { from: dayName(days[0]?.day ?? '', 'long'), to: dayName(days.at(-1)?.day ?? '', 'long') }

  const point = (event: PointerEvent): void => {
    const left = frame.current?.getBoundingClientRect().left ?? 0
    setChosen(nearest(event.clientX - left, days.length, boxOf(width, rightToLeft), rightToLeft))
  }

  return (
    <figure class="chart">
      <figcaption>
        <h2>{t(figures.chart, { channel })}</h2>
        <p class="legend">
          <span>
            <Sample kind="median" /> {t(figures.median)}
          </span>
          <span>
            <Sample kind="p90" /> {t(figures.p90)}
          </span>
        </p>
      </figcaption>
      <div ref={frame} class="chart-frame" onPointerMove={point} onPointerDown={point}>
        {width > 0 && (
          <svg width={width} height={HEIGHT} role="img" aria-labelledby={`${id}-title ${id}-desc`}>
            <title id={`${id}-title`}>{t(figures.chart, { channel })}</title>
            <desc id={`${id}-desc`}>{t(figures.chartDescription, ends)}</desc>
            <Lines days={days} width={width} chosen={at} />
          </svg>
        )}
      </div>
      <label class="chart-day">
        <span class="sr-only">{t(figures.day)}</span>
        <input
          type="range"
          min={0}
          max={days.length - 1}
          value={at}
          aria-valuetext={day && wordsOf(day)}
          onInput={(event) => setChosen(Number(event.currentTarget.value))}
        />
      </label>
      <p class="readout" aria-hidden="true">
        {day && wordsOf(day)}
      </p>
      <details>
        <summary>{t(figures.asTable)}</summary>
        <Table
          caption={t(figures.chart, { channel })}
          quiet
          columns={[
            { label: t(figures.day), names: true, cell: (row) => dayName(row.day, 'long') },
            { label: t(figures.answered), numeric: true, cell: (row) => number(row.answered) },
            { label: t(figures.median), numeric: true, cell: (row) => spanOrNone(row.medianMs) },
            { label: t(figures.p90), numeric: true, cell: (row) => spanOrNone(row.p90Ms) },
          ]}
          rows={days.toReversed()}
          id={(row) => row.day}
        />
      </details>
    </figure>
  )
}
