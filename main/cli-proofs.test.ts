/** The proving commands as people use them: real processes, real files. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SAMPLE } from './commands/sample.ts'
import { importKey, type UserKey } from './crypto/keys.ts'
import { Home, PASSWORD, runCoffer, type Outcome } from './testkit/coffer.ts'
import { clientDataOf } from './testkit/client-data.ts'
import { makeWrappedAccount } from './testkit/vaults.ts'

const FORMAT = ['--format', 'encrypted_json']

interface Made {
  readonly home: Home
  /** `--file-password-file FILE`. */
  readonly own: readonly string[]
  /** `--no-vault --key-file FILE --password-file FILE`. */
  readonly elsewhere: readonly string[]
}

/** A vault with the sample, its account key file, and one export of each encrypted kind. */
async function make(): Promise<Made> {
  const home = new Home()
  await home.init('a.coffer')
  await home.with('a.coffer', 'import', home.write('sample.json', SAMPLE))
  const own = ['--file-password-file', home.path('file-password')]
  await home.with('a.coffer', 'key-file', home.path('key.json'))
  await home.with('a.coffer', 'export', home.path('account.json'), ...FORMAT)
  await home.with('a.coffer', 'export', home.path('own.json'), ...FORMAT, ...own)
  const elsewhere = ['--no-vault', '--key-file', home.path('key.json'), '--password-file', home.path('password')]
  return { home, own, elsewhere }
}

function verdict({ status, json }: Outcome): unknown[] {
  return [status, json.proved, json.burntHouse, json.missing, json.refusal]
}

describe('coffer verify', () => {
  it('proves with the vault, and without it, and says what it did not try', async () => {
    const { home, own, elsewhere } = await make()
    const here = await home.with('a.coffer', 'verify', home.path('account.json'))
    expect(here.json).toMatchObject({ ok: true, proved: true, items: 8, folders: 2, sealed: true, onRecord: true })
    expect(verdict(here)).toEqual([0, true, false, ['account-key-file'], null])
    const both = await home.with('a.coffer', 'verify', home.path('account.json'), '--key-file', home.path('key.json'))
    expect(verdict(both)).toEqual([0, true, true, [], null])
    const protectedOne = await home.with('a.coffer', 'verify', home.path('own.json'), ...own)
    expect(verdict(protectedOne)).toEqual([0, true, true, [], null])

    // The vault is gone: the house is burnt.
    renameSync(home.path('a.coffer'), home.path('a.away'))
    const burnt = await home.run('verify', home.path('account.json'), ...elsewhere)
    expect(burnt.json).toMatchObject({ ok: true, items: 8, folders: 2, sealed: true })
    expect(verdict(burnt)).toEqual([0, true, true, [], null])
    const text = await home.run('verify', home.path('own.json'), '--no-vault', ...own)
    expect(verdict(text)).toEqual([0, true, true, [], null])
  })

  it('ends with 0 only where it is proved, and names what is missing', async () => {
    const { home, own, elsewhere } = await make()
    const file = home.path('account.json')
    expect(verdict(await home.run('verify', file, '--no-vault'))).toEqual([
      4,
      false,
      false,
      ['account-key-file'],
      'format/needs-account',
    ])
    const noPassword = await home.run('verify', file, '--no-vault', '--key-file', home.path('key.json'))
    expect(noPassword.json).toMatchObject({ missing: ['master-password'], proved: false })
    expect(verdict(await home.run('verify', home.path('own.json'), '--no-vault'))).toEqual([
      2,
      false,
      false,
      ['file-password'],
      'usage/file-password-needed',
    ])
    const wrong = await home.run(
      'verify',
      home.path('own.json'),
      '--no-vault',
      '--file-password-file',
      home.path('password'),
    )
    expect(verdict(wrong)).toEqual([3, false, false, [], 'format/wrong-password'])
    const whole = readFileSync(file)
    writeFileSync(file, whole.subarray(0, whole.byteLength - 100))
    expect(verdict(await home.run('verify', file, ...elsewhere))).toEqual([5, false, false, [], 'format/truncated'])
    rmSync(file)
    expect(verdict(await home.with('a.coffer', 'verify', file, ...own))).toEqual([
      8,
      false,
      false,
      [],
      'file/not-found',
    ])
  })
})

