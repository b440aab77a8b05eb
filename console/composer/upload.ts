interface Place {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** What browsers say by themselves, and refuse to be told. */
const OWN_HEADERS: ReadonlySet<string> = new Set(['content-length', 'host'])
/** It was put there before: the answer to that got lost. */
const THERE_ALREADY = 412

/** Puts a file where its upload says, telling how far it is: `fetch` cannot tell. */
export const putFile = (
  { url, headers }: Place,
  file: Blob,
  signal: AbortSignal,
  tell: (progress: number) => void,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', url)
    for (const [name, value] of Object.entries(headers))
      if (!OWN_HEADERS.has(name.toLowerCase())) request.setRequestHeader(name, value)
    request.upload.addEventListener('progress', ({ loaded, total }) => tell(total > 0 ? loaded / total : 0))
    request.addEventListener('load', () => {
      const { status } = request
      if ((status >= 200 && status < 300) || status === THERE_ALREADY) resolve()
      else reject(new Error(`The upload was answered ${status}.`))
    })
    request.addEventListener('error', () => reject(new Error('The upload was not answered.')))
    request.addEventListener('abort', () => reject(new Error('The upload was taken back.')))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
