/** Lines with their columns one below the other; `-` where there is nothing. */
export const columns = (rows: readonly (readonly (string | number | null)[])[]): readonly string[] => {
  const texts = rows.map((row) => row.map((cell) => (cell === null || cell === '' ? '-' : String(cell))))
  const widths = (texts[0] ?? []).map((_, index) => Math.max(...texts.map((row) => row[index]?.length ?? 0)))
  return texts.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

export const timeOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())