describe('coffer verify with an account key file that does not fit', () => {
  it('says so by its exit status, and leaves what was proved', async () => {
    const { home } = await make()
    await home.init('b.coffer')
    await home.with('b.coffer', 'key-file', home.path('other-key.json'))
    home.write('no-key.json', 'something else')
    const file = home.path('account.json')
    const here = (name: string): Promise<Outcome> =>
      home.with('a.coffer', 'verify', file, '--key-file', home.path(name))
    const away = (name: string): Promise<Outcome> =>
      home.run('verify', file, '--no-vault', '--key-file', home.path(name), '--password-file', home.path('password'))
    expect((await here('key.json')).status).toBe(0)
    for (const [name, status, refusal, alone] of [
      ['other-key.json', 4, 'backup/other-key-file', 'format/other-key'],
      ['no-key.json', 7, 'backup/key-file-unusable', 'backup/key-file-unusable'],
      ['missing.json', 8, 'backup/key-file-unreadable', 'backup/key-file-unreadable'],
    ] as const) {
      const outcome = await here(name)
      expect(verdict(outcome)).toEqual([status, false, false, [], refusal])
      expect(outcome.json).toMatchObject({ items: 8, onRecord: true })
      expect(verdict(await away(name))).toEqual([status, false, false, [], alone])
    }
    const { json } = await home.with('a.coffer', 'backups')
    expect(json.lastGoodCopy).toBe(file)
  })
})

describe('coffer rotate-key --plan', () => {
  it('counts an export whose file is away with those that stop, and names it', async () => {
    const { home } = await make()
    rmSync(home.path('account.json'))
    const [away, own] = [home.path('account.json'), home.path('own.json')]
    const { json } = await home.with('a.coffer', 'rotate-key', '--plan')
    expect(json).toMatchObject({ willStopOpening: [away], unseen: [away], stillOpen: [own], gone: [] })
    const { stdout } = await runCoffer(
      ['rotate-key', '--plan', '--vault', home.path('a.coffer'), '--password-file', home.path('password')],
      home.folder,
    )
    expect(stdout).toContain('These are not there to try, and would stop opening too.')
  })
})

describe('coffer backups', () => {
  it('lists the ledger and answers when the last good copy was made', async () => {
    const { home, own } = await make()
    const states = async (): Promise<Record<string, unknown>> => {
      const { json } = await home.with('a.coffer', 'backups')
      const rows = json.backups as { path: string; state: string }[]
      return Object.fromEntries([
        ...rows.map(({ path, state }) => [path.slice(home.folder.length + 1), state]),
        ['good', json.lastGoodCopy],
      ]) as Record<string, unknown>
    }
    expect(await states()).toEqual({ 'account.json': 'not-checked', 'own.json': 'not-checked', good: null })
    await home.with('a.coffer', 'verify', home.path('account.json'))
    await home.with('a.coffer', 'verify', home.path('own.json'), ...own)
    expect(await states()).toEqual({
      'account.json': 'opens-here',
      'own.json': 'proved',
      good: home.path('own.json'),
    })
    await home.with('a.coffer', 'rotate-key')
    rmSync(home.path('own.json'))
    expect(await states()).toEqual({ 'account.json': 'key-retired', 'own.json': 'missing', good: null })
  })
})

describe('coffer census', () => {
  it('grades each file, and tells what exists in one alone', async () => {
    const { home, own } = await make()
    home.write('broken.json', SAMPLE.slice(0, 300))
    home.write('notes.txt', 'nothing of ours')
    const more = JSON.parse(SAMPLE) as { items: { name: string }[] }
    more.items.push({ ...more.items[0], name: 'only in this one' })
    home.write('more.json', JSON.stringify(more))
    const files = ['account.json', 'own.json', 'broken.json', 'notes.txt', 'sample.json', 'more.json']
    const paths = files.map((name) => home.path(name))
    const rowsOf = ({ json }: Outcome): unknown[] =>
      (json.files as { verdict: string; onlyHere: string[] | null }[]).map(({ verdict: word, onlyHere }) => [
        word,
        onlyHere,
      ])
    expect(rowsOf(await home.run('census', ...paths))).toEqual([
      ['unknown-key', null],
      ['file-password', null],
      ['damaged', null],
      ['not-an-export', null],
      ['nothing', []],
      ['nothing', ['only in this one']],
    ])
    expect(rowsOf(await home.with('a.coffer', 'census', ...paths, ...own))).toEqual([
      ['this-account', []],
      ['file-password', []],
      ['damaged', null],
      ['not-an-export', null],
      ['nothing', []],
      ['nothing', ['only in this one']],
    ])
  })
})

