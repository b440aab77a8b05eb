/**
 * Text as any store and any reader of UTF-8 takes it: without null bytes, which handsets pad texts with and databases refuse;
 * half surrogates, which UTF-8 cannot write, as U+FFFD.
 */
export const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed()
