/** The open vault: its views, search, empty states, and the way about by keys. */
import { emptyVault, richVault } from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { AppFrame, expectAccessible, openCopy } from './screens/app.ts'
import { VaultScreen } from './screens/vault.ts'

/** As the list has them, by name. */
const ALL = [
  ...['Item without a name', '<img src=x onerror=alert(1)>', 'Bank', 'Card', 'Guarded', 'Identity', 'Licence', 'Mail'],
  ...['Passport', 'Server key', 'Wi-Fi'],
]

interface Shown {
  vault: VaultScreen
  frame: AppFrame
}

async function opened(coffer: Coffer): Promise<Shown> {
  return { vault: await openCopy(coffer, richVault()), frame: new AppFrame(coffer.page) }
}

async function expectNames(vault: VaultScreen, names: string[]): Promise<void> {
  await expect(vault.names).toHaveText(names)
}

test('lists every item by name, and says how many', async ({ coffer }) => {
  const { vault, frame } = await opened(coffer)
  await expectNames(vault, ALL)
  await expect(vault.count).toHaveText('11 items, sorted by name')
  await expect(vault.search).toHaveAccessibleName('Search in All items')
  await expect(vault.search).toHaveAttribute('placeholder', 'Search 11 items')
  await expect(vault.item).toContainText('Choose an item to see it.')
  await expect(coffer.page.getByRole('status').filter({ hasText: '11 items, sorted by name' })).toBeAttached()
  await expect(frame.nav('All items')).toHaveAttribute('aria-current', 'page')
  // Markup in a name is text.
  await expect(coffer.page.locator('img')).toHaveCount(0)
  await expectAccessible(coffer, 'a vault')
})

test('folders, favourites, types and the bin', async ({ coffer }) => {
  const { vault, frame } = await opened(coffer)
  const views: [label: string, names: string[]][] = [
    ['Favourites', ['Mail']],
    ['Bin', ['Old forum', 'Old shop']],
    ['Work', ['Mail', 'Server key']],
    ['Network', ['Card', 'Wi-Fi']],
    ['No folder', ALL.filter((name) => !['Mail', 'Server key', 'Card', 'Wi-Fi'].includes(name))],
    ['Logins', ['Item without a name', '<img src=x onerror=alert(1)>', 'Guarded', 'Mail']],
    ['Notes', ['Wi-Fi']],
    ['Cards', ['Card']],
    ['Identities', ['Identity']],
    ['SSH keys', ['Server key']],
    ['Bank accounts', ['Bank']],
    ['Driver’s licences', ['Licence']],
    ['Passports', ['Passport']],
    ['All items', ALL],
  ]
  for (const [label, names] of views) {
    await frame.nav(label).click()
    await expectNames(vault, names)
    await expect(frame.nav(label), label).toHaveAttribute('aria-current', 'page')
    await expect(frame.nav(label), label).toHaveAccessibleName(`${label} ${names.length}`)
    await expect(vault.count).toHaveText(`${names.length} item${names.length === 1 ? '' : 's'}, sorted by name`)
    await expect(coffer.page.getByRole('navigation').locator('[aria-current]')).toHaveCount(1)
  }
  await frame.nav('Bin').click()
  await vault.open('Old shop')
  await expect(vault.item).toContainText('In the bin')
  await expect(vault.item).toContainText('Moved to the bin')
  await expectAccessible(coffer, 'the bin, with an item')
})

test('search finds names, user names, folders and addresses, and no secrets', async ({ coffer }) => {
  const { vault } = await opened(coffer)
  await vault.row('Card').click()
  await coffer.press('CmdOrCtrl+F')
  await expect(vault.search).toBeFocused()
  const finds: [text: string, names: string[]][] = [
    ['mail', ['Mail']],
    ['SAMPLE@EXAMPLE', ['Mail']],
    ['network', ['Card', 'Wi-Fi']],
    ['example.com/login', ['Mail']],
  ]
  for (const [text, names] of finds) {
    await vault.search.fill(text)
    await expectNames(vault, names)
    await expect(vault.count).toHaveText(
      names.length === 1 ? `1 item matches “${text}”` : `${names.length} items match “${text}”`,
    )
  }
  await vault.search.fill('s3cret')
  await expect(vault.count).toHaveText('0 items match “s3cret”')
  await expect(coffer.page.getByText('Nothing matches “s3cret” in All items.')).toBeVisible()
  await expectAccessible(coffer, 'a search without a find')
  await vault.search.press('Escape')
  await expect(vault.search).toHaveValue('')
  await expectNames(vault, ALL)
})

test('a search leads on to the list and to the item', async ({ coffer }) => {
  const { vault } = await opened(coffer)
  await vault.search.fill('p')
  await vault.search.press('Enter')
  await expect(vault.itemTitle).toBeFocused()
  await vault.search.fill('server')
  await expectNames(vault, ['Server key'])
  await vault.search.press('ArrowDown')
  await expect(vault.list).toBeFocused()
  await expect(vault.selected).toContainText('Server key')
  await coffer.page.keyboard.press('Enter')
  await expect(vault.itemTitle).toHaveText('Server key')
  await expect(vault.itemTitle).toBeFocused()
})

test('an empty view says so, and offers the next step', async ({ coffer }) => {
  const { vault, frame } = await opened(coffer)
  await frame.nav('Cards').click()
  await vault.search.fill('old')
  await expect(coffer.page.getByText('Nothing matches “old” in Cards.')).toBeVisible()
  await frame.button('Search the bin (2)').click()
  await expectNames(vault, ['Old forum', 'Old shop'])
  await vault.search.fill('mail')
  await frame.button('Search all items (1)').click()
  await expectNames(vault, ['Mail'])
  await vault.search.fill('no such thing')
  await frame.button('Clear search').click()
  await expectNames(vault, ALL)
})

test('an empty vault says so, and offers the next step', async ({ coffer }) => {
  await openCopy(coffer, emptyVault())
  const { page } = coffer
  const frame = new AppFrame(page)
  await expect(page.getByText('No items yet.')).toBeVisible()
  for (const [label, text] of [
    ['Favourites', 'No favourites yet.'],
    ['Bin', 'The bin is empty.'],
  ] as const) {
    await frame.nav(label).click()
    await expect(page.getByText(text)).toBeVisible()
    await frame.button('Show all items').click()
    await expect(page.getByText('No items yet.')).toBeVisible()
  }
  await frame.button('Try the sample').click()
  await expect(frame.heading('Import a file')).toBeVisible()
  await expect(page.getByText('8 items, 2 folders')).toBeVisible()
})

test('the panes are reached by F6, the list and the item by keys', async ({ coffer }) => {
  const { vault, frame } = await opened(coffer)
  // No item is open: there is nothing to go to in its pane.
  await coffer.press('F6')
  await expect(frame.nav('All items')).toBeFocused()
  await coffer.press('F6')
  await expect(vault.list).toBeFocused()
  await coffer.page.keyboard.press('ArrowDown')
  await coffer.page.keyboard.press('ArrowDown')
  await expect(vault.selected).toContainText('<img src=x onerror=alert(1)>')
  await coffer.page.keyboard.press('End')
  await expect(vault.selected).toContainText('Wi-Fi')
  await expect(vault.itemTitle).toHaveText('Wi-Fi')
  await coffer.press('F6')
  await expect(vault.itemTitle).toBeFocused()
  await coffer.press('Shift+F6')
  await expect(vault.list).toBeFocused()
})
