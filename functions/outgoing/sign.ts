import { Webhook } from 'standardwebhooks'

/**
 * The signature of an event, as Standard Webhooks has it. Loaded late by way of this module: of a CommonJS package that is
 * imported by a call itself, esbuild's parts leave the default alone, and the class by its name is undefined.
 */
export const sign = (secret: string, id: string, at: Date, body: string): string =>
  new Webhook(secret).sign(id, at, body)
