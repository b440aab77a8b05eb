import type { ObjectInfo, Objects } from '../../core/ports.ts'

export interface MemoryObjects extends Objects {
  readonly stored: ReadonlyMap<string, { readonly body: Uint8Array; readonly info: ObjectInfo }>
}

/** An object store that is a map. */
export const memoryObjects = (): MemoryObjects => {
  const stored = new Map<string, { body: Uint8Array; info: ObjectInfo }>()
  return {
    stored,
    put: async (name, body, info) => {
      const chunks: Uint8Array[] = []
      if (typeof body === 'string') chunks.push(Buffer.from(body))
      else if (body instanceof Uint8Array) chunks.push(body)
      else for await (const chunk of body) chunks.push(chunk)
      const whole = new Uint8Array(Buffer.concat(chunks))
      stored.set(name, { body: whole, info })
      return { size: whole.byteLength }
    },
    get: async (name) => stored.get(name)?.body,
    head: async (name) => {
      const found = stored.get(name)
      return found && { size: found.body.byteLength, contentType: found.info.contentType }
    },
    uploadLink: async (name, seconds, { contentType, size }) => ({
      url: `https://files.test/${name}?upload=${seconds}`,
      headers: { 'content-type': contentType, 'content-length': String(size) },
    }),
    link: async (name, seconds) => `https://files.test/${name}?expires=${seconds}`,
    delete: async (name) => void stored.delete(name),
  }
}
