/** The order of things: what is checked before what is asked, and what goes where. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { CofferApi } from '../../contract/api.ts'
import { CofferError } from '../../contract/errors.ts'
import { refusalOf } from '../testkit/vaults.ts'
import { makeHandlers, type HandlerParts } from './handlers.ts'

const EXPORT = { choice: 'json', filePassword: null, masterPassword: 'x', withTrash: false } as const
const TICKET = '0f8fad5b-d9cb-469f-a165-70867728950e'
const FIELD = { source: 'vault', id: 'i', address: 'login.password', masterPassword: null } as const

let done: string[]
/** What the dialogs answer. */
let chosen: string | null
let answers: Record<string, () => unknown>
let api: CofferApi

function told(name: string) {
  return (...args: unknown[]): Promise<unknown> => {
    done.push(args.length === 0 ? name : `${name} ${JSON.stringify(args.length === 1 ? args[0] : args)}`)
    return Promise.resolve(answers[name]?.() ?? null)
  }
}

beforeEach(() => {
  done = []
  chosen = '/chosen'
  answers = {}
  const session = {
    status: { mac: false, language: 'de' },
    call: vi.fn((method: string, order: unknown) => {
      done.push(`engine ${method} ${JSON.stringify(order)}`)
      return Promise.resolve().then(() => answers[method]?.() ?? null)
    }),
    ...Object.fromEntries(
      [
        ...['stop', 'open', 'create', 'createAround', 'unlock', 'lock', 'openBackup', 'closeBackup', 'changeKeys'],
        ...['writeKeyFile', 'turnOnKeychain', 'unlockWithKeychain'],
      ].map((name) => [name, told(name)]),
    ),
  }
  const dialogs = Object.fromEntries(
    [
      'saveVault',
      'openVault',
      'saveExport',
      'saveKeyFile',
      'saveReport',
      'saveRows',
      'chooseImports',
      'chooseAccount',
    ].map((name) => [
      name,
      (...args: unknown[]) => {
        done.push([`dialog ${name}`, ...args.map(String)].join(' '))
        return Promise.resolve(name === 'chooseImports' && chosen !== null ? [chosen] : chosen)
      },
    ]),
  )
  api = makeHandlers({
    session,
    dialogs,
    clipboard: { copySecret: told('copySecret'), copyText: told('copyText') },
    menu: { shortcuts: [{ label: 'Find', accelerator: 'CmdOrCtrl+F' }] },
    offers: { listening: told('listening') },
    shell: { showItemInFolder: told('showItemInFolder') },
    settings: { change: told('settings') },
    recents: {
      list: () => [{ id: TICKET }],
      pathOf: () => '/recent.coffer',
      forget: () => '/recent.coffer',
    },
    keychain: { forget: told('keychain forgets') },
  } as unknown as HandlerParts)
})

describe('export', () => {
  it('checks the password before it asks where to save, and writes there', async () => {
    await api.exports.run({ ...EXPORT, replaces: null })
    expect(done).toEqual([
      'engine confirm {"masterPassword":"x"}',
      'dialog saveExport json null',
      `engine export ${JSON.stringify({ ...EXPORT, path: '/chosen' })}`,
    ])
  })

  it('asks for no place with a wrong password', async () => {
    answers.confirm = () => {
      throw new CofferError('vault/wrong-password')
    }
    expect(await refusalOf(() => api.exports.run({ ...EXPORT, replaces: null }))).toBe('vault/wrong-password')
    expect(done).toEqual(['engine confirm {"masterPassword":"x"}'])
  })

  it('is nothing where no place was chosen', async () => {
    chosen = null
    expect(await api.exports.run({ ...EXPORT, replaces: null })).toBeNull()
    expect(done.filter((step) => step.startsWith('engine'))).toEqual(['engine confirm {"masterPassword":"x"}'])
  })

  it('that replaces one is offered a place by that one’s entry', async () => {
    answers.exportPath = () => '/exports/x.json'
    await api.exports.run({ ...EXPORT, replaces: TICKET })
    expect(done.slice(1)).toEqual([
      `engine exportPath {"id":"${TICKET}"}`,
      'dialog saveExport json /exports/x.json',
      `engine export ${JSON.stringify({ ...EXPORT, path: '/chosen' })}`,
    ])
  })

  it('is shown by its entry, never by a path', async () => {
    answers.exportPath = () => '/exports/x.json'
    await api.exports.show({ id: TICKET })
    expect(done).toEqual([`engine exportPath {"id":"${TICKET}"}`, 'showItemInFolder "/exports/x.json"'])
  })
})

