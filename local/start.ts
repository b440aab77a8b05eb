import { enableCompileCache } from 'node:module'

// Compiled code is kept between starts, which halves what a start costs; what is imported statically is too early.
enableCompileCache()
await import('./main.ts')
