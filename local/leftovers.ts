import type { Table } from '../core/ports.ts'
import { loadPartition } from '../core/store/facts.ts'
import { goingOf } from '../core/store/going.ts'
import { DUE_SHARDS, factOfMessage, messageOfTodo } from '../core/store/keys.ts'
import type { Engine } from './engine/engine.ts'
import { matches } from './engine/filter.ts'
import { PROJECTED } from '../functions/aws/shape.ts'
import { PROJECT } from './sources.ts'

/** What an earlier process left undone, as a start found it. */
export interface Leftovers {
  /** Stream records that were not projected. */
  readonly records: number
  /** Parts that were claimed and whose provider had not answered: sent or not, nobody knows yet. */
  readonly claims: number
}

const PAGE = 1000

const countRecords = async ({ stream, checkpoints }: Pick<Engine, 'stream' | 'checkpoints'>): Promise<number> => {
  let records = 0
  for (let shard = 0; shard < stream.shards; shard += 1) {
    let after = await checkpoints.get(PROJECT, shard)
    for (let full = true; full;) {
      const page = await stream.read(shard, after, PAGE)
      records += page.filter((record) => matches(PROJECTED, record)).length
      after = page.at(-1)?.dynamodb.SequenceNumber
      full = page.length === PAGE
    }
  }
  return records
}

const claimsOf = async (table: Table, message: string): Promise<number> => {
  const { fact, state } = await loadPartition(table, factOfMessage(message))
  if (fact?.source !== 'own' || fact.fact.kind !== 'outbound') return 0
  return goingOf(fact.fact, state).parts.filter((part) => part.state.state === 'sending').length
}

/** By the due index, which holds everything still to be sent, beside jobs. */
const countClaims = async (table: Table): Promise<number> => {
  let claims = 0
  for (let shard = 0; shard < DUE_SHARDS; shard += 1) {
    let after: Readonly<Record<string, string>> | undefined
    do {
      const page = await table.query({ pk: `due#${shard}`, index: 'due', limit: PAGE, ...(after && { after }) })
      for (const { pk, sk } of page.items) if (pk.startsWith('cnv#')) claims += await claimsOf(table, messageOfTodo(sk))
      after = page.next
    } while (after !== undefined)
  }
  return claims
}

/** Counts before anything works on it. */
export const findLeftovers = async (
  engine: Pick<Engine, 'stream' | 'checkpoints'>,
  table: Table,
): Promise<Leftovers> => ({ records: await countRecords(engine), claims: await countClaims(table) })