describe('coffer diff', () => {
  async function makeChanged(): Promise<Made> {
    const made = await make()
    made.home.write('changed.json', SAMPLE.replace('s3cret-mail', 'another-secret'))
    return made
  }

  it('of the same contents is none, and masks values until they are asked for', async () => {
    const { home, own } = await makeChanged()
    const [sample, changed] = [home.path('sample.json'), home.path('changed.json')]
    const same = await home.run('diff', sample, home.path('own.json'), ...own)
    expect(same.json).toMatchObject({ same: 8, added: [], removed: [], changed: [] })
    const masked = await home.run('diff', sample, changed)
    expect(masked.json.changed).toMatchObject([
      { name: 'Mail', changes: [{ field: 'login.password', before: '••••••', after: '••••••' }] },
    ])
    expect(masked.stdout).not.toContain('another-secret')
    const shown = await home.run('diff', sample, changed, '--reveal')
    expect(shown.json.changed).toMatchObject([{ changes: [{ before: 's3cret-mail', after: 'another-secret' }] }])
  })

  it('compares a file with the vault, and files that need its key', async () => {
    const { home } = await makeChanged()
    const vault = await home.with('a.coffer', 'diff', home.path('changed.json'))
    expect(vault.json).toMatchObject({ same: 7, added: [], removed: [] })
    const files = await home.with('a.coffer', 'diff', home.path('account.json'), home.path('sample.json'))
    expect(files.json).toMatchObject({ same: 8, changed: [] })
  })
})

describe('F9: an untouched Bitwarden-made file in an adopted vault', () => {
  it('imports, with “not sealed” shown', async () => {
    const home = new Home()
    const vector = JSON.parse(
      readFileSync(new URL('./formats/testdata/601-account.json', import.meta.url), 'utf8'),
    ) as { file: string; account: { userKeyBase64: string } }
    const userKey = importKey<UserKey>(Buffer.from(vector.account.userKeyBase64, 'base64'))
    const { email, wrappedUserKey } = await makeWrappedAccount({ password: PASSWORD, userKey })
    const unlock = { salt: email, kdf: { kdfType: 0, iterations: 5_000 }, masterKeyWrappedUserKey: wrappedUserKey }
    const id = '33333333-3333-4333-8333-333333333333'
    const client = {
      ...{ stateVersion: 80, global_account_activeAccountId: id, global_account_accounts: { [id]: { email } } },
      [`user_${id}_masterPasswordUnlock_masterPasswordUnlockKey`]: unlock,
    }
    await home.with('a.coffer', 'init', '--from-bitwarden', home.write('data.json', JSON.stringify(client)))
    const made = home.write('bitwarden.json', vector.file)
    expect((await home.with('a.coffer', 'inspect', made)).json).toMatchObject({ opens: true, sealed: false })
    const vault = ['--vault', home.path('a.coffer'), '--password-file', home.path('password')]
    const { stdout } = await runCoffer(['import', made, ...vault], home.folder)
    expect(stdout).toContain('Not sealed: items were authenticated one by one, their arrangement was not.')
    expect((await home.with('a.coffer', 'verify', made)).json).toMatchObject({ proved: true, items: 2, sealed: false })
    expect(home.read('bitwarden.json')).toBe(vector.file)
  })
})

describe('coffer adopt', () => {
  it('takes up the account after its key was rotated at Bitwarden, and names what ends', async () => {
    const { home } = await make()
    const accountPassword = 'the password at Bitwarden'
    home.write('bitwarden-password', `${accountPassword}\n`)
    home.write('data.json', clientDataOf(await makeWrappedAccount({ password: accountPassword })))
    const from = ['--from-bitwarden', home.path('data.json')]
    const adopt = (secret: string): Promise<Outcome> =>
      home.with('a.coffer', 'adopt', ...from, '--account-password-file', home.path(secret))
    expect((await adopt('file-password')).status).toBe(3)
    expect((await home.with('a.coffer', 'adopt')).status).toBe(2)
    const { status, json } = await adopt('bitwarden-password')
    expect([status, json]).toMatchObject([
      0,
      {
        ...{ items: 8, sameKey: false, scrubbed: true },
        ...{ stoppedOpening: [home.path('account.json')], stillOpen: [home.path('own.json')] },
      },
    ])
    expect((await home.with('a.coffer', 'list')).status).toBe(3)
    home.write('password', `${accountPassword}\n`)
    expect((await home.with('a.coffer', 'list')).status).toBe(0)
    expect((await adopt('bitwarden-password')).json).toMatchObject({ sameKey: true, stoppedOpening: [] })
    const rest = ['--vault', home.path('a.coffer'), '--password-file', home.path('password')]
    const again = ['adopt', ...from, ...rest, '--account-password-file', home.path('bitwarden-password')]
    const { stdout } = await runCoffer(again, home.folder)
    expect(stdout).toContain('still opens everything, with the older password')
  })
})
