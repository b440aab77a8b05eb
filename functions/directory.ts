import type { Directory } from '../core/ports.ts'
import type { Account } from '../core/schema/directory.ts'
import type { CheckedConfig } from '../adapters/config.ts'

/** Shops, connections and accounts as the config names them. */
export const createDirectory = (config: CheckedConfig): Directory => {
  const accounts: Account[] = config.connections.flatMap((connection) =>
    connection.accounts.map(({ name, ...account }) => ({
      ...account,
      channel: connection.adapter.channel,
      connection: connection.name,
      ...(name === undefined ? {} : { name }),
    })),
  )
  const byId = new Map(accounts.map((account) => [`${account.channel} ${account.connection} ${account.id}`, account]))
  return {
    shops: () => config.shops,
    connections: () => config.connections.map(({ adapter, name }) => ({ channel: adapter.channel, name })),
    accounts: () => accounts,
    account: (channel, connection, id) => byId.get(`${channel} ${connection} ${id}`),
  }
}
