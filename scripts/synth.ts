import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { bundle, FUNCTIONS } from './lambda.ts'

/**
 * Makes the template of each kind of deployment by the CDK's own command line, with the bundles of that config: without an account,
 * without Docker, without a network. What stands in the templates test/infra looks at.
 */
const CONFIGS = ['all-channels', 'one-channel', 'own-domain']

const cdk = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk')
const cwd = fileURLToPath(new URL('..', import.meta.url))

for (const name of CONFIGS) {
  const config = `test/infra/${name}.config.ts`
  const started = performance.now()
  await Promise.all(FUNCTIONS.map((fn) => bundle(fn, { config, folder: `synth/${name}/${fn}` })))
  const run = spawnSync(
    process.execPath,
    [
      cdk,
      'synth',
      '--quiet',
      // They are bundled already, with another config than cdk.json bundles.
      '--build',
      '',
      '--context',
      `config=${config}`,
      '--context',
      `bundles=dist/lambda/synth/${name}`,
      '--output',
      `dist/cdk/${name}`,
    ],
    {
      cwd,
      encoding: 'utf8',
      // Nothing of whoever runs it: no account, no region, no notices from the network.
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], CDK_DISABLE_CLI_TELEMETRY: 'true', CI: 'true' },
    },
  )
  if (run.status !== 0) {
    console.error(`${run.stdout}${run.stderr}\n${name} does not synthesise.`)
    process.exit(1)
  }
  console.log(`${name.padEnd(14)} dist/cdk/${name}  ${((performance.now() - started) / 1000).toFixed(1)} s`)
}
