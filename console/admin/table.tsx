// The roles are spelled out: browsers drop those of a table that is not laid out as one.
/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role */
import type { ComponentChildren, JSX } from 'preact'
import '../styles/admin-table.css'

export interface Column<T> {
  readonly label: string
  readonly cell: (row: T) => ComponentChildren
  /** What names the row. */
  readonly names?: boolean
  readonly numeric?: boolean
}

/** A table that is one card for each row on a narrow screen, where each cell says what it is. */
export const Table = <T,>({
  caption,
  columns,
  rows,
  id,
  quiet = false,
}: {
  readonly caption: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly id: (row: T) => string
  /** The heading above says what the caption would. */
  readonly quiet?: boolean
}): JSX.Element => (
  <table class="table" role="table">
    <caption class={quiet ? 'sr-only' : undefined}>{caption}</caption>
    <thead role="rowgroup">
      <tr role="row">
        {columns.map(({ label, numeric }) => (
          <th key={label} role="columnheader" scope="col" data-numeric={numeric}>
            {label}
          </th>
        ))}
      </tr>
    </thead>
    <tbody role="rowgroup">
      {rows.map((row) => (
        <tr key={id(row)} role="row">
          {columns.map(({ label, cell, names, numeric }) =>
            names ? (
              <th key={label} role="rowheader" scope="row">
                {cell(row)}
              </th>
            ) : (
              <td key={label} role="cell" data-numeric={numeric}>
                <span class="table-label" aria-hidden="true">
                  {label}
                </span>
                <span class="table-value">{cell(row)}</span>
              </td>
            ),
          )}
        </tr>
      ))}
    </tbody>
  </table>
)
