export { readKey, writeKey } from '../meta-key.ts'
