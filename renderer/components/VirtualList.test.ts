// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import VirtualList from './VirtualList.vue'

let list: ReturnType<typeof mount>

async function show(selected: number | null, total = 100_000): Promise<void> {
  list = mount(VirtualList, {
    attachTo: document.body,
    props: { total, rowHeight: 50, selected, label: 'Items' },
    slots: { row: '<b>{{ params.index }}</b>' },
  })
  await nextTick()
  await nextTick()
}
async function press(key: string): Promise<unknown[] | undefined> {
  await list.trigger('keydown', { key })
  return list.emitted('select')?.at(-1)
}

beforeEach(() => {
  // No layout here: every element is ten rows high.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(500)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(500)
})
afterEach(() => {
  list.unmount()
})

describe('VirtualList', () => {
  it('renders a few of many rows, and tells readers of all', async () => {
    await show(null)
    const rows = list.findAll('[role=option]')
    expect(rows.length).toBeLessThan(40)
    expect(rows[3]?.attributes()).toMatchObject({ 'aria-setsize': '100000', 'aria-posinset': '4' })
    expect(list.attributes('aria-activedescendant')).toBeUndefined()
  })

  it('keeps the selected row rendered, and points at it', async () => {
    await show(70_000)
    const id = list.attributes('aria-activedescendant') ?? ''
    expect(document.getElementById(id)?.getAttribute('aria-selected')).toBe('true')
    expect(document.getElementById(id)?.getAttribute('aria-posinset')).toBe('70001')
  })

  it('moves with the keys and stays within the list', async () => {
    await show(5)
    expect(await press('ArrowDown')).toEqual([6])
    expect(await press('ArrowUp')).toEqual([4])
    expect(await press('PageDown')).toEqual([14])
    expect(await press('PageUp')).toEqual([0])
    expect(await press('End')).toEqual([99_999])
    await list.setProps({ selected: 99_999 })
    expect(await press('ArrowDown')).toEqual([99_999])
    expect(await press('Home')).toEqual([0])
  })

  it('begins at the first row when none is selected', async () => {
    await show(null)
    expect(await press('ArrowDown')).toEqual([0])
  })

  it('opens with Enter and a double click', async () => {
    await show(2)
    await press('Enter')
    await list.findAll('[role=option]')[1]?.trigger('dblclick')
    expect(list.emitted('open')).toEqual([[2], [1]])
  })

  it('collects what is typed, spaces within it too', async () => {
    await show(2)
    for (const key of ['e', 'v', ' ', 'm']) await press(key)
    expect(list.emitted('type')).toEqual([['e'], ['ev'], ['ev '], ['ev m']])
    await list.trigger('keydown', { key: 'f', ctrlKey: true })
    expect(list.emitted('type')).toHaveLength(4)
  })

  it('says which rows to load', async () => {
    await show(null)
    expect(list.emitted('range')?.at(-1)).toEqual([{ start: 0, end: expect.any(Number) as number }])
    await list.setProps({ total: 3 })
    await nextTick()
    expect(list.emitted('range')?.at(-1)).toEqual([{ start: 0, end: 3 }])
  })
})
