/** Fixtures that show a feature, by file name without `.json`, or why there are none. */
export type Coverage = readonly string[] | { readonly leftOut: string; readonly link: string }
