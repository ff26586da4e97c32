/** The example of Bitwarden's help page on encrypted exports. */
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { openBytes, openText, parseEncString } from '../crypto/enc-string.ts'
import { importKey } from '../crypto/keys.ts'
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
      login: {
        ...values,
        uris: [{ uri: 'https://example.com', match: null }],
        passwordRevisionDate: null,
        autofillOnPageLoad: null,
        fido2Credentials: [],
      },
    },
  ],
}

it('leaves field names readable and values nowhere; each value is a type-2 EncString; re-import is equal', async () => {
  const account = makeAccount()
  const file = Buffer.from(await formatOf('bitwarden-account-restricted').write(contents, { account }))
  const text = file.toString('utf8')
  const { items } = JSON.parse(text) as {
    items: { key: string; login: Record<string, string> & { uris: { uriChecksum: string }[] } }[]
  }
  for (const [name, value] of Object.entries(values)) {
    expect(text).toContain(`"${name}": "2.`)
    expect(text).not.toContain(value)
    expect(() => parseEncString(items[0]?.login[name] ?? '')).not.toThrow()
  }
  expect((await detect(file).read({ account })).contents).toEqual(contents)

  // Bitwarden drops a URI whose checksum is missing; Coffer's mark keeps the seal from being taken off.
  const keyBytes = openBytes(account.userKey, parseEncString(items[0]?.key ?? '')) ?? Buffer.alloc(64)
  const checksum = openText(importKey(keyBytes), parseEncString(items[0]?.login.uris[0]?.uriChecksum ?? ''))
  expect(checksum).toBe(createHash('sha256').update('https://example.com').digest('base64'))
  expect(account.marks.isOwnItemKey(keyBytes)).toBe(true)
})
