/** Items of every type, and their secrets. */
import type { Locator } from '@playwright/test'
import { MASTER_PASSWORD, richVault } from './files.ts'
import { expect, test, type Coffer } from './fixtures.ts'
import { AppFrame, expectAccessible, openCopy, PATIENT, tracesOf } from './screens/app.ts'
import { VaultScreen } from './screens/vault.ts'

const DOTS = '••••••••••••'

interface Shown {
  vault: VaultScreen
  frame: AppFrame
}

async function opened(coffer: Coffer): Promise<Shown> {
  return { vault: await openCopy(coffer, richVault()), frame: new AppFrame(coffer.page) }
}

/** Hidden, shown, hidden again; nothing of it is in the page but while it is shown. */
async function expectSecret(vault: VaultScreen, label: string, secret: string): Promise<void> {
  const { page } = vault
  await expect(vault.value(label), label).toHaveText(DOTS)
  await expect(vault.value(label).getByRole('img', { name: `${label}, hidden` })).toBeVisible()
  // A short one may be anywhere by chance.
  const traces = (): Promise<string[]> => (secret.length < 6 ? Promise.resolve([]) : tracesOf(page, secret))
  expect(await traces(), label).toEqual([])
  await vault.reveal(label).click()
  await expect(vault.reveal(label)).toHaveAttribute('aria-pressed', 'true')
  await expect(vault.value(label), label).toHaveText(secret)
  await vault.reveal(label).click()
  await expect(vault.value(label), label).toHaveText(DOTS)
  expect(await traces(), label).toEqual([])
}

