import axe from 'axe-core'
import type { Page } from 'playwright-core'

type Results = axe.AxeResults

/** What axe finds against WCAG 2.2 AA and its best practices, as lines that name the rule and the places. */
export const axeFindings = async (page: Page): Promise<string[]> => {
  // By the debugger: the policy of the page lets no other script in.
  await page.evaluate(axe.source)
  const { violations } = (await page.evaluate(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  )) as Results
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  )
}
