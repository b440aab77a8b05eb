import { compact } from './compact.ts'
import type { Head } from './conversation/view.ts'
import { Problem } from './problem.ts'
import type { Control } from './schema/conversation.ts'
import type { Principal } from './reach.ts'
import type { Author } from './schema/message.ts'

/** A person answers, until control is passed. */
export const DEFAULT_CONTROL: Control = { by: 'human', name: null }

/**
 * Who speaks. By the key of a connector nobody else does: it is a bot of that name, whatever the call says; what the call says of
 * its id and picture stands. Who is signed in speaks as nobody but themselves.
 */
export const speaker = ({ connector, person }: Pick<Principal, 'connector' | 'person'>, author: Author): Author => {
  if (person !== undefined)
    return { kind: 'agent', id: person.id, name: person.name, ...compact({ avatarUrl: person.avatarUrl ?? undefined }) }
  return connector === undefined ? author : { ...author, kind: 'bot', name: connector }
}

/**
 * Whether an author may answer under this control. People write as `agent`; bots and connectors as `bot`, the named ones
 * under their name.
 */
const isInControl = ({ by, name }: Control, { kind, name: own }: Pick<Author, 'kind' | 'name'>): boolean => {
  if (kind !== 'agent' && kind !== 'bot') return true
  if (by === 'human') return kind === 'agent'
  return kind === 'bot' && (name === null || name === own)
}

/** Refuses who is not in control, unless they say that they mean it. */
export const refuseOthers = (head: Head, author: Author, override: boolean | undefined): void => {
  const control = head.state.said.control?.value ?? DEFAULT_CONTROL
  if (override || isInControl(control, author)) return
  const who = control.name === null ? control.by : `${control.by} ${control.name}`
  throw new Problem(
    'not_in_control',
    `This conversation is answered by: ${who}.`,
    [{ path: '/author', message: 'have control passed to you first, or say `"override": true`' }],
    { control },
  )
}
