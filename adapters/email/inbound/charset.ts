import { isUtf8 } from 'node:buffer'

/**
 * Text in the charset that somebody named. Where nobody did, or nobody knows it: UTF-8 if it is, else windows-1252, as most
 * of the world's other bytes are.
 */
export const decode = (bytes: Uint8Array, charset: string | undefined): string => {
  try {
    return new TextDecoder(charset ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1252')).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