test.describe('an item', () => {
  const types: Record<string, { kind: string; plain: [string, string][]; secret: [string, string][] }> = {
    Mail: {
      kind: 'Login, in Work',
      plain: [
        ['Username', 'sample@example.com'],
        ['Website 1', 'https://mail.example.com'],
        ['Website 2', 'https://example.com/login?a=1,b=2'],
        ['Two steps', 'Yes'],
      ],
      secret: [
        ['Password', 's3cret-mail'],
        ['Authenticator key (TOTP)', 'otpauth://totp/Example?secret=JBSWY3DPEHPK3PXP'],
        ['Recovery code', '1234-5678'],
      ],
    },
    'Wi-Fi': { kind: 'Note, in Home/Network', plain: [['Notes', 'Network: sample Key: s3cret-wifi']], secret: [] },
    Card: {
      kind: 'Card, in Home/Network',
      plain: [
        ['Cardholder', 'A SAMPLE'],
        ['Brand', 'Visa'],
        ['Expiry month', '1'],
        ['Expiry year', '2032'],
      ],
      secret: [
        ['Card number', '4111111111111111'],
        ['Security code', '123'],
      ],
    },
    Identity: {
      kind: 'Identity',
      plain: [
        ['First name', 'A'],
        ['Last name', 'Sample'],
        ['E-mail', 'sample@example.com'],
      ],
      secret: [],
    },
    'Server key': {
      kind: 'SSH key, in Work',
      plain: [
        ['Public key', 'ssh-ed25519 AAAA'],
        ['Fingerprint', 'SHA256:sample'],
      ],
      secret: [['Private key', '-----BEGIN OPENSSH PRIVATE KEY----- s3cret -----END OPENSSH PRIVATE KEY-----']],
    },
    Bank: {
      kind: 'Bank account',
      plain: [['Bank', 'Example Bank']],
      secret: [
        ['Account number', '123456789'],
        ['PIN', '0000'],
        ['IBAN', 'DE89370400440532013000'],
      ],
    },
    Licence: {
      kind: 'Driver’s licence',
      plain: [
        ['First name', 'A'],
        ['Last name', 'Sample'],
        ['Valid until', '2030-01-01'],
      ],
      secret: [['Licence number', 'D1234567']],
    },
    Passport: {
      kind: 'Passport',
      plain: [
        ['Surname', 'Sample'],
        ['Given names', 'A'],
        ['Valid until', '2031-06-30'],
      ],
      secret: [['Passport number', 'X1234567']],
    },
  }

  for (const [name, { kind, plain, secret }] of Object.entries(types)) {
    test(`of each type: ${name}`, async ({ coffer }) => {
      const { vault } = await opened(coffer)
      await vault.open(name)
      await expect(vault.kind).toHaveText(kind)
      for (const [label, value] of plain) await expect(vault.value(label), label).toHaveText(value)
      for (const [label, value] of secret) await expectSecret(vault, label, value)
      const [first] = secret[0] ?? []
      if (first !== undefined) await vault.reveal(first).click()
      await expectAccessible(coffer, `the item ${name}`)
    })
  }

  test('shows one secret at a time, and none after it was left', async ({ coffer }) => {
    const { vault, frame } = await opened(coffer)
    await vault.open('Mail')
    await vault.reveal('Password').click()
    await expect(vault.value('Password')).toHaveText('s3cret-mail')
    await vault.reveal('Recovery code').click()
    await expect(vault.value('Recovery code')).toHaveText('1234-5678')
    await expect(vault.value('Password')).toHaveText(DOTS)
    await vault.open('Card')
    await vault.open('Mail')
    await expect(vault.value('Recovery code')).toHaveText(DOTS)
    const leave: [string, () => Promise<void>][] = [
      ['another view', () => frame.nav('Favourites').click()],
      ['a search', () => vault.search.fill('bank')],
      ['a wizard', () => frame.nav('Export').click()],
    ]
    for (const [way, go] of leave) {
      await frame.nav('All items').click()
      await vault.search.fill('')
      await vault.open('Mail')
      await vault.reveal('Password').click()
      await expect(vault.value('Password')).toHaveText('s3cret-mail')
      await go()
      if (way === 'a search') await vault.open('Bank')
      await expect.poll(() => tracesOf(coffer.page, 's3cret-mail'), way).toEqual([])
    }
  })

  test('says of an old password until when it was used', async ({ coffer }) => {
    const { vault } = await opened(coffer)
    await vault.open('Mail')
    await expect(vault.item.getByRole('heading', { name: 'Password history' })).toBeVisible()
    const [label = ''] = (await vault.labels.allInnerTexts()).filter((text) => text.startsWith('In use until'))
    expect(label).toContain('2025')
    await expectSecret(vault, label, 's3cret-older')
  })

  test('without a name is named for what it is', async ({ coffer }) => {
    const { vault } = await opened(coffer)
    await vault.row('Item without a name').click()
    await expect(vault.itemTitle).toHaveText('Item without a name')
    await coffer.press('CmdOrCtrl+Shift+U')
    await expect(new AppFrame(coffer.page).toast('This item has no username.')).toBeVisible()
  })

  test('is copied by buttons and by keys', async ({ coffer }) => {
    const { vault, frame } = await opened(coffer)
    await coffer.press('CmdOrCtrl+Shift+C')
    await expect(frame.toast('Choose an item first.')).toBeVisible()
    await vault.open('Mail')
    const ways: [string, () => Promise<void>, string][] = [
      ['password', () => vault.copy('Password').click(), 's3cret-mail'],
      ['user name', () => vault.copy('Username').click(), 'sample@example.com'],
      ['address', () => vault.copy('Website 2').click(), 'https://example.com/login?a=1,b=2'],
      ['password by key', () => coffer.press('CmdOrCtrl+Shift+C'), 's3cret-mail'],
      ['user name by key', () => coffer.press('CmdOrCtrl+Shift+U'), 'sample@example.com'],
    ]
    for (const [way, copy, value] of ways) {
      await coffer.setClipboardText('before')
      await copy()
      await expect.poll(() => coffer.clipboardText(), way).toBe(value)
    }
    // Copying shows nothing.
    expect(await tracesOf(coffer.page, 's3cret-mail')).toEqual([])
    await coffer.press('CmdOrCtrl+Shift+R')
    await expect(vault.value('Password')).toHaveText('s3cret-mail')
    await coffer.press('CmdOrCtrl+Shift+R')
    await expect(vault.value('Password')).toHaveText(DOTS)
    await vault.open('Wi-Fi')
    await coffer.press('CmdOrCtrl+Shift+C')
    await expect(frame.toast('This item has no password.')).toBeVisible()
  })
})

