import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { App } from 'aws-cdk-lib'
import { describeDeployment } from '../adapters/deployment.ts'
import { ConfigError, type ParleyConfig } from '../adapters/config.ts'
import { FUNCTIONS } from '../functions/aws/shape.ts'
import { refuseReplacements, type Template } from './guard.ts'
import { ParleyStack } from './stack.ts'

/**
 * What `cdk` runs (cdk.json). Context: `config`, the path of the config; `bundles`, the folder with a folder for each function, which
 * `npm run bundle` makes; `deployed`, the path of the template that is deployed, over which nothing is made that would lose data.
 */
const app = new App()
const context = (name: string, otherwise: string): string => String(app.node.tryGetContext(name) ?? otherwise)

/** Ends with words for a person: what is wrong is in the config or the command, and a stack trace would hide it. */
const refuse = (message: string): never => {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

const { default: config } = (await import(pathToFileURL(resolve(context('config', 'parley.config.ts'))).href)) as {
  readonly default: ParleyConfig
}
const bundles = resolve(context('bundles', 'dist/lambda'))
const missing = FUNCTIONS.filter((name) => !existsSync(`${bundles}/${name}/index.mjs`))
if (missing.length > 0)
  refuse(`There is no bundle of ${missing.join(', ')} in ${bundles}. Make them with: npm run bundle`)

const described = () => {
  try {
    return describeDeployment(config)
  } catch (error) {
    if (error instanceof ConfigError) return refuse(error.message)
    throw error
  }
}
const deployment = described()
new ParleyStack(app, { deployment, bundle: (name) => `${bundles}/${name}` })
const { template } = app.synth().getStackByName(deployment.name) as { readonly template: Template }

const deployed = context('deployed', '')
if (deployed !== '') refuseReplacements(JSON.parse(readFileSync(deployed, 'utf8')) as Template, template)
