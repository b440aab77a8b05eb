import type { JSX } from 'preact'
import { composer } from '../texts/composer.ts'
import { t } from '../texts/text.ts'
import { Icon } from '../ui/icons.tsx'
import { Menu } from '../ui/menu.tsx'

const EMOJI =
  '😀 😄 😅 😂 🙂 😉 😊 😍 😘 🤗 🤔 😐 😕 😢 😭 😡 👍 👎 👌 👋 🙏 👏 💪 🤝 ❤️ 💚 💙 🎉 🎁 ⭐ 🔥 ✨ ✅ ❌ ❗ ❓ ⏰ 📅 📍 📞 📦 🚚 🛒 💳 🧾 📷 🔧 ☕'.split(
    ' ',
  )
const COLUMNS = 8

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: COLUMNS,
  ArrowUp: -COLUMNS,
  Home: -Infinity,
  End: Infinity,
}

/** One stop of the Tab key; inside, the arrows lead on. */
const move = (event: KeyboardEvent & { readonly currentTarget: HTMLDivElement }): void => {
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  const place = buttons.findIndex((one) => one === document.activeElement)
  const forward = document.documentElement.dir === 'rtl' ? -1 : 1
  const sideways: Readonly<Record<string, number>> = { ArrowRight: forward, ArrowLeft: -forward }
  const step = sideways[event.key] ?? STEPS[event.key]
  if (step === undefined || place < 0) return
  event.preventDefault()
  buttons[Math.max(0, Math.min(buttons.length - 1, place + step))]?.focus()
}

export const EmojiMenu = ({ onPick }: { readonly onPick: (emoji: string) => void }): JSX.Element => (
  <Menu label={t(composer.emoji)} button={<Icon name="smile" />} class="composer-menu composer-emoji">
    {/* The arrows are a short way beside Tab, which reaches the group; screen readers name each emoji. */}
    <div class="emoji-grid" role="toolbar" tabIndex={-1} aria-label={t(composer.emoji)} onKeyDown={move}>
      {EMOJI.map((emoji, index) => (
        <button key={emoji} type="button" data-closes tabIndex={index === 0 ? 0 : -1} onClick={() => onPick(emoji)}>
          {emoji}
        </button>
      ))}
    </div>
  </Menu>
)