test.describe('an item that asks for the master password', () => {
  interface Asked extends Shown {
    password: Locator
  }

  async function guarded(coffer: Coffer): Promise<Asked> {
    const shown = await opened(coffer)
    await shown.vault.open('Guarded')
    const { dialog } = shown.frame
    return { ...shown, password: dialog.getByLabel('Master password', { exact: true }) }
  }

  test('shows its secret to the right password alone', async ({ coffer }) => {
    const { vault, frame, password } = await guarded(coffer)
    await expect(vault.item).toContainText('Asks for the master password before a secret is shown or copied.')
    await vault.reveal('Password').click()
    await expect(frame.dialog).toHaveAccessibleName('Confirm it’s you')
    await expect(password).toBeFocused()
    await expectAccessible(coffer, 'the question for the master password')
    await password.press('Enter')
    await expect(password).toHaveAccessibleDescription('Type the master password of this vault.')
    await password.fill('not this one')
    await password.press('Enter')
    await expect(password).toHaveAccessibleDescription('That is not the master password of this vault.', PATIENT)
    await expect(password).toHaveValue('')
    expect(await tracesOf(coffer.page, 's3cret-guarded')).toEqual([])
    await password.fill(MASTER_PASSWORD)
    await frame.button('Show “Password”').click()
    await expect(vault.value('Password')).toHaveText('s3cret-guarded', PATIENT)
    expect(await tracesOf(coffer.page, MASTER_PASSWORD)).toEqual([])
    // Each time anew.
    await vault.reveal('Password').click()
    await vault.reveal('Password').click()
    await expect(frame.dialog).toBeVisible()
    await expect(password).toHaveValue('')
  })

  test('is copied after the same question, by button and by key', async ({ coffer }) => {
    const { vault, frame, password } = await guarded(coffer)
    for (const ask of [() => vault.copy('Password').click(), () => coffer.press('CmdOrCtrl+Shift+C')]) {
      await coffer.setClipboardText('before')
      await ask()
      await password.fill(MASTER_PASSWORD)
      await frame.button('Copy “Password”').click()
      await expect.poll(() => coffer.clipboardText(), PATIENT).toBe('s3cret-guarded')
      await expect(frame.dialog).toHaveCount(0)
    }
  })

  test('shows nothing when the question is closed', async ({ coffer }) => {
    const { vault, frame } = await guarded(coffer)
    await vault.reveal('Password').click()
    await expect(frame.dialog).toBeVisible()
    await coffer.page.keyboard.press('Escape')
    await expect(frame.dialog).toHaveCount(0)
    await expect(vault.value('Password')).toHaveText(DOTS)
    await expect(vault.reveal('Password')).toBeFocused()
    // What is no secret needs no question.
    await vault.copy('Username').click()
    await expect.poll(() => coffer.clipboardText()).toBe('guarded@example.com')
  })
})

test('sends no secret into the page before it is asked for', async ({ coffer }) => {
  const { vault } = await opened(coffer)
  for (const name of ['Mail', 'Card', 'Server key', 'Bank', 'Licence', 'Passport', 'Guarded']) {
    await vault.open(name)
    // All that the page can ask for without asking for a secret.
    const told = await coffer.page.evaluate(async () => {
      const { items } = window.coffer
      const page = await items.page({ source: 'vault', filter: { view: 'all' }, search: '', offset: 0 })
      const rows = page.ok ? page.value.rows : []
      return JSON.stringify([rows, await Promise.all(rows.map(({ id }) => items.view({ source: 'vault', id })))])
    })
    expect(told).toContain('Server key')
    for (const secret of [
      's3cret-mail',
      's3cret-guarded',
      '4111111111111111',
      'BEGIN OPENSSH',
      '123456789',
      'X1234567',
    ]) {
      expect(told.includes(secret), secret).toBe(false)
      expect(await tracesOf(coffer.page, secret), `${name}: ${secret}`).toEqual([])
    }
  }
})
