/** `parley/sandbox`: the contract of a provider that is played on one machine, and what such providers have in common. */
export * from './sandbox.ts'
export * from './sandbox-state.ts'
