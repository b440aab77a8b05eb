import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Where Chromium and Chrome are by default. */
const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
]

const executable = (): string => {
  const named = process.env['PARLEY_CHROMIUM']
  const found = [named, ...USUAL].find((path) => path !== undefined && existsSync(path))
  if (found === undefined)
    throw new Error(
      'No Chromium was found. Install it (Debian: apt-get install chromium), or name it by PARLEY_CHROMIUM.',
    )
  return found
}

/** The system's Chromium, without a window, and without what it asks of the network by itself. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: executable(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
