import type { JSX } from 'preact'
import { chooseShop, me, signOut } from '../state/session.ts'
import { chooseTheme, theme, THEMES } from '../state/theme.ts'
import { common, shell } from '../texts/common.ts'
import { chooseLanguage, language, LANGUAGES, t, type Language } from '../texts/text.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Menu } from '../ui/menu.tsx'
import { attempt } from '../ui/notices.tsx'

/** Who is signed in, and how they want the page. */
export const AccountMenu = (): JSX.Element => {
  const person = me.value?.person
  const shops = me.value?.shops ?? []
  return (
    <Menu
      label={t(shell.account)}
      align="end"
      button={
        <>
          <Avatar name={person?.name} url={person?.avatarUrl} />
          <span class="sr-only">
            {t(shell.account)}: {person?.name ?? t(common.unknownName)}
          </span>
        </>
      }
    >
      <div class="account-menu">
        <p dir="auto">
          <strong>{person?.name}</strong>
        </p>
        {shops.length > 1 && (
          <label class="field">
            <span>{t(shell.shop)}</span>
            <select class="input" value={me.value?.shop} onChange={(event) => chooseShop(event.currentTarget.value)}>
              {shops.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <label class="field">
          <span>{t(shell.language)}</span>
          <select
            class="input"
            value={language.value}
            onChange={(event) => chooseLanguage(event.currentTarget.value as Language)}
          >
            {Object.entries(LANGUAGES).map(([id, name]) => (
              <option key={id} value={id} lang={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{t(shell.theme)}</span>
          <select
            class="input"
            value={theme.value}
            onChange={(event) => chooseTheme(event.currentTarget.value as (typeof THEMES)[number])}
          >
            {THEMES.map((one) => (
              <option key={one} value={one}>
                {t(shell[one])}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="button" onClick={() => void attempt(signOut)}>
          {t(shell.signOut)}
        </button>
      </div>
    </Menu>
  )
}
