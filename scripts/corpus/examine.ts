import { isDeepStrictEqual } from 'node:util'
import { readdirSync, readFileSync } from 'node:fs'
import type { Delivery, InboundObject } from '../../adapters/adapter.ts'
import { InboundFact } from '../../core/schema/fact.ts'
import type { CorpusChannel, Payload } from './payload.ts'

/** What came of one file of the corpus. `problems` break the contract of `parse`, whatever the file is. */
export interface Examined {
  readonly channel: string
  readonly file: string
  readonly facts: readonly InboundFact[]
  readonly problems: readonly string[]
  /** What it is, where it is nothing that a gateway receives. */
  readonly other?: string
}

const sameBytes = ({ body, object }: Delivery, from: Delivery): boolean =>
  Buffer.from(body).equals(from.body) && Buffer.from(object?.body ?? '').equals(from.object?.body ?? Buffer.alloc(0))

const copy = (delivery: Delivery): Delivery => structuredClone(delivery)

/** Plain JSON that the schema knows every field of. */
const isStorable = (fact: InboundFact): boolean => {
  const read = InboundFact.safeParse(fact)
  return read.success && isDeepStrictEqual(read.data, fact) && isDeepStrictEqual(JSON.parse(JSON.stringify(fact)), fact)
}

const parsed = async ({
  adapter,
  delivery,
}: Payload & { readonly kind: 'delivery' }): Promise<readonly [readonly InboundFact[], readonly string[]]> => {
  const input = copy(delivery)
  const facts = await adapter.parse(input)
  const files: readonly InboundObject[] = (await adapter.objects?.(input)) ?? []
  const again = await adapter.parse(copy(delivery))
  const checks: readonly (readonly [boolean, string])[] = [
    [facts.every(isStorable), 'a fact is not valid under the schema'],
    [isDeepStrictEqual(again, facts), 'the second time it says something else'],
    [sameBytes(input, delivery) && isDeepStrictEqual(input, delivery), 'parse changed its input'],
    [isDeepStrictEqual((await adapter.objects?.(copy(delivery))) ?? [], files), 'its files differ the second time'],
  ]
  return [facts, checks.flatMap(([holds, problem]) => (holds ? [] : [problem]))]
}

const examine = async (channel: CorpusChannel, folder: string, file: string): Promise<Examined> => {
  const base = { channel: channel.channel, file, facts: [], problems: [] }
  try {
    const payload = await channel.payload(file, Uint8Array.from(readFileSync(`${folder}/${file}`)))
    if (payload.kind === 'other') return { ...base, other: payload.what }
    const [facts, problems] = await parsed(payload)
    return { ...base, facts, problems }
  } catch (error) {
    return { ...base, problems: [`throws ${error instanceof Error ? error.name : 'something'}`] }
  }
}

/** Every file of a folder and those below it, but the list of sources. */
export const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'SOURCES.tsv')
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length + 1))
    .sort()

/** Runs every file of each channel's folder through `parse`, one after another. */
export const examineAll = async (corpus: string, channels: readonly CorpusChannel[]): Promise<readonly Examined[]> => {
  const examined: Examined[] = []
  for (const channel of channels) {
    const folder = `${corpus}/${channel.channel}`
    for (const file of filesOf(folder)) examined.push(await examine(channel, folder, file))
  }
  return examined
}
