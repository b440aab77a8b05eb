/** `parley/schema`: everything that is stored, told and taken, as schemas that check it. */
export * from './conversation.ts'
export * from './directory.ts'
export * from './email.ts'
export * from './event.ts'
export * from './fact.ts'
export * from './failure.ts'
export * from './identity.ts'
export * from './message.ts'
