/**
 * Times by how long they are, in buckets that grow by a twentieth: how many are in each. The middle of a bucket is told for all in it,
 * which is wrong by a fortieth at most. Histograms add up, so that days and accounts do.
 */
export type Histogram = ReadonlyMap<number, number>

export const MAX_ERROR = 0.025
const GROWTH = (1 + MAX_ERROR) / (1 - MAX_ERROR)

const bucketOf = (ms: number): number => (ms <= 1 ? 0 : Math.ceil(Math.log(ms) / Math.log(GROWTH)))
/** As far, in its own measure, from the one end of the bucket as from the other. */
const middleOf = (bucket: number): number => Math.round((2 * GROWTH ** bucket) / (GROWTH + 1))

export const histogramOf = (times: Iterable<number>): Histogram => {
  const counts = new Map<number, number>()
  for (const bucket of Array.from(times, bucketOf)) counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
  return counts
}

export const sumOf = (histograms: Iterable<Histogram>): Histogram => {
  const counts = new Map<number, number>()
  for (const [bucket, count] of Array.from(histograms, (one) => [...one]).flat())
    counts.set(bucket, (counts.get(bucket) ?? 0) + count)
  return counts
}

export const sizeOf = (histogram: Histogram): number => [...histogram.values()].reduce((sum, count) => sum + count, 0)

/** The least of the times that is not less than this share of them (the nearest rank); null where there are none. */
export const quantileOf = (histogram: Histogram, share: number): number | null => {
  let left = Math.max(1, Math.ceil(sizeOf(histogram) * share))
  for (const [bucket, count] of [...histogram].sort(([a], [b]) => a - b)) {
    left -= count
    if (left <= 0) return middleOf(bucket)
  }
  return null
}
