import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { ErrorBoundary, lazy, LocationProvider, Route, Router } from 'preact-iso'
import { Inbox } from './inbox.tsx'
import { Shell, NotFound } from './shell.tsx'
import { SignIn } from './sign-in/sign-in.tsx'
import { follow } from './state/feed.ts'
import { loadSession, me } from './state/session.ts'
import { dressDocument } from './state/theme.ts'
import { common } from './texts/common.ts'
import { t } from './texts/text.ts'
import { keepFocus } from './ui/keep-focus.ts'
import { Notices } from './ui/notices.tsx'

const Admin = lazy(() => import('./admin/admin.tsx').then((module) => module.Admin))
const ContactPage = lazy(() => import('./contact/contact-page.tsx').then((module) => module.ContactPage))

dressDocument()
keepFocus()

const AGAIN_MS = 2000

/** Asks until the gateway answers. */
const settle = (): void => {
  loadSession().catch(() => setTimeout(settle, AGAIN_MS))
}

/** Follows the feed for as long as somebody is signed in. */
const SignedIn = (): JSX.Element => {
  useEffect(() => {
    const leaving = new AbortController()
    void follow(leaving.signal)
    return () => leaving.abort()
  }, [])
  return (
    <Shell>
      <ErrorBoundary>
        <Router>
          <Route path="/inbox/admin" component={Admin} />
          <Route path="/inbox/admin/*" component={Admin} />
          <Route path="/inbox/contacts/:contact" component={ContactPage} />
          <Route path="/inbox/*" component={Inbox} />
          <Route path="/inbox" component={Inbox} />
          <Route default component={NotFound} />
        </Router>
      </ErrorBoundary>
    </Shell>
  )
}

export const App = (): JSX.Element => {
  useEffect(settle, [])
  return (
    <LocationProvider scope="/inbox">
      {me.value === undefined && <p class="center">{t(common.loading)}</p>}
      {me.value === null && <SignIn />}
      {me.value && <SignedIn />}
      <Notices />
    </LocationProvider>
  )
}
