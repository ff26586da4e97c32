/** What the native dialogs ask, and what becomes of the answers. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { BrowserWindow } from 'electron'
import { en } from '../../contract/text/en.ts'
import { refusalOf } from '../testkit/vaults.ts'
import { makeDialogs, type DialogParts, type Dialogs } from './dialogs.ts'
import type { WindowFacts, WindowState } from './window-state.ts'

type Options = Record<string, unknown>

const WINDOW = { id: 1 } as unknown as BrowserWindow
let asked: [string, unknown, Options][]
let answer: string[]
let response: number
let facts: Partial<WindowFacts>
let waiting: Promise<void>

function ask(name: string, result: () => object) {
  return async (window: unknown, options: Options): Promise<object> => {
    asked.push([name, window, options])
    await waiting
    return result()
  }
}

function make(vaultFolder: string | null = null): Dialogs {
  return makeDialogs({
    dialog: {
      showOpenDialog: ask('open', () => ({ canceled: answer.length === 0, filePaths: answer })),
      showSaveDialog: ask('save', () => ({ canceled: answer.length === 0, filePath: answer[0] ?? '' })),
      showMessageBox: ask('message', () => ({ response })),
    } as unknown as DialogParts['dialog'],
    window: () => WINDOW,
    documents: '/home/ann/Documents',
    words: () => en,
    vaultFolder,
    state: {
      get facts() {
        return { lastVault: null, lastExportFolder: null, ...facts }
      },
      update: (change: Partial<WindowFacts>) => void (facts = { ...facts, ...change }),
    } as unknown as WindowState,
    today: () => new Date(2026, 10, 3, 23, 59),
  })
}

let dialogs: Dialogs
beforeEach(() => {
  asked = []
  answer = ['/chosen/x']
  response = 0
  facts = {}
  waiting = Promise.resolve()
  dialogs = make()
})

function lastOptions(): Options {
  return asked.at(-1)?.[2] ?? {}
}

it('stand over the window, every one', async () => {
  await dialogs.saveVault()
  await dialogs.openVault()
  await dialogs.saveExport('json')
  await dialogs.chooseImports()
  await dialogs.chooseAccount('account-key-file')
  await dialogs.stopWork()
  await dialogs.tell({ code: 'vault/not-found', details: {} })
  expect(asked).toHaveLength(7)
  for (const [, window] of asked) expect(window).toBe(WINDOW)
})

describe('a new vault', () => {
  it('is offered a place in the documents', async () => {
    expect(await dialogs.saveVault()).toBe('/chosen/x.coffer')
    expect(lastOptions()).toMatchObject({
      defaultPath: '/home/ann/Documents/vault.coffer',
      properties: ['createDirectory', 'showOverwriteConfirmation'],
      filters: [{ extensions: ['coffer'] }],
    })
  })

  it('keeps the name that is right', async () => {
    answer = ['/chosen/My.Coffer']
    expect(await dialogs.saveVault()).toBe('/chosen/My.Coffer')
  })

  it('of a demonstration goes to its folder', async () => {
    await make('/demo').saveVault()
    expect(lastOptions().defaultPath).toBe('/demo/vault.coffer')
    await make('/demo').openVault()
    expect(lastOptions().defaultPath).toBe('/demo')
  })
})

describe('an export', () => {
  it.each([
    ['encrypted_json', 'coffer-export-2026-11-03.json'],
    ['json', 'coffer-export-2026-11-03.json'],
    ['csv', 'coffer-export-2026-11-03.csv'],
  ] as const)('%s is offered the name %s', async (choice, name) => {
    await dialogs.saveExport(choice)
    expect(lastOptions()).toMatchObject({ defaultPath: `/home/ann/Documents/${name}` })
  })

  it.each([
    ['june.json', 'json', 'june (2026-11-03).json'],
    ['june (2026-10-01).json', 'encrypted_json', 'june (2026-11-03).json'],
    ['coffer-export-2026-06-01.json', 'csv', 'coffer-export-2026-11-03.csv'],
    ['coffer-export-2026-11-03.json', 'json', 'coffer-export-2026-11-03 (2).json'],
  ] as const)('in place of %s as %s is offered %s beside it', async (original, choice, name) => {
    await dialogs.saveExport(choice, `/stick/backups/${original}`)
    expect(lastOptions().defaultPath).toBe(`/stick/backups/${name}`)
  })

  it('goes where the last one went, by the exact name that the dialog asked about', async () => {
    expect(await dialogs.saveExport('json')).toBe('/chosen/x')
    await dialogs.saveExport('csv')
    expect(lastOptions().defaultPath).toBe('/chosen/coffer-export-2026-11-03.csv')
  })

  it('that was cancelled moves nothing', async () => {
    answer = []
    expect(await dialogs.saveExport('json')).toBeNull()
    expect(facts).toEqual({})
  })
})

it('opens the next vault where the last one is', async () => {
  facts = { lastVault: '/vaults/a.coffer' }
  expect(await dialogs.openVault()).toBe('/chosen/x')
  expect(lastOptions()).toMatchObject({ defaultPath: '/vaults', properties: ['openFile'] })
})

it('keeps what an import leaves in the documents, under the day', async () => {
  await dialogs.saveReport()
  expect(lastOptions()).toMatchObject({ defaultPath: '/home/ann/Documents/coffer-import-report-2026-11-03.txt' })
  await dialogs.saveRows('csv')
  expect(lastOptions()).toMatchObject({ defaultPath: '/home/ann/Documents/coffer-unread-rows-2026-11-03.csv' })
})

it('takes several files to import, and one account', async () => {
  answer = ['/a', '/b']
  expect(await dialogs.chooseImports()).toEqual(['/a', '/b'])
  expect(lastOptions().properties).toEqual(['openFile', 'multiSelections'])
  expect(await dialogs.chooseAccount('bitwarden-data')).toBe('/a')
  expect(lastOptions().properties).toEqual(['openFile'])
})

it('cancelled is null, everywhere', async () => {
  answer = []
  expect(await dialogs.saveVault()).toBeNull()
  expect(await dialogs.openVault()).toBeNull()
  expect(await dialogs.chooseImports()).toBeNull()
  expect(await dialogs.chooseAccount('bitwarden-data')).toBeNull()
})

it('there is one file dialog at a time, and the next after it', async () => {
  let close = (): void => undefined
  waiting = new Promise((resolve) => {
    close = resolve
  })
  const first = dialogs.openVault()
  expect(await refusalOf(() => dialogs.chooseImports())).toBe('vault/busy')
  expect(await refusalOf(() => dialogs.saveVault())).toBe('vault/busy')
  close()
  expect(await first).toBe('/chosen/x')
  expect(await dialogs.chooseImports()).toEqual(['/chosen/x'])
})

describe('the end of the app while work runs', () => {
  it('keeps working unless told otherwise', async () => {
    expect(await dialogs.stopWork()).toBe(false)
    expect(lastOptions()).toMatchObject({ buttons: ['Keep working', 'Stop and quit'], defaultId: 0, cancelId: 0 })
    response = 1
    expect(await dialogs.stopWork()).toBe(true)
  })
})

it('tells a refusal in the words of its code', async () => {
  await dialogs.tell({ code: 'vault/not-a-vault', details: {} })
  expect(lastOptions()).toMatchObject({ type: 'error', message: 'That file is not a vault of Coffer.' })
  expect(lastOptions().detail).toContain('It was not changed.')
})
