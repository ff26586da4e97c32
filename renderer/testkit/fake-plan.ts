/** The plan of an import as the main process answers it, in memory. For unit tests; no part of the product. */
import { CofferError } from '../../contract/errors.ts'
import type {
  Finding,
  PlanFilter,
  PlanPreview,
  PlanQuery,
  PlanRow,
  PlanTotals,
  RowAction,
} from '../../contract/import-plan.ts'
import { PAGE_SIZE } from '../../contract/item-view.ts'
import { FAKE_PASSWORD, type FakeBridge } from './fake-bridge.ts'

const PASSES: Readonly<Record<PlanFilter, readonly Finding[]>> = {
  all: ['new', 'identical', 'changed', 'older', 'newer', 'unreadable'],
  new: ['new'],
  present: ['identical'],
  attention: ['changed', 'older', 'newer', 'unreadable'],
}

export const FAKE_SECRET = 'the password in the file'

function rowOf(finding: Finding, row: number): PlanRow {
  const unread = finding === 'unreadable'
  const differs = finding === 'changed' ? ['login.password', 'uris.0'] : []
  return {
    ...{ row, type: unread ? null : 'login', name: unread ? '' : `Item ${row + 1}`, username: 'robin', folder: null },
    ...{ finding, differs, action: finding === 'new' || finding === 'changed' ? 'add' : 'skip' },
    unreadable: unread ? { lines: [row + 2, row + 2], pointer: null, column: 'type', reason: 'format/bad-row' } : null,
  }
}

/** Makes `fake` answer as with a file that has so many rows of each finding; the preview of it. */
export function fakePlan(
  fake: FakeBridge,
  counts: Partial<Record<Finding, number>>,
  changes: Partial<PlanPreview> = {},
): PlanPreview {
  const items = { new: 0, identical: 0, changed: 0, older: 0, newer: 0, unreadable: 0, ...counts }
  const findings = Object.entries(items).flatMap(([finding, count]) => Array<Finding>(count).fill(finding as Finding))
  let rows = findings.map(rowOf)
  let asNew = false
  const { new: folders } = changes.folders ?? { new: 7 }
  const shown = (row: PlanRow): PlanRow => (asNew && row.finding !== 'unreadable' ? { ...row, action: 'add' } : row)
  const totals = (): PlanTotals => {
    const count = (action: RowAction): number => rows.filter((row) => shown(row).action === action).length
    return { add: count('add'), merge: count('merge'), skip: count('skip'), folders }
  }
  fake.answer('imports.rows', ({ filter, offset }: PlanQuery) => {
    const passing = rows.filter(({ finding }) => PASSES[filter].includes(finding)).map(shown)
    return { rows: passing.slice(offset, offset + PAGE_SIZE), total: passing.length }
  })
  fake.answer('imports.decide', (order: { rows: readonly number[] | Finding; action: RowAction }) => {
    const isMeant = ({ row, finding }: PlanRow): boolean =>
      typeof order.rows === 'string' ? finding === order.rows : order.rows.includes(row)
    rows = rows.map((row) => (isMeant(row) ? { ...row, action: order.action } : row))
    return totals()
  })
  fake.answer('imports.asNew', ({ on }: { on: boolean }) => {
    asNew = on
    return totals()
  })
  fake.answer('imports.difference', ({ masterPassword }: { masterPassword: string }) => {
    if (masterPassword !== FAKE_PASSWORD) throw new CofferError('vault/wrong-password')
    return [{ field: 'login.password', inVault: null, inFile: FAKE_SECRET }]
  })
  return {
    ...{ format: 'bitwarden-json', items, folders: { new: 7, reused: 2 }, sealed: null, made: null },
    ...{ ignored: {}, newerExport: null, absent: [], damaged: 0, text: null, totals: totals() },
    ...changes,
  }
}
