import { CommandError } from './command.ts'
import type { World } from './world.ts'

/** Goes on where the person agrees, or has by `--yes`. Throws {@link CommandError} else. */
export const agreed = async (world: World, yes: boolean | undefined, question: string): Promise<void> => {
  if (yes === true) return
  if (world.ask === undefined) throw new CommandError(`${question} Nobody can be asked here: give --yes.`, 2)
  if (!/^y(es)?$/i.test(await world.ask(`${question} [y/N]`))) throw new CommandError('Nothing was changed.')
}
