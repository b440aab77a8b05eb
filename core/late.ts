/** What is made with its first use, and then kept: for modules that are imported only where they are needed. */
export const late = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined
  return () => (made ??= make())
}
