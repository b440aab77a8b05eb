import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import type { ParleyConfig } from '../../adapters/config.ts'
import { describeDeployment, type Deployment } from '../../adapters/deployment.ts'
import type { Template } from '../../infra/guard.ts'
import { ParleyStack } from '../../infra/stack.ts'
import allChannels from './all-channels.config.ts'
import oneChannel from './one-channel.config.ts'
import ownDomain from './own-domain.config.ts'

export const CONFIGS = { 'all channels': allChannels, 'one channel': oneChannel, 'own domain': ownDomain }
export type ConfigName = keyof typeof CONFIGS

/** What a function's bundle is does not matter to a template. */
const bundle = mkdtempSync(join(tmpdir(), 'parley-infra-'))
writeFileSync(join(bundle, 'index.mjs'), 'export const handler = () => undefined\n')

export interface Synthesised {
  readonly deployment: Deployment
  readonly template: Template
}

/** The template of a config. Throws where cdk-nag finds what nobody has given a reason for. */
const synthesise = (config: ParleyConfig): Synthesised => {
  // Where each construct was made is only for people; to find out takes most of the time.
  const app = new App({
    context: { 'aws:cdk:disable-stack-trace': true },
    outdir: mkdtempSync(join(tmpdir(), 'parley-cdk-')),
  })
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  const deployment = describeDeployment(config)
  new ParleyStack(app, { deployment, bundle: () => bundle })
  return { deployment, template: app.synth().getStackByName(deployment.name).template as Template }
}

const made = new Map<ConfigName, Synthesised>()
/** Made once for each config. */
export const templateOf = (name: ConfigName): Synthesised => {
  const known = made.get(name) ?? synthesise(CONFIGS[name])
  made.set(name, known)
  return known
}

export type Properties = Readonly<Record<string, unknown>>
export const resourcesOf = ({ Resources }: Template, type: string): readonly (readonly [string, Properties])[] =>
  Object.entries(Resources).flatMap(([id, resource]) =>
    resource.Type === type ? [[id, resource.Properties ?? {}] as const] : [],
  )
