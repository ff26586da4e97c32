// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CofferError } from '../../contract/errors.ts'
import { PAGE_SIZE, type ItemQuery } from '../../contract/item-view.ts'
import { setBridge } from '../bridge.ts'
import { makeFakeBridge, UNLOCKED, type FakeBridge } from '../testkit/fake-bridge.ts'
import { FAKE_ITEMS, manyItems, type FakeItem } from '../testkit/fake-items.ts'
import { useVault } from './vault.ts'

const MANY = manyItems(10_000)
let fake: FakeBridge

function start(items: readonly FakeItem[] = MANY): ReturnType<typeof useVault> {
  setActivePinia(createPinia())
  fake = makeFakeBridge({ status: { vault: UNLOCKED }, items })
  setBridge(fake.bridge)
  return useVault()
}

function offsets(): number[] {
  return fake.calls
    .filter(({ method }) => method === 'items.page')
    .map(({ order }) => (order as { offset: number }).offset)
}

beforeEach(() => start())
afterEach(() => {
  setBridge(null)
})

describe('pages', () => {
  it('are fetched as they are needed, each once', async () => {
    const vault = useVault()
    await vault.open('vault')
    expect([vault.total, vault.counts?.all, offsets()]).toEqual([10_000, 10_000, [0]])
    expect(vault.rowAt(199)?.name).toBe('Account 000200')
    expect(vault.rowAt(200)).toBeUndefined()
    await Promise.all([vault.need(190, 230), vault.need(200, 240), vault.need(399, 401)])
    await vault.need(0, 400)
    expect(offsets()).toEqual([0, 200, 400])
    expect(vault.rowAt(400)?.name).toBe('Account 000401')
  })

  it('are dropped when the query changes', async () => {
    const vault = useVault()
    await vault.open('vault')
    await vault.need(0, 1000)
    await vault.setSearch('account 0099')
    expect([vault.total, vault.pages.size]).toEqual([100, 1])
    await vault.setFilter({ view: 'favorites' })
    expect([vault.total, vault.pages.size]).toEqual([0, 1])
  })

  it('of an earlier query are not taken', async () => {
    const vault = useVault()
    await vault.open('vault')
    const answers: (() => void)[] = []
    fake.answer('items.page', async ({ search }: ItemQuery) => {
      await new Promise<void>((done) => answers.push(done))
      return { total: search.length, offset: 0, rows: [] }
    })
    const first = vault.setSearch('a')
    const second = vault.setSearch('ab')
    await Promise.resolve()
    for (const answer of answers.reverse()) answer()
    await Promise.all([first, second])
    expect(vault.total).toBe(2)
  })

  it('are kept for a stretch of the list only', async () => {
    const vault = useVault()
    await vault.open('vault')
    for (let page = 1; page < 50; page += 1) await vault.need(page * PAGE_SIZE, page * PAGE_SIZE + 1)
    expect(vault.pages.size).toBe(25)
    expect(vault.rowAt(9_999)?.name).toBe('Account 010000')
    expect(vault.rowAt(0)).toBeUndefined()
    await vault.need(0, 1)
    expect(vault.rowAt(0)?.name).toBe('Account 000001')
  })

  it('that cannot be had are told, and asked for again', async () => {
    const vault = useVault()
    const refuse = (): never => {
      throw new CofferError('vault/locked')
    }
    fake.answer('items.page', refuse)
    await vault.open('vault')
    expect(vault.error?.code).toBe('vault/locked')
    start()
    await useVault().open('vault')
    expect(useVault().error).toBeNull()
  })
})

describe('the open item', () => {
  it('is chosen by its place, even before its page is there', async () => {
    const vault = useVault()
    await vault.open('vault')
    const chosen = vault.select(9_999)
    expect(vault.selection).toEqual({ id: null, index: 9_999 })
    await chosen
    expect(vault.selection).toEqual({ id: 'item-9999', index: 9_999 })
  })

  it('stays open in a search that finds it, and is closed by one that does not', async () => {
    const vault = start(FAKE_ITEMS)
    await vault.open('vault')
    await vault.select(4)
    expect(vault.selection).toEqual({ id: 'mail', index: 4 })
    await vault.setSearch('evergreen')
    expect(vault.selection).toEqual({ id: 'mail', index: 0 })
    await vault.setSearch('passport')
    expect(vault.selection).toBeNull()
  })

  it('keeps its mark when the items change, however far down it is', async () => {
    const vault = useVault()
    await vault.open('vault')
    await vault.select(9_000)
    await vault.need(8_990, 9_010)
    fake.state.items = MANY.slice(500)
    await vault.refresh()
    expect(vault.selection).toEqual({ id: 'item-9000', index: 8_500 })
    expect([vault.total, vault.counts?.all, vault.revision]).toEqual([9_500, 9_500, 1])
    expect(vault.rowAt(9_001)?.name).toBe('Account 009502')
  })

  it('is closed when it goes out of the view', async () => {
    const vault = start(FAKE_ITEMS)
    await vault.open('vault')
    await vault.select(4)
    fake.state.items = FAKE_ITEMS.filter(({ view }) => view.id !== 'mail')
    await vault.refresh()
    expect(vault.selection).toBeNull()
  })

  it('can be chosen by its id, in another view where it is not in this one', async () => {
    const vault = start(FAKE_ITEMS)
    await vault.open('vault')
    await vault.choose('mail')
    expect([vault.selection, vault.filter.view]).toEqual([{ id: 'mail', index: 4 }, 'all'])
    await vault.setFilter({ view: 'trash' })
    await vault.choose('mail')
    await vault.open('vault')
    expect([vault.selection, vault.filter.view, vault.itemWanted]).toEqual([{ id: 'mail', index: 4 }, 'all', true])
  })

  it('is closed with its view', async () => {
    const vault = useVault()
    await vault.open('vault')
    await vault.select(3)
    await vault.setFilter({ view: 'trash' })
    expect(vault.selection).toBeNull()
  })

  it('is found by the beginning of its name with few pages', async () => {
    const vault = useVault()
    await vault.open('vault')
    await vault.selectByName('account 7700')
    expect(vault.selection).toEqual({ id: 'item-7699', index: 7_699 })
    expect(offsets().length).toBeLessThan(10)
    await vault.selectByName('zebra')
    expect(vault.selection?.index).toBe(7_699)
  })
})

it('starts another source without the search and the filter of the one before', async () => {
  const vault = useVault()
  await vault.open('vault')
  await vault.setSearch('abc')
  await vault.setFilter({ view: 'trash' })
  fake.state.backupItems = FAKE_ITEMS
  await vault.open('backup')
  expect([vault.search, vault.filter.view, vault.total, vault.counts?.all]).toEqual(['', 'all', 11, 11])
})
