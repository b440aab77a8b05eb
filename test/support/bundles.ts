import { FUNCTIONS } from '../../functions/aws/shape.ts'
import { bundle } from '../../scripts/lambda.ts'
import { ROOT } from './tree.ts'

/** Bundles every function as it is deployed, in a folder of this name, so that tests side by side have their own. */
export const makeBundles = async (folder: string): Promise<string> => {
  await Promise.all(FUNCTIONS.map((name) => bundle(name, { folder: `${folder}/${name}` })))
  return `${ROOT}/dist/lambda/${folder}`
}
