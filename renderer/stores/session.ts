/** Where the person is: the app's status, the screen that is shown, and whether it can be left. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { AccountFileKind, AppStatus, VaultStatus } from '../../contract/api.ts'
import { asCofferError, type CofferError } from '../../contract/errors.ts'
import type { OpenedBackup } from '../../contract/files.ts'

export const WIZARDS = ['import', 'export', 'change-keys', 'change-password', 'change-kdf', 'adopt'] as const
export type Wizard = (typeof WIZARDS)[number]
/** Screens on the way to an unlocked vault. */
const GATES = ['start', 'create', 'use-account', 'unlock'] as const
export type Gate = (typeof GATES)[number]
export type Screen =
  Gate | Wizard | 'vault' | 'edit' | 'look-inside' | 'census' | 'settings' | 'backups' | 'import-history'

/** Whether a screen can be left: at once, after a question because something was entered, or not while it works. */
export type Guard = () => 'free' | 'ask' | 'working'

/** A lock reloads the window. The name of the wizard that it ended outlives that, and nothing else. */
export const WIZARD_KEY = 'coffer.wizard'

function wizardOf(name: string | null): Wizard | null {
  return WIZARDS.find((wizard) => wizard === name) ?? null
}

function vaultScreen({ state }: VaultStatus): Screen {
  return state === 'unlocked' ? 'vault' : state === 'locked' ? 'unlock' : 'start'
}

function homeOf(status: AppStatus | null): Screen {
  if (!status) return 'start'
  return status.backup ? 'look-inside' : vaultScreen(status.vault)
}

function sameVault(a: VaultStatus, b: VaultStatus): boolean {
  return a.state === b.state && (a.state === 'none' || b.state === 'none' || a.name === b.name)
}

function sameBackup(a: OpenedBackup | null, b: OpenedBackup): boolean {
  return a?.name === b.name && a.format === b.format && a.items === b.items && a.folders === b.folders
}

export const useSession = defineStore('session', () => {
  /** Null until the main process has told. */
  const status = shallowRef<AppStatus | null>(null)
  const screen = ref<Screen>('start')
  /** Which kind of file the screen `use-account` asks for first. */
  const accountKind = ref<AccountFileKind>('bitwarden-data')
  /** The person wants to leave a screen that holds entries: the question is open. */
  const asking = ref(false)
  /** Counts wishes that had to be turned down because the screen works; the window tells each. */
  const refusals = ref(0)
  /** The vault locks as soon as the running work is at its safe point: nothing may be seen until then. */
  const locking = ref(false)
  /** Gone on with as soon as a vault is open: a lock ended it, or it was left to open one. */
  const resume = ref<Wizard | 'census' | null>(wizardOf(sessionStorage.getItem(WIZARD_KEY)))
  /** Why the last act of the frame around the screens came to nothing. */
  const fault = shallowRef<CofferError | null>(null)

  let guard: Guard | null = null
  let intended: (() => void) | null = null
  const lockListeners = new Set<() => void>()

  const vault = computed((): VaultStatus => status.value?.vault ?? { state: 'none' })
  const unlocked = computed(() => vault.value.state === 'unlocked')

  /** What comes before an unlocked vault ends no wizard that waits for one. */
  function isOnTheWay(next: Screen): boolean {
    return GATES.some((gate) => gate === next) || (next === 'settings' && !unlocked.value)
  }

  function show(next: Screen): void {
    const wizard = wizardOf(next)
    if (wizard) sessionStorage.setItem(WIZARD_KEY, wizard)
    else if (!isOnTheWay(next)) sessionStorage.removeItem(WIZARD_KEY)
    if (!isOnTheWay(next)) resume.value = null
    else if (screen.value === 'import') resume.value = 'import'
    if (next !== screen.value) guard = null
    intended = null
    asking.value = false
    screen.value = next
  }

  /** Runs `go` where the screen may be left, else asks first or says that it works. */
  function leave(go: () => void): void {
    const state = guard?.() ?? 'free'
    if (state === 'working') refusals.value += 1
    else if (state === 'free') go()
    else {
      intended = go
      asking.value = true
    }
  }

  function answer(leaves: boolean): void {
    const go = intended
    intended = null
    asking.value = false
    if (leaves) go?.()
  }

  /** The person's wish to go to `next`. One wizard at a time: a second one waits for the answer of the first. */
  function open(next: Screen): void {
    if (next === screen.value) return
    leave(() => {
      show(next)
    })
  }

  /** A screen is done with: back to where the vault or the backup is. */
  function close(): void {
    show(homeOf(status.value))
  }

  function openAccount(kind: AccountFileKind): void {
    leave(() => {
      accountKind.value = kind
      show('use-account')
    })
  }

  /** Called by the screen that is shown, as long as it is shown. */
  function setGuard(next: Guard | null): void {
    guard = next
  }

  /** Runs `act` of the frame; where it is refused, the frame tells. */
  async function attempt(act: () => Promise<void>): Promise<void> {
    fault.value = null
    try {
      await act()
    } catch (caught) {
      fault.value = asCofferError(caught)
    }
  }

  /** `listener` forgets everything of the vault that was open. */
  function onLocked(listener: () => void): void {
    lockListeners.add(listener)
  }

  function forget(): void {
    for (const listener of lockListeners) listener()
    resume.value = wizardOf(screen.value)
    locking.value = false
    fault.value = null
  }

  function follow(before: AppStatus, next: AppStatus): void {
    if (next.backup && !sameBackup(before.backup, next.backup)) show('look-inside')
    else if (!sameVault(before.vault, next.vault)) {
      const opensNow = next.vault.state === 'unlocked'
      // A wizard that unlocks the vault on its way goes on.
      if (opensNow && (screen.value === 'import' || screen.value === 'census')) return
      show(opensNow ? (resume.value ?? 'vault') : vaultScreen(next.vault))
    } else if (before.backup && !next.backup && screen.value === 'look-inside') close()
  }

  /** Takes what the main process says of the vault, and goes where it leads. */
  function accept(next: AppStatus): void {
    const before = status.value
    if (before && next.revision < before.revision) return
    if (before?.vault.state === 'unlocked' && !sameVault(before.vault, next.vault)) forget()
    status.value = next
    if (before) follow(before, next)
    // Files that were opened with Coffer may have led on already.
    else if (screen.value === 'start') close()
  }

  function $reset(): void {
    status.value = null
    accountKind.value = 'bitwarden-data'
    refusals.value = 0
    locking.value = false
    fault.value = null
    resume.value = null
    show('start')
  }

  return {
    ...{ status, screen, accountKind, asking, refusals, locking, resume, fault, vault, unlocked },
    ...{ open, show, close, openAccount, leave, answer, setGuard, attempt, onLocked, accept, $reset },
  }
})
