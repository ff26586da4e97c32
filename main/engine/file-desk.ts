/** Files that a person chose or dropped: looked at, imported, or opened to read. */
import { CofferError } from '../../contract/errors.ts'
import { listFiles } from '../commands/files.ts'
import { commitImport, stageImport } from '../commands/import-file.ts'
import { ItemList } from '../commands/item-list.ts'
import { openBackup } from '../commands/open-backup.ts'
import type { EngineApi } from './engine-api.ts'
import type { EngineState } from './engine-state.ts'

type FileDesk = Pick<
  EngineApi,
  'offer' | 'sample' | 'openingTime' | 'check' | 'runImport' | 'discardImport' | 'openBackup' | 'closeBackup'
>

export function makeFileDesk(state: EngineState): FileDesk {
  return {
    async offer({ paths }) {
      const listed = await listFiles(paths)
      const files = []
      for (const file of listed.paths) {
        if (state.ending) throw new CofferError('vault/locked')
        files.push(await state.files.offer(file, state.sessionOrNone))
      }
      return { files, omitted: listed.omitted }
    },
    sample: async () => ({ files: [await state.files.sample()], omitted: 0 }),
    openingTime: async ({ kdf }) => ({ kdf, milliseconds: await state.openingTimes.of(kdf, state.untilEnding) }),
    async check({ ticket, filePassword }) {
      const { session } = state
      return await state.work('check', async (onStep) => {
        state.staged = null
        onStep('read')
        const { file } = await state.files.take(ticket)
        const staged = await stageImport(session, file, { filePassword: filePassword ?? undefined, onStep })
        onStep('open')
        state.staged = staged
        return staged.preview
      })
    },
    async runImport() {
      const { session, staged } = state
      if (!staged) throw new CofferError('file/ticket-expired')
      return await state.work('import', (onStep) => {
        const report = commitImport(session, staged, onStep)
        state.staged = null
        return Promise.resolve(report)
      })
    },
    discardImport() {
      state.staged = null
      return null
    },
    openBackup: ({ ticket, filePassword }) =>
      state.work('open', async (onStep) => {
        onStep('read')
        const { name, file } = await state.files.take(ticket)
        const { contents } = await openBackup(file, { filePassword: filePassword ?? undefined, onStep })
        onStep('open')
        const facts = {
          name,
          format: file.facts.id,
          items: contents.items.length,
          folders: contents.folders.length,
        }
        state.reading = { facts, contents, list: new ItemList(contents) }
        return state.status()
      }),
    closeBackup() {
      state.reading = null
      return state.status()
    },
  }
}
