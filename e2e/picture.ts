/** Pictures of the window in light and in dark, without findings of axe, and a vault that shows something in them. */
import fs from 'node:fs'
import path from 'node:path'
import { login, makeVault, MASTER_PASSWORD, sampleExport } from './files.ts'
import { axe, expect, type Coffer } from './fixtures.ts'
import { openVault, PATIENT } from './screens/app.ts'
import { VaultScreen } from './screens/vault.ts'

const TAKEN = process.env.COFFER_PICTURES === '1'
const FOLDER = path.resolve(import.meta.dirname, '../docs/screenshots')

/** The person’s own folder, a day, a digest: the same in every run. */
async function settle(coffer: Coffer): Promise<void> {
  await coffer.page.evaluate(async (folder) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const fixed = (node.nodeValue ?? '')
        .replaceAll(folder, '/home/robin/Backups')
        .replace(/\b[A-Z][a-z]{2} \d{1,2}, 20\d\d, \d{1,2}:\d\d [AP]M\b/g, 'Nov 22, 2026, 2:02 PM')
        .replace(/\b20\d\d-\d\d-\d\d\b/g, '2026-11-22')
        .replace(/\b[0-9a-f]{4}( [0-9a-f]{4}){15}\b/g, Array(16).fill('9f2c').join(' '))
      if (fixed !== node.nodeValue) node.nodeValue = fixed
    }
    // What fades in has no contrast yet.
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
    await Promise.allSettled(ending.map(({ finished }) => finished))
  }, coffer.folder)
}

/** Of what is shown now, in both themes. */
export async function picture(coffer: Coffer, name: string): Promise<void> {
  const { page } = coffer
  for (const theme of ['dark', 'light'] as const) {
    await coffer.menu.click(`theme-${theme}`)
    const shown = (): Promise<boolean> =>
      page.evaluate((wanted) => matchMedia(`(prefers-color-scheme: ${wanted})`).matches, theme)
    await expect.poll(shown).toBe(true)
    await settle(coffer)
    expect.soft(await axe(page), `axe: ${name}, ${theme}`).toEqual([])
    const file = path.join(FOLDER, `${name}-${theme}.png`)
    if (TAKEN) await page.screenshot({ path: file, animations: 'disabled', caret: 'hide', scale: 'css' })
  }
}

const NAMES = [
  ...['Aurora Bank', 'Bike insurance', 'City library', 'Dentist portal', 'Evergreen Mail', 'Fjord Hosting'],
  ...['Garden club', 'Home router', 'Island Air', 'Jazz tickets'],
]

interface Exported {
  folders: { id: string; name: string }[]
  items: Record<string, unknown>[]
}

async function writePersonal(file: string): Promise<void> {
  const sample = JSON.parse(await fs.promises.readFile(await sampleExport(), 'utf8')) as Exported
  const [work] = sample.folders
  const logins = NAMES.map((name, index) => {
    const uris = [{ match: null, uri: `https://${name.toLowerCase().replaceAll(' ', '-')}.example` }]
    const fields = { username: 'robin@example.com', password: 'p1cture-only', totp: null, uris }
    const favorite = index % 4 === 0
    const notes = index === 4 ? 'Recovery codes are in the fire box.' : null
    return login(name, '', { login: fields, favorite, notes, folderId: index % 3 === 0 ? work?.id : null })
  })
  const binned = login('Old forum', 'p1cture-only', { deletedDate: '2026-11-01T10:00:00.000Z' })
  const items = [...sample.items, ...logins, binned]
  await fs.promises.writeFile(file, JSON.stringify({ encrypted: false, folders: sample.folders, items }))
}

/** A vault with a few dozen things in it, open and unlocked. */
export async function openPersonal(coffer: Coffer): Promise<string> {
  const vault = path.join(coffer.folder, 'personal.coffer')
  const exported = path.join(coffer.folder, 'personal.json')
  await writePersonal(exported)
  await makeVault(vault, { email: 'robin@example.com', exported })
  await (await openVault(coffer, vault)).unlock(MASTER_PASSWORD)
  await expect(new VaultScreen(coffer.page).count).toHaveText('18 items, sorted by name', PATIENT)
  return vault
}
