/** The example of Bitwarden's help page on encrypted exports. */
import { expect, it } from 'vitest'
import { parseEncString } from '../crypto/enc-string.ts'
import { makeAccount } from '../testkit/accounts.ts'
import type { VaultContents } from '../model/item.ts'
import { detect, formatOf } from './index.ts'

const values = { username: 'mylogin', password: 'mypassword', totp: 'otpauth://totp/my-secret-key' }
const contents: VaultContents = {
  folders: [],
  items: [
    {
      id: '75cea178-cea4-4b5c-86ea-c260e213e67a',
      folderId: null,
      type: 1,
      name: 'My login',
      notes: null,
      favorite: false,
      reprompt: 0,
      fields: [],
      passwordHistory: [],
      creationDate: null,
      revisionDate: null,
      deletedDate: null,
      archivedDate: null,
      login: { ...values, uris: [], passwordRevisionDate: null, autofillOnPageLoad: null, fido2Credentials: [] },
    },
  ],
}

it('leaves field names readable and values nowhere; each value is a type-2 EncString; re-import is equal', async () => {
  const account = makeAccount()
  const file = Buffer.from(await formatOf('bitwarden-account-restricted').write(contents, { account }))
  const text = file.toString('utf8')
  const { items } = JSON.parse(text) as { items: { login: Record<string, string> }[] }
  for (const [name, value] of Object.entries(values)) {
    expect(text).toContain(`"${name}": "2.`)
    expect(text).not.toContain(value)
    expect(() => parseEncString(items[0]?.login[name] ?? '')).not.toThrow()
  }
  expect((await detect(file).read({ account })).contents).toEqual(contents)
})
