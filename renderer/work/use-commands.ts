import { onScopeDispose } from 'vue'
import type { MenuCommand } from '../../contract/menu.ts'
import { onEvent } from '../bridge.ts'

/** Carries out commands of the native menu as long as the component is there. */
export function useCommands(actions: Readonly<Partial<Record<MenuCommand, () => void>>>): void {
  onScopeDispose(
    onEvent('command', (command) => {
      actions[command]?.()
    }),
  )
}
