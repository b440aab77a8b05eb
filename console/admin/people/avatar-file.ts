/** Both sides of a picture, in pixels: twice what is shown, for fine screens. */
const SIDE = 96

export interface Crop {
  readonly x: number
  readonly y: number
  readonly side: number
}

/** The square in the middle of a picture. */
export const middleOf = ({ width, height }: { readonly width: number; readonly height: number }): Crop => {
  const side = Math.min(width, height)
  return { x: (width - side) / 2, y: (height - side) / 2, side }
}

export const base64Of = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''))

/** The middle of a picture, small, as the API takes it. Throws where the file is no picture. */
export const avatarOf = async (file: Blob): Promise<{ readonly contentType: 'image/png'; readonly data: string }> => {
  const bitmap = await createImageBitmap(file)
  const { x, y, side } = middleOf(bitmap)
  const canvas = new OffscreenCanvas(SIDE, SIDE)
  canvas.getContext('2d')?.drawImage(bitmap, x, y, side, side, 0, 0, SIDE, SIDE)
  bitmap.close()
  const small = await canvas.convertToBlob({ type: 'image/png' })
  return { contentType: 'image/png', data: base64Of(new Uint8Array(await small.arrayBuffer())) }
}
