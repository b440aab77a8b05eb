import * as z from 'zod'
import { Activity, Case, Conversation, ListedConversation, Note, Window } from '../../core/schema/conversation.ts'
import { Failure } from '../../core/schema/failure.ts'
import { Contact } from '../../core/schema/identity.ts'
import { ApiKey, KeyScope } from '../../core/schema/key.ts'
import { Message, Plan } from '../../core/schema/message.ts'
import { Person, Session, SignIn } from '../../core/schema/person.ts'
import { ShopAnswer } from './account-answers.ts'

/** What the API answers. Names make them components of the OpenAPI document, which clients are generated from. */
export const ConversationAnswer = Conversation.meta({ id: 'Conversation' })
export const ListedConversationAnswer = ListedConversation.meta({ id: 'ListedConversation' })
export const MessageAnswer = Message.meta({ id: 'Message' })
export const ContactAnswer = Contact.meta({ id: 'Contact' })
export const NoteAnswer = Note.meta({ id: 'Note' })
export const CaseAnswer = Case.meta({ id: 'Case' })
export const CasesAnswer = z.object({ data: z.array(CaseAnswer) })
export const EntryAnswer = z
  .discriminatedUnion('type', [MessageAnswer, Activity.meta({ id: 'Activity' }), NoteAnswer])
  .meta({ id: 'Entry' })
/** `reason` is why the message cannot be sent, where `plan` is that of its fallback; else `fallback` is what that would come to. */
export const PlanAnswer = z
  .object({ plan: Plan, window: Window, fallback: Plan.optional(), reason: Failure.optional() })
  .meta({ id: 'Planned' })
/** Whether the customer is shown it; else why not. */
export const ActedAnswer = z.object({ sent: z.boolean(), reason: z.string().nullable() })

export const ApiKeyAnswer = ApiKey.meta({ id: 'ApiKey' })
/** `token` is told once: null where the call is repeated. */
export const ApiKeyMadeAnswer = ApiKey.extend({ token: z.string().nullable() }).meta({ id: 'ApiKeyMade' })

export const PersonAnswer = Person.meta({ id: 'Person' })
export const SignInAnswer = SignIn.meta({ id: 'SignIn' })
export const SessionAnswer = Session.meta({ id: 'Session' })
/** Who calls: a person who is signed in, or a key. `shop` is the one of the call, `shops` those it could name. */
export const MeAnswer = z
  .object({
    person: PersonAnswer.nullable(),
    key: z.object({ id: z.string() }).nullable(),
    scopes: z.array(KeyScope),
    shop: z.string(),
    shops: z.array(ShopAnswer),
  })
  .meta({ id: 'Me' })

/** A page of a list. `next` goes on where it ends; null ends the list. */
export const pageOf = <S extends z.ZodType>(item: S) => z.object({ data: z.array(item), next: z.string().nullable() })

/** RFC 9457. */
export const ProblemAnswer = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })
