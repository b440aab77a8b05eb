import type { JSX } from 'preact'

export const ContactPage = (): JSX.Element => <div class="page" />
