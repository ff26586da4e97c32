/** Five thousand items: every one is reached, few are in the page, and none is blank. */
import { MANY, manyNames, manyVault } from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { expectAccessible, openCopy } from './screens/app.ts'
import type { VaultScreen } from './screens/vault.ts'

/** What fits on the screen, what is kept ready around it, and the one that is chosen. */
const FEW = 60
const NAMES = manyNames()

test.setTimeout(120_000)

async function opened(coffer: Coffer): Promise<VaultScreen> {
  const vault = await openCopy(coffer, manyVault())
  await expect(vault.count).toHaveText('5,000 items, sorted by name')
  await vault.list.focus()
  return vault
}

/** The place of the chosen row, counted from one. */
async function place(vault: VaultScreen): Promise<number> {
  return Number(await vault.selected.getAttribute('aria-posinset'))
}

/** The row that is chosen is on the screen, says where it is, and has its name. */
async function expectAt(vault: VaultScreen, posinset: number): Promise<void> {
  await expect(vault.selected).toHaveAttribute('aria-posinset', String(posinset))
  await expect(vault.selected).toHaveAttribute('aria-setsize', String(MANY))
  await expect(vault.selected.locator('b')).toHaveText(NAMES[posinset - 1] ?? '')
  await expect(vault.selected).toBeInViewport()
  const id = await vault.selected.getAttribute('id')
  await expect(vault.list).toHaveAttribute('aria-activedescendant', id ?? '')
  expect(await vault.rows.count()).toBeLessThan(FEW)
}

/** What stands at five heights of the list. */
async function inSight(vault: VaultScreen): Promise<string[]> {
  return vault.list.evaluate((list) => {
    const { left, top, width, height } = list.getBoundingClientRect()
    return [0.02, 0.25, 0.5, 0.75, 0.98].map((share) => {
      const row = document.elementFromPoint(left + width / 2, top + height * share)?.closest('[role="option"]')
      return row?.querySelector('b')?.textContent ?? 'blank'
    })
  })
}

/** After a scroll that takes its time: names there, in order, one under the other. */
async function expectNoBlanks(vault: VaultScreen): Promise<void> {
  await expect.poll(() => inSight(vault)).not.toContain('blank')
  const seen = (await inSight(vault)).map((name) => NAMES.indexOf(name))
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
  expect(seen[0]).toBeGreaterThanOrEqual(0)
}

test('goes to the end and back by keys', async ({ coffer }) => {
  const vault = await opened(coffer)
  const { keyboard } = coffer.page
  await keyboard.press('End')
  await expectAt(vault, MANY)
  await expectNoBlanks(vault)
  await keyboard.press('ArrowDown')
  await expectAt(vault, MANY)
  await keyboard.press('ArrowUp')
  await expectAt(vault, MANY - 1)
  await expectAccessible(coffer, 'the end of a long list')
  await keyboard.press('Home')
  await expectAt(vault, 1)
  await keyboard.press('ArrowUp')
  await expectAt(vault, 1)
})

test('goes by pages', async ({ coffer }) => {
  const vault = await opened(coffer)
  const { keyboard } = coffer.page
  await keyboard.press('Home')
  await expectAt(vault, 1)
  await keyboard.press('PageDown')
  await expect(vault.selected).not.toHaveAttribute('aria-posinset', '1')
  const page = (await place(vault)) - 1
  expect(page).toBeGreaterThan(3)
  // Past the first two hundred, which is what comes at once.
  const pages = Math.ceil(420 / page)
  for (let pressed = 1; pressed < pages; pressed += 1) await keyboard.press('PageDown')
  await expectAt(vault, 1 + pages * page)
  await expectNoBlanks(vault)
  await keyboard.press('PageUp')
  await expectAt(vault, 1 + (pages - 1) * page)
})

test('jumps to what is typed', async ({ coffer }) => {
  const vault = await opened(coffer)
  for (const [typed, name] of [
    ['z', 'Zulu 000'],
    ['KI', 'Kilo 000'],
    ['tango 150', 'Tango 150'],
    // Where none begins so, nothing moves.
    ['###', 'Tango 150'],
  ] as const) {
    // A word that follows on another without a pause belongs to it: then once more.
    await expect(async () => {
      await coffer.page.keyboard.type(typed)
      const posinset = String(NAMES.indexOf(name) + 1)
      await expect(vault.selected).toHaveAttribute('aria-posinset', posinset, { timeout: 2000 })
    }).toPass()
    await expectAt(vault, NAMES.indexOf(name) + 1)
  }
})

test('has no blank rows where it is scrolled to', async ({ coffer }) => {
  const vault = await opened(coffer)
  await coffer.page.keyboard.press('ArrowDown')
  await expectAt(vault, 1)
  for (const share of [0.5, 1, 0.21, 0.77, 0]) {
    await vault.list.evaluate((list, to) => {
      list.scrollTop = list.scrollHeight * to
    }, share)
    await expectNoBlanks(vault)
    expect(await vault.rows.count()).toBeLessThan(FEW)
    // The chosen row is kept, for readers.
    const id = await vault.selected.getAttribute('id')
    await expect(vault.list).toHaveAttribute('aria-activedescendant', id ?? 'none')
    expect(await place(vault)).toBe(1)
  }
  await coffer.page.mouse.move(500, 500)
  for (let turn = 0; turn < 5; turn += 1) await coffer.page.mouse.wheel(0, 4000)
  await expectNoBlanks(vault)
})

test('finds one of all, and keeps the open item chosen', async ({ coffer }) => {
  const vault = await opened(coffer)
  await vault.search.fill('whiskey 150')
  await expect(vault.count).toHaveText('1 item matches “whiskey 150”')
  await vault.search.press('Enter')
  await expect(vault.itemTitle).toHaveText('Whiskey 150')
  await vault.search.fill('whiskey')
  await expect(vault.count).toHaveText(
    `${NAMES.filter((name) => name.startsWith('Whiskey')).length} items match “whiskey”`,
  )
  await expect(vault.selected).toContainText('Whiskey 150')
  await expect(vault.selected).toHaveAttribute('aria-posinset', '151')
})
