#!/usr/bin/env node
// In Parley's own repository the sources run as they are; installed as a package, what was built of them.
import { existsSync } from 'node:fs'

const source = new URL('../cli/parley.ts', import.meta.url)
await import(existsSync(source) ? source.href : new URL('../dist/lib/cli/parley.js', import.meta.url).href)
