// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { setBridge } from '../../bridge.ts'
import { useSession } from '../../stores/session.ts'
import { useVault } from '../../stores/vault.ts'
import { makeFakeBridge, UNLOCKED, type FakeBridge } from '../../testkit/fake-bridge.ts'
import { FAKE_ITEMS, manyItems, type FakeItem } from '../../testkit/fake-items.ts'
import { settle } from '../../testkit/settle.ts'
import VaultScreen from './VaultScreen.vue'

let fake: FakeBridge
let screen: VueWrapper

async function open(items: readonly FakeItem[]): Promise<void> {
  setActivePinia(createPinia())
  fake = makeFakeBridge({ status: { vault: UNLOCKED }, items })
  setBridge(fake.bridge)
  useSession().accept(fake.state.status)
  screen = mount(VaultScreen, { attachTo: document.body })
  await settle()
}

function offsets(): number[] {
  return fake.calls
    .filter(({ method }) => method === 'items.page')
    .map(({ order }) => (order as { offset: number }).offset)
}

function names(): string[] {
  return screen.findAll('[role=option] b').map((name) => name.text())
}

async function press(label: string): Promise<void> {
  await screen
    .findAll('button')
    .find((button) => button.text() === label)
    ?.trigger('click')
  await settle()
}

async function search(text: string): Promise<void> {
  await screen.get('input[type=search]').setValue(text)
  await settle(200)
}

beforeEach(() => {
  // No layout here: every element is ten rows high.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(540)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(540)
})
afterEach(() => {
  screen.unmount()
  setBridge(null)
})

describe('the list', () => {
  it('fetches the first page of 10,000 items, and renders a few rows of it', async () => {
    await open(manyItems(10_000))
    expect(screen.text()).toContain('10,000 items, sorted by name')
    expect(offsets()).toEqual([0])
    expect(names().length).toBeLessThan(40)
    expect(screen.get('[role=option]').attributes('aria-setsize')).toBe('10000')
  })

  it('fetches the page of the row that a key goes to, and opens its item', async () => {
    await open(manyItems(10_000))
    await screen.get('[role=listbox]').trigger('keydown', { key: 'End' })
    await settle()
    expect(offsets()).toContain(9_800)
    expect(screen.get('h2').text()).toBe('Account 010000')
    expect(useVault().selection).toEqual({ id: 'item-9999', index: 9_999 })
  })

  it('goes from the list to the item with Enter', async () => {
    await open(FAKE_ITEMS)
    await screen.get('[role=listbox]').trigger('keydown', { key: 'ArrowDown' })
    await screen.get('[role=listbox]').trigger('keydown', { key: 'Enter' })
    await settle()
    expect(document.activeElement).toBe(screen.get('h2').element)
  })

  it('jumps to the name that is typed', async () => {
    await open(FAKE_ITEMS)
    for (const key of 'pa') await screen.get('[role=listbox]').trigger('keydown', { key })
    await settle()
    expect(screen.get('h2').text()).toBe('Passport')
  })
})

describe('a search', () => {
  it('asks once typing pauses, and can be cleared', async () => {
    await open(FAKE_ITEMS)
    const before = offsets().length
    await screen.get('input[type=search]').setValue('ever')
    await search('evergreen')
    expect(offsets().length).toBe(before + 1)
    expect(names()).toEqual(['Evergreen Mail', 'Fjord Hosting'])
    expect(screen.text()).toContain('2 items match “evergreen”')
    await screen.get('input[type=search]').trigger('keydown', { key: 'Escape' })
    await settle(100)
    expect(names()).toHaveLength(11)
  })

  it('that finds nothing offers the bin where something is there', async () => {
    await open(FAKE_ITEMS)
    await search('forum')
    expect(screen.text()).toContain('Nothing matches “forum” in All items.')
    await press('Search the bin (1)')
    expect(names()).toEqual(['Old forum'])
    expect(useVault().filter.view).toBe('trash')
  })

  it('that finds nothing in a view offers all items', async () => {
    await open(FAKE_ITEMS)
    await useVault().setFilter({ view: 'type', type: 'card' })
    await search('passport')
    expect(screen.text()).toContain('Nothing matches “passport” in Cards.')
    await press('Search all items (1)')
    expect(names()).toEqual(['Passport'])
  })

  it('opens its first item with Enter', async () => {
    await open(FAKE_ITEMS)
    await screen.get('input[type=search]').setValue('savings')
    await screen.get('input[type=search]').trigger('keydown', { key: 'Enter' })
    await settle()
    expect(screen.get('h2').text()).toBe('Savings')
    expect(document.activeElement).toBe(screen.get('h2').element)
  })

  it('begins in its field when the menu asks for it', async () => {
    await open(FAKE_ITEMS)
    useVault().searchWanted = true
    await settle()
    expect(document.activeElement).toBe(screen.get('input[type=search]').element)
  })
})

describe('an empty view', () => {
  it('of a new vault offers to import', async () => {
    await open([])
    expect(screen.text()).toContain('No items yet.')
    await press('Import a file')
    expect(useSession().screen).toBe('import')
  })

  it.each([
    [{ view: 'trash' }, 'The bin is empty.'],
    [{ view: 'favorites' }, 'No favourites yet.'],
    [{ view: 'type', type: 'passport' }, 'No items of this type.'],
    [{ view: 'folder', folderId: 'folder-home' }, 'No items in this folder.'],
  ] as const)('%o says so and leads back', async (filter, words) => {
    await open(FAKE_ITEMS.slice(4, 6))
    await useVault().setFilter(filter)
    await settle()
    expect(screen.text()).toContain(words)
    await press('Show all items')
    expect(useVault().filter.view).toBe('all')
  })
})

it('tells why the list cannot be had', async () => {
  await open(FAKE_ITEMS)
  fake.answer('items.page', () => {
    throw new Error('no')
  })
  await search('x')
  expect(screen.get('[role=alert]').text()).toContain('Coffer met a fault of its own.')
})
