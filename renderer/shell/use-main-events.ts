import { onMounted, onScopeDispose, watch } from 'vue'
import { api, onEvent } from '../bridge.ts'
import { useToasts } from '../composables/use-toasts.ts'
import { useFiles } from '../stores/files.ts'
import { useSession } from '../stores/session.ts'
import { t } from '../text/index.ts'

/** Takes in what the main process tells of its own accord. The first status says that the window listens. */
export function useMainEvents(): void {
  const session = useSession()
  const files = useFiles()
  const toasts = useToasts()

  const ends = [
    onEvent('status', session.accept),
    onEvent('offered', files.receive),
    onEvent('locking', () => {
      session.locking = true
    }),
    onEvent('clipboardCleared', () => {
      toasts.show({ text: t('app.cleared') })
    }),
  ]
  onScopeDispose(() => {
    for (const end of ends) end()
  })
  onMounted(() =>
    session.attempt(async () => {
      session.accept(await api.app.status())
    }),
  )

  watch(
    () => session.refusals,
    (count) => {
      if (count > 0) toasts.show({ text: t('app.working') })
    },
  )
  watch(
    () => files.empty,
    (count) => {
      if (count > 0) toasts.show({ text: t('app.noFiles') })
    },
  )
}
