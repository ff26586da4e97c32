/** The command line as people use it: real processes, real files. */
import { existsSync, linkSync, readdirSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import type { FidelityStatement } from '../contract/fidelity.ts'
import { describe, expect, it } from 'vitest'
import { Home, PASSWORD, runCoffer } from './testkit/coffer.ts'
import { SAMPLE } from './commands/sample.ts'

describe('the main job', () => {
  it('create, import, export .json (Encrypted), re-open in the same vault, compare', async () => {
    const home = new Home()
    await home.init('a.coffer')
    const sample = home.write('sample.json', SAMPLE)
    const imported = await home.with('a.coffer', 'import', sample)
    expect([imported.status, imported.json.items, imported.json.folders]).toEqual([
      0,
      { new: 8, duplicates: 0, merged: 0, skipped: 0, unreadable: 0 },
      { new: 2, reused: 0 },
    ])
    const exported = await home.with('a.coffer', 'export', home.path('e.json'), '--format', 'encrypted_json')
    expect(exported.json).toMatchObject({ ok: true, format: 'encrypted_json', items: 8, folders: 2, leftOut: {} })
    expect(exported.json.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(statSync(home.path('e.json')).mode & 0o777).toBe(0o600)
    const [ofFile, ofVault] = await Promise.all([home.run('digest', sample), home.with('a.coffer', 'digest')])
    const ofExport = await home.with('a.coffer', 'digest', home.path('e.json'))
    expect(ofFile.json.digest).toMatch(/^[0-9a-f]{64}$/)
    expect([ofVault.json.digest, ofExport.json.digest]).toEqual([ofFile.json.digest, ofFile.json.digest])
    const again = await home.with('a.coffer', 'import', home.path('e.json'))
    expect([again.json.items, again.json.folders]).toEqual([
      { new: 0, duplicates: 0, merged: 0, skipped: 8, unreadable: 0 },
      { new: 0, reused: 2 },
    ])
    expect((await home.with('a.coffer', 'list')).json.items).toHaveLength(8)
  })

  it('lists and searches without a secret on the screen, and gets one item whole', async () => {
    const home = new Home()
    await home.init('a.coffer')
    await home.with('a.coffer', 'import', home.write('sample.json', SAMPLE))
    const found = await home.with('a.coffer', 'list', '--search', 'EXAMPLE.com')
    const [item] = found.json.items as { id: string; type: string; name: string; folder: string }[]
    expect(item).toMatchObject({ type: 'login', name: 'Mail', folder: 'Work' })
    expect(found.stdout).not.toContain('s3cret')
    const got = await home.with('a.coffer', 'get', item?.id ?? '')
    expect(got.json.item).toMatchObject({ login: { password: 's3cret-mail' } })
    expect((await home.with('a.coffer', 'get', 'no-such-id')).status).toBe(2)
    expect((await home.with('a.coffer', 'list', '--search', 's3cret')).json.items).toEqual([])
  })

  it('writes a password-protected file that opens without any vault, and plain ones that need nothing', async () => {
    const home = new Home()
    await home.init('a.coffer')
    await home.with('a.coffer', 'import', home.write('sample.json', SAMPLE))
    const file = ['--file-password-file', home.path('file-password')]
    const exported = await home.with('a.coffer', 'export', home.path('p.json'), '--format', 'encrypted_json', ...file)
    expect(exported.json.kind).toBe('bitwarden-password-protected')
    const opened = await home.run('open', home.path('p.json'), ...file)
    expect((opened.json.contents as { items: unknown[] }).items).toHaveLength(8)
    const text = await runCoffer(['open', home.path('p.json'), ...file], home.folder)
    expect(text.json).toMatchObject({ encrypted: false })
    expect((await home.run('open', home.path('p.json'))).json.code).toBe('usage/file-password-needed')
    expect((await home.run('open', home.path('p.json'), '--file-password-file', home.path('password'))).status).toBe(3)

    await home.with('a.coffer', 'export', home.path('plain.json'), '--format', 'json')
    const told = await home.with('a.coffer', 'export', '--explain', '--format', 'csv')
    const { csv: kept } = told.json.formats as Record<string, FidelityStatement>
    expect(kept?.file).toContainEqual({ what: 'card', here: 1, kept: 0 })
    expect(kept?.atBitwarden).toContainEqual({ what: 'login', here: 1, kept: 1 })
    expect((await home.with('a.coffer', 'export', home.path('x'), '--explain')).status).toBe(2)
    const csv = await home.with('a.coffer', 'export', home.path('list.csv'), '--format', 'csv')
    expect(csv.json).toMatchObject({
      items: 2,
      leftOut: { card: 1, identity: 1, sshKey: 1, bankAccount: 1, driversLicense: 1, passport: 1 },
    })
    expect((await home.run('open', home.path('plain.json'))).status).toBe(0)
    expect((await home.run('open', home.path('list.csv'))).status).toBe(0)
    const digests = await Promise.all([
      home.run('digest', home.path('plain.json')),
      home.run('digest', home.path('p.json'), ...file),
    ])
    expect(digests[0].json.digest).toBe(digests[1].json.digest)
  })

  it('inspects without a password, and says whether this vault opens it', async () => {
    const home = new Home()
    await home.init('a.coffer')
    await home.with('a.coffer', 'import', home.write('sample.json', SAMPLE))
    await home.with('a.coffer', 'export', home.path('e.json'), '--format', 'encrypted_json')
    const bare = await home.run('inspect', home.path('e.json'))
    expect(bare.json).toMatchObject({ format: 'bitwarden-account-restricted', items: 8, opens: null })
    const here = await home.with('a.coffer', 'inspect', home.path('e.json'))
    expect(here.json).toMatchObject({ opens: true, sealed: true })
    await home.init('b.coffer')
    const there = await home.with('b.coffer', 'inspect', home.path('e.json'))
    expect(there.json).toMatchObject({ ok: true, opens: false, refusal: 'format/other-key' })
  })
})

describe('keys', () => {
  it('burnt house: an empty profile, the export, the key file and the master password give an equal digest', async () => {
    const home = new Home()
    await home.init('a.coffer', '--email', 'me@example.com')
    await home.with('a.coffer', 'import', home.write('sample.json', SAMPLE))
    await home.with('a.coffer', 'export', home.path('e.json'), '--format', 'encrypted_json')
    expect((await home.with('a.coffer', 'key-file', home.path('key.json'))).status).toBe(0)
    const before = (await home.with('a.coffer', 'digest')).json.digest

    const elsewhere = new Home()
    const [file, key] = ['e.json', 'key.json'].map((name) => elsewhere.write(name, home.read(name)))
    await elsewhere.init('twin.coffer', '--email', 'me@example.com')
    const without = await elsewhere.with('twin.coffer', 'import', file ?? '')
    expect([without.status, without.json.code]).toEqual([4, 'format/other-key'])
    expect(without.json.message).toContain('account key file')

    const restored = await elsewhere.run(
      'init',
      '--from-key-file',
      key ?? '',
      '--password-file',
      elsewhere.path('password'),
    )
    expect(restored.json).toMatchObject({ ok: true, email: 'me@example.com' })
    const imported = await elsewhere.run('import', file ?? '', '--password-file', elsewhere.path('password'))
    expect(imported.json).toMatchObject({ ok: true, sealed: true })
    const after = await elsewhere.run('digest', '--password-file', elsewhere.path('password'))
    expect(after.json.digest).toBe(before)
  })

  it('a password or KDF change keeps old exports; a rotation ends them and names them', async () => {
    const home = new Home()
    await home.init('a.coffer')
    await home.with('a.coffer', 'import', home.write('sample.json', SAMPLE))
    await home.with('a.coffer', 'export', home.path('old.json'), '--format', 'encrypted_json')
    const file = ['--file-password-file', home.path('file-password')]
    await home.with('a.coffer', 'export', home.path('own.json'), '--format', 'encrypted_json', ...file)
    const digest = (await home.with('a.coffer', 'digest')).json.digest

    const next = home.write('new-password', 'another password\n')
    const changed = await home.with('a.coffer', 'change-password', '--new-password-file', next)
    expect(changed.json).toMatchObject({ ok: true, passwordChanged: true })
    expect((await home.with('a.coffer', 'list')).status).toBe(3)
    home.write('password', 'another password\n')
    const kdf = await home.with('a.coffer', 'change-password', '--kdf', 'pbkdf2')
    expect(kdf.json).toMatchObject({ kdf: { type: 'pbkdf2', iterations: 600_000 }, passwordChanged: false })
    expect((await home.with('a.coffer', 'digest', home.path('old.json'))).json.digest).toBe(digest)

    const rotated = await home.with('a.coffer', 'rotate-key')
    expect(rotated.json).toMatchObject({ stoppedOpening: [home.path('old.json')], stillOpen: [home.path('own.json')] })
    expect((await home.with('a.coffer', 'digest')).json.digest).toBe(digest)
    const refused = await home.with('a.coffer', 'import', home.path('old.json'))
    expect([refused.status, refused.json.code]).toEqual([4, 'format/retired-key'])
    expect((await home.with('a.coffer', 'digest', home.path('own.json'), ...file)).json.digest).toBe(digest)
    const fresh = await home.with('a.coffer', 'export', home.path('new.json'), '--format', 'encrypted_json')
    expect(fresh.status).toBe(0)
  })
})

describe('refusals', () => {
  it('each hostile file has its own code and status, before unlocking, with nothing written', async () => {
    const home = new Home()
    await home.init('a.coffer')
    const protectedFile = (change: object): string =>
      JSON.stringify({
        encrypted: true,
        passwordProtected: true,
        salt: 'AAAA',
        kdfType: 0,
        kdfIterations: 600000,
        encKeyValidation_DO_NOT_EDIT: SEALED,
        data: SEALED,
        ...change,
      })
    const argon2id = { kdfType: 1, kdfIterations: 3, kdfParallelism: 4 }
    const cases: [string, string | null, number, string][] = [
      ['rounds.json', protectedFile({ kdfIterations: 2 ** 31 }), 6, 'format/kdf-out-of-range'],
      ['memory.json', protectedFile({ ...argon2id, kdfMemory: 4 * 1024 * 1024 }), 6, 'format/kdf-out-of-range'],
      [
        'downgrade.json',
        protectedFile({ data: `0.${SEALED.slice(2).replace(/\|[^|]*$/, '')}` }),
        6,
        'format/unsupported-encryption',
      ],
      ['newer.json', protectedFile({ data: '7.AAAA' }), 6, 'format/newer-encryption'],
      ['validation.json', protectedFile({ encKeyValidation_DO_NOT_EDIT: null }), 5, 'format/missing-validation'],
      ['cut.json', protectedFile({}).slice(0, -20), 5, 'format/truncated'],
      ['prose.txt', 'Dear diary', 7, 'format/not-an-export'],
      ['large.json', null, 6, 'format/too-large'],
      ['missing.json', null, 8, 'file/not-found'],
    ]
    writeFileSync(home.path('large.json'), '')
    truncateSync(home.path('large.json'), 300 * 1024 * 1024)
    const before = home.read('a.coffer')
    for (const [name, content, status, code] of cases) {
      if (content !== null) home.write(name, content)
      // No password at all is given: what needs none is refused all the same.
      const refused = await home.run('import', home.path(name), '--vault', home.path('a.coffer'))
      expect([name, refused.status, refused.json.code]).toEqual([name, status, code])
      expect(refused.json.message?.length).toBeGreaterThan(60)
    }
    const wrong = await home.with(
      'a.coffer',
      'import',
      home.write('p.json', protectedFile({})),
      '--file-password-file',
      home.path('file-password'),
    )
    expect([wrong.status, wrong.json.code]).toEqual([3, 'format/wrong-password'])
    expect(home.read('a.coffer')).toBe(before)
  })

  it('a wrong master password, an existing file and an existing vault change nothing', async () => {
    const home = new Home()
    await home.init('a.coffer')
    home.write('wrong', 'wrong\n')
    const wrong = await home.run(
      'export',
      home.path('e.json'),
      '--format',
      'json',
      '--vault',
      home.path('a.coffer'),
      '--password-file',
      home.path('wrong'),
    )
    expect([wrong.status, wrong.json.code, existsSync(home.path('e.json'))]).toEqual([3, 'vault/wrong-password', false])
    home.write('e.json', 'mine')
    expect((await home.with('a.coffer', 'export', home.path('e.json'), '--format', 'json')).json.code).toBe(
      'file/exists',
    )
    expect(home.read('e.json')).toBe('mine')
    expect((await home.with('a.coffer', 'export', home.path('e.json'), '--format', 'json', '--force')).status).toBe(0)
    expect((await home.with('a.coffer', 'init')).json.code).toBe('vault/exists')
    expect(readdirSync(home.folder).filter((name) => name.includes('coffer-tmp'))).toEqual([])
  })

  it('the open vault’s file is neither read nor written, by no name', async () => {
    const home = new Home()
    await home.init('a.coffer')
    symlinkSync(home.path('a.coffer'), home.path('soft'))
    linkSync(home.path('a.coffer'), home.path('hard'))
    for (const name of ['a.coffer', 'soft', 'hard']) {
      for (const args of [['import'], ['inspect'], ['export', '--format', 'json', '--force']]) {
        const [command = '', ...options] = args
        const refused = await home.with('a.coffer', command, home.path(name), ...options)
        expect([name, command, refused.status, refused.json.code]).toEqual([name, command, 6, 'file/open-vault'])
      }
    }
    expect((await home.with('a.coffer', 'list')).status).toBe(0)
  })

  it('usage: unknown words, a missing format, a KDF out of the range of choice, no password to be had', async () => {
    const home = new Home()
    await home.init('a.coffer')
    const cases: [string[], string][] = [
      [['frobnicate'], 'usage/bad-arguments'],
      [['list', 'extra'], 'usage/bad-arguments'],
      [['list', '--unknown'], 'usage/bad-arguments'],
      [['export', home.path('x')], 'usage/bad-arguments'],
      [['export', home.path('x'), '--format', 'xml'], 'usage/bad-arguments'],
      [['list', '--vault', home.path('a.coffer')], 'usage/password-needed'],
      [
        [
          'init',
          '--vault',
          home.path('n.coffer'),
          '--kdf',
          'pbkdf2',
          '--iterations',
          '5000',
          '--password-file',
          home.path('password'),
        ],
        'usage/kdf-out-of-range',
      ],
      [
        [
          'init',
          '--vault',
          home.path('n.coffer'),
          '--kdf',
          'pbkdf2',
          '--memory',
          '64',
          '--password-file',
          home.path('password'),
        ],
        'usage/bad-arguments',
      ],
      [
        ['init', '--vault', home.path('n.coffer'), '--password-file', home.write('blank', '\n')],
        'usage/blank-password',
      ],
    ]
    for (const [[command = '', ...args], code] of cases) {
      const refused = await home.run(command, ...args)
      expect([command, refused.status, refused.json.code]).toEqual([command, 2, code])
    }
    expect(existsSync(home.path('n.coffer'))).toBe(false)
    const csv = await home.with(
      'a.coffer',
      'export',
      home.path('x'),
      '--format',
      'csv',
      '--file-password-file',
      home.path('password'),
    )
    expect(csv.json.code).toBe('usage/format-takes-no-password')
  })

  it('never prints a password or a path of a secret in an error, and keeps stdout to one document', async () => {
    const home = new Home()
    await home.init('a.coffer')
    const refused = await home.with('a.coffer', 'import', home.write('prose.txt', PASSWORD))
    expect(refused.stdout.trim().split('\n')).toHaveLength(1)
    expect(refused.stdout + refused.stderr).not.toContain(PASSWORD)
    const help = await runCoffer(['--help'], home.folder)
    expect([help.status, help.stdout.includes('rotate-key')]).toEqual([0, true])
    expect((await runCoffer([], home.folder)).status).toBe(2)
    const plain = await runCoffer(['list', '--vault', home.path('none.coffer')], home.folder)
    expect([plain.status, plain.stdout, plain.stderr.trim().split('\n').length]).toEqual([8, '', 3])
  })

  it('shows the name of an item as text, never as orders to the terminal', async () => {
    const home = new Home()
    await home.init('a.coffer')
    const evil = '\u001b[2J\u009b31m\u202egpj.exe\nsecond  login  row'
    const item = { type: 2, name: evil, secureNote: { type: 0 } }
    await home.with(
      'a.coffer',
      'import',
      home.write('evil.json', JSON.stringify({ encrypted: false, folders: [], items: [item] })),
    )
    const base = ['list', '--vault', home.path('a.coffer'), '--password-file', home.path('password')]
    for (const args of [base, [...base, '--json']]) {
      const { stdout } = await runCoffer(args, home.folder)
      // eslint-disable-next-line no-control-regex -- these are what must not be there
      expect(stdout).not.toMatch(/[\u001b\u009b\u202e]|^second/m)
    }
    expect((await home.with('a.coffer', 'list')).json.items).toMatchObject([{ name: evil }])
  })
})

/** Some type-2 EncString, under a key that nobody has. */
const SEALED = `2.${Buffer.alloc(16).toString('base64')}|${Buffer.alloc(16).toString('base64')}|${Buffer.alloc(32).toString('base64')}`

describe('output', () => {
  it('that cannot be written whole is no success', async () => {
    const home = new Home()
    const file = home.write('sample.json', SAMPLE)
    const { status } = await runCoffer(['open', file], home.folder, { stdout: '/dev/full' })
    expect(status).toBe(8)
  })

  it('that nobody reads stops no export', async () => {
    const home = new Home()
    await home.init('a.coffer')
    const args = ['export', home.path('e.json'), '--format', 'json', '--vault', home.path('a.coffer')]
    const run = runCoffer([...args, '--password-file', home.path('password')], home.folder, { closeStderr: true })
    expect((await run).status).toBe(0)
    expect(readdirSync(home.folder).filter((name) => name.includes('tmp'))).toEqual([])
  })

  it('takes a password out of a pipe', async () => {
    const home = new Home()
    await home.init('a.coffer')
    const command = `exec "$0" "$@" --password-file /dev/stdin < <(cat '${home.path('password')}')`
    const { status } = await runCoffer(['list', '--vault', home.path('a.coffer')], home.folder, { shell: command })
    expect(status).toBe(0)
  })
})

describe('a fresh vault', () => {
  it('goes to the home folder where the environment names none', async () => {
    const home = new Home()
    const args = ['init', '--json', '--password-file', home.path('password')]
    const { json } = await runCoffer(args, home.folder, { env: { XDG_CONFIG_HOME: '' } })
    expect(json.vault).toBe(home.path('.config/Coffer/vault.coffer'))
  })

  it('goes where the app keeps it, closed to others, with the default key derivation', async () => {
    const home = new Home()
    const made = await home.run('init', '--password-file', home.path('password'))
    expect(made.json).toMatchObject({ ok: true, kdf: 'PBKDF2-SHA-256, 600,000 rounds', adopted: false })
    expect(statSync(String(made.json.vault)).mode & 0o777).toBe(0o600)
    expect((await home.run('list', '--password-file', home.path('password'))).json).toEqual({ ok: true, items: [] })
  })
})
