/** Rows under a header as aligned text: numbers to the right, everything else to the left. */
export const table = (header: readonly string[], rows: readonly (readonly (string | number)[])[]): string => {
  const lines = [header, ...rows.map((row) => row.map(String))]
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const numeric = header.map((_, column) => rows.every((row) => typeof row[column] === 'number'))
  const text = lines.map((line) =>
    line.map((cell, column) => cell[numeric[column] ? 'padStart' : 'padEnd'](widths[column] ?? 0)).join('  '),
  )
  return [text[0], widths.map((width) => '-'.repeat(width)).join('  '), ...text.slice(1)].join('\n')
}

/** Kilobytes of 1,000 bytes with one decimal. */
export const kilobytes = (bytes: number): number => Math.round(bytes / 100) / 10
