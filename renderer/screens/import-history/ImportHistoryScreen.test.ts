// @vitest-environment happy-dom
/** F6: the history of imports, and undoing one of them later. */
import { afterEach, describe, expect, it } from 'vitest'
import { CofferError } from '../../../contract/errors.ts'
import type { ImportRecord } from '../../../contract/import-plan.ts'
import { UNLOCKED } from '../../testkit/fake-bridge.ts'
import { openWizard, type FakeWindow } from '../../testkit/fake-window.ts'
import ImportHistoryScreen from './ImportHistoryScreen.vue'

const RECORD: ImportRecord = {
  ...{ id: 'a', at: '2026-11-22T14:02:00Z', file: 'chrome.csv', format: 'bitwarden-csv' },
  ...{ added: 371, merged: 2, skipped: 38, unreadable: 3, foldersAdded: 7 },
}

let window: FakeWindow

async function open(records: readonly ImportRecord[]): Promise<void> {
  let left = records
  window = await openWizard(ImportHistoryScreen, { status: { vault: UNLOCKED } }, ({ fake, session }) => {
    session.show('import-history')
    fake.answer('imports.history', () => left)
    fake.answer('imports.undo', ({ id }: { id: string }) => {
      left = left.filter((record) => record.id !== id)
      return { removed: 370, restored: 2, foldersRemoved: 7, kept: ['Fjord Hosting'] }
    })
  })
}

afterEach(() => {
  window.end()
})

describe('F6: the history of imports', () => {
  it('lists each with its file, day and counts', async () => {
    await open([RECORD, { ...RECORD, id: 'b', file: 'older.csv' }])
    expect(window.text()).toContain('chrome.csv')
    expect(window.text()).toContain('371 added, 2 merged, 38 skipped, 3 not read.')
    expect(document.querySelectorAll('li')).toHaveLength(2)
  })

  it('undoes one without a question, tells what was kept, and lists it no more', async () => {
    await open([RECORD, { ...RECORD, id: 'b', file: 'older.csv' }])
    await window.press('Undo')
    expect(window.orders('imports.undo')).toEqual([{ id: 'a' }])
    expect(window.text()).toContain('The import of chrome.csv is undone. 370 items were taken out of your vault.')
    expect(window.text()).toContain('Fjord Hosting')
    expect(document.querySelectorAll('.line')).toHaveLength(1)
    expect(document.activeElement?.tagName).toBe('H1')
  })

  it('tells a refusal and stays', async () => {
    await open([RECORD])
    window.fake.answer('imports.undo', () => {
      throw new CofferError('file/no-space')
    })
    await window.press('Undo')
    expect(document.activeElement?.getAttribute('role')).toBe('alert')
    expect(document.querySelectorAll('.line')).toHaveLength(1)
  })

  it('that is empty leads to an import', async () => {
    await open([])
    expect(window.text()).toContain('No imports yet.')
    await window.press('Import a file')
    expect(window.session.screen).toBe('import')
  })
})
