import { DEFAULT_SETTINGS } from '../../contract/settings.ts'
import { useToasts } from '../composables/use-toasts.ts'
import { useSession } from '../stores/session.ts'
import { t } from '../text/index.ts'

/** Tells that a secret was copied, and for how long it stays on the clipboard. */
export function useCopied(): () => void {
  const { show } = useToasts()
  const session = useSession()
  return () => {
    const { clipboardSeconds } = session.status?.settings ?? DEFAULT_SETTINGS
    show({ text: t('app.copied', { count: clipboardSeconds }) })
  }
}
