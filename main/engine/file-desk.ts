/** Files that a person chose or dropped: looked at, or opened to read. */
import { CofferError } from '../../contract/errors.ts'
import { listFiles } from '../commands/files.ts'
import { ItemList } from '../commands/item-list.ts'
import { openBackup } from '../commands/open-backup.ts'
import type { EngineApi } from './engine-api.ts'
import type { EngineState } from './engine-state.ts'

type FileDesk = Pick<EngineApi, 'offer' | 'sample' | 'openingTime' | 'openBackup' | 'closeBackup'>

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
