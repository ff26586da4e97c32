// @vitest-environment happy-dom
import { reactive } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CofferError } from '../contract/errors.ts'
import type { ItemFilter } from '../contract/item-view.ts'
import { api, dropFiles, onEvent, setBridge } from './bridge.ts'
import { makeFakeBridge, type FakeBridge } from './testkit/fake-bridge.ts'

let fake: FakeBridge

beforeEach(() => {
  fake = makeFakeBridge()
  setBridge(fake.bridge)
})
afterEach(() => {
  setBridge(null)
})

describe('a call', () => {
  it('gives what is in the envelope, null too', async () => {
    fake.answer('files.choose', () => null)
    expect(await api.files.choose()).toBeNull()
    expect((await api.app.status()).vault).toEqual({ state: 'none' })
  })

  it('throws the error of the envelope as a CofferError, with its details', async () => {
    fake.answer('vault.open', () => {
      throw new CofferError('vault/newer', { version: 9 })
    })
    const error = await api.vault.open().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(CofferError)
    expect(error).toMatchObject({ code: 'vault/newer', details: { version: 9 } })
  })

  it('takes reactive orders, which the border itself refuses', async () => {
    const filter = reactive<{ value: ItemFilter }>({ value: { view: 'folder', folderId: 'folder-work' } })
    const order = reactive({ source: 'vault' as const, filter: filter.value, search: '', offset: 0 })
    await expect(fake.bridge.items.page(order)).rejects.toThrow()
    expect((await api.items.page(order)).total).toBe(1)
  })

  it('hands texts over as they are', async () => {
    await api.app.copyText('ab"c\n…')
    expect(fake.calls).toEqual([{ method: 'app.copyText', order: 'ab"c\n…' }])
  })

  it('without a bridge is an error of Coffer’s own', async () => {
    setBridge(null)
    await expect(api.app.status()).rejects.toMatchObject({ code: 'internal' })
  })

  it('goes to window.coffer in the product', async () => {
    setBridge(null)
    vi.stubGlobal('coffer', fake.bridge)
    expect((await api.app.status()).mac).toBe(false)
    vi.unstubAllGlobals()
  })
})

it('ends listening', () => {
  const heard = vi.fn()
  const end = onEvent('clipboardCleared', heard)
  fake.emit('clipboardCleared', null)
  end()
  fake.emit('clipboardCleared', null)
  expect(heard).toHaveBeenCalledTimes(1)
})

it('hands dropped files over as they are', async () => {
  const file = new File(['x'], 'backup.json')
  const dropped = vi.spyOn(fake.bridge, 'dropFiles')
  await dropFiles([file])
  expect(dropped).toHaveBeenCalledWith([file])
})
