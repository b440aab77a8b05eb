import type { JSX } from 'preact'

export const Admin = (): JSX.Element => <div class="page" />
