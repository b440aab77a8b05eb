import { stringIn, type Json } from './json.ts'

/**
 * Lower case, without spaces: `Bounce`, `Rendering Failure`. Feedback notifications name it `notificationType`, event
 * publishing `eventType`. https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export const eventName = (notification: Json): string | undefined =>
  (stringIn(notification['eventType']) ?? stringIn(notification['notificationType']))?.toLowerCase().replaceAll(' ', '')

/** That an image was loaded or a link followed says little of a person, and mail programs do both by themselves. */
export const IGNORED_EVENTS: ReadonlySet<string> = new Set(['open', 'click'])
