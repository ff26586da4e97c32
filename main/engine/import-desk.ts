/** An import from its plan to its end, and the imports before it. */
import path from 'node:path'
import { CofferError } from '../../contract/errors.ts'
import type { SavedFile } from '../../contract/files.ts'
import { LANGUAGES } from '../../contract/text/languages.ts'
import { commitImport, listImports, undoImport } from '../commands/import-history.ts'
import { rowsSuffixOf } from '../../contract/import-plan.ts'
import { planImport, type ImportPlan } from '../commands/import-plan.ts'
import { saveReport, saveUnreadable } from '../commands/save-import-files.ts'
import type { EngineApi } from './engine-api.ts'
import type { EngineState } from './engine-state.ts'

type ImportDesk = Pick<
  EngineApi,
  | ('columns' | 'cell' | 'check' | 'planRows' | 'decide' | 'asNew' | 'difference' | 'runImport' | 'discardImport')
  | ('importHistory' | 'undoImport' | 'saveReport' | 'unreadableSuffix' | 'saveUnreadable')
>

function savedFile(written: string): SavedFile {
  return { name: path.basename(written), place: path.dirname(written) }
}

export function makeImportDesk(state: EngineState): ImportDesk {
  /** @throws CofferError vault/locked; file/ticket-expired where nothing was checked */
  function planned(): ImportPlan {
    if (!state.sessionOrNone) throw new CofferError('vault/locked')
    if (!state.staged) throw new CofferError('file/ticket-expired')
    return state.staged.plan
  }

  return {
    async columns({ ticket }) {
      const { file } = await state.files.take(ticket)
      return file.recognised.columns?.names ?? null
    },
    async cell({ ticket, column }) {
      const { file } = await state.files.take(ticket)
      const { columns } = file.recognised
      if (!columns || column >= columns.names.length) throw new CofferError('usage/bad-request')
      return columns.sample[column] ?? ''
    },
    async check({ ticket, filePassword, options }) {
      const { session } = state
      return await state.work('check', async (onStep) => {
        state.staged = null
        onStep('read')
        const { name, file } = await state.files.take(ticket)
        const opener = { ...options, filePassword: filePassword ?? undefined, onStep }
        const plan = await planImport(session, file, opener)
        onStep('open')
        state.staged = { name, plan }
        return plan.preview()
      })
    },
    planRows: (query) => planned().page(query),
    decide: ({ rows, action }) => planned().decide(rows, action),
    asNew: ({ on }) => planned().asNew(on),
    async difference({ row, masterPassword }) {
      const { session } = state
      const plan = planned()
      await state.gate.pass(() => session.requirePassword(masterPassword, state.untilEnding))
      return plan.differences(row)
    },
    async runImport() {
      const { session, staged } = state
      if (!staged) throw new CofferError('file/ticket-expired')
      return await state.work('import', (onStep) => {
        const done = commitImport(session, staged.plan, { fileName: staged.name }, onStep)
        state.staged = null
        return Promise.resolve(done)
      })
    },
    discardImport() {
      state.staged = null
      return null
    },
    importHistory: () => listImports(state.session),
    async undoImport({ id }) {
      const { session } = state
      return await state.work('undo-import', (onStep) => Promise.resolve(undoImport(session, id, onStep)))
    },
    async saveReport({ id, path: target, language }) {
      const { session } = state
      return savedFile(await saveReport(session, id, target, await LANGUAGES[language].load()))
    },
    unreadableSuffix: () => rowsSuffixOf(planned().format),
    saveUnreadable: async ({ path: target }) => savedFile(await saveUnreadable(planned(), target)),
  }
}