describe('an account key file', () => {
  it('is asked for a place once the password is checked, and written there', async () => {
    await api.keys.writeKeyFile({ masterPassword: 'x' })
    expect(done).toEqual([
      'engine confirm {"masterPassword":"x"}',
      'dialog saveKeyFile',
      'writeKeyFile {"masterPassword":"x","path":"/chosen"}',
    ])
  })

  it('is nothing where no place was chosen', async () => {
    chosen = null
    expect(await api.keys.writeKeyFile({ masterPassword: 'x' })).toBeNull()
    expect(done.at(-1)).toBe('dialog saveKeyFile')
  })
})

describe('what an import leaves', () => {
  it('is asked for a place: a report is written there in the language of the window', async () => {
    await api.imports.saveReport({ id: TICKET })
    expect(done).toEqual(['dialog saveReport', `engine saveReport {"id":"${TICKET}","path":"/chosen","language":"de"}`])
  })

  it('is asked for a place: rows that could not be read go there as the file that they came from', async () => {
    answers.unreadableSuffix = () => 'csv'
    await api.imports.saveUnreadable()
    expect(done).toEqual([
      'engine unreadableSuffix null',
      'dialog saveRows csv',
      'engine saveUnreadable {"path":"/chosen"}',
    ])
  })

  it('is nothing where no place was chosen', async () => {
    chosen = null
    expect(await api.imports.saveReport({ id: TICKET })).toBeNull()
    expect(await api.imports.saveUnreadable()).toBeNull()
    expect(done.at(-1)).toMatch(/^dialog saveRows/)
  })
})

describe('a vault that was open before', () => {
  it('is opened by its place in the list', async () => {
    await api.vault.openRecent({ id: TICKET })
    expect(done).toEqual(['open "/recent.coffer"'])
  })

  it('is forgotten by the list and by the keychain', async () => {
    expect(await api.settings.forgetRecent({ id: TICKET })).toEqual([{ id: TICKET }])
    expect(done).toEqual(['keychain forgets "/recent.coffer"'])
  })
})

it('answers a change of the settings with the status', async () => {
  expect(await api.settings.change({ idleMinutes: 5 })).toEqual({ mac: false, language: 'de' })
  expect(done).toEqual(['settings {"idleMinutes":5}'])
})

describe('a secret that is copied', () => {
  it('goes to the clipboard and not to the window', async () => {
    answers.reveal = () => 'hunter2'
    const answer: unknown = await (api.items.copy as (order: typeof FIELD) => Promise<unknown>)(FIELD)
    expect(answer).toBeUndefined()
    expect(done).toEqual([`engine reveal ${JSON.stringify(FIELD)}`, 'copySecret "hunter2"'])
  })
})

describe('a generated password', () => {
  it('is copied as a secret, without the engine', async () => {
    await api.app.copySecret('amber-quiet')
    expect(done).toEqual(['copySecret "amber-quiet"'])
  })
})

const MAKE = { email: null, masterPassword: 'x' }

describe.each([
  ['vault.create', () => api.vault.create(MAKE), 'dialog saveVault', 'create'],
  ['vault.createAround', () => api.vault.createAround({ ...MAKE, ticket: TICKET }), 'dialog saveVault', 'createAround'],
  ['vault.open', () => api.vault.open(), 'dialog openVault', 'open "/chosen"'],
  ['vault.chooseAccount', () => api.vault.chooseAccount({ kind: 'bitwarden-data' }), 'dialog chooseAccount', 'engine'],
  ['files.choose', () => api.files.choose(), 'dialog chooseImports', 'engine offer {"paths":["/chosen"]}'],
])('%s', (_name, run, asked, then) => {
  it('asks first, then acts on what was chosen', async () => {
    await run()
    expect(done).toHaveLength(2)
    expect(done[0]).toContain(asked)
    expect(done[1]).toContain(then)
    expect(done[1]).toContain('/chosen')
  })

  it('does nothing where the person cancels', async () => {
    chosen = null
    expect(await run()).toBeNull()
    expect(done).toHaveLength(1)
  })
})

it('hears with the first status that the window listens', async () => {
  expect(await api.app.status()).toEqual({ mac: false, language: 'de' })
  expect(done).toEqual(['listening'])
})

it('locks because the person asked', async () => {
  await api.vault.lock()
  expect(done).toEqual(['lock "person"'])
})
