/** Commands of the native menu that the window carries out. Those that need no window are carried out in main. */

export type MenuCommand =
  | 'new-vault'
  | 'use-account'
  | 'import'
  | 'import-history'
  | 'export'
  | 'change-keys'
  | 'change-password'
  | 'new-item'
  | 'edit-item'
  | 'save-item'
  | 'duplicate-item'
  | 'trash-item'
  | 'new-folder'
  | 'generate-password'
  | 'all-items'
  | 'favorites'
  | 'bin'
  | 'find'
  | 'settings'
  | 'backups'
  | 'copy-username'
  | 'copy-password'
  | 'show-password'
  | 'shortcuts'
  | 'next-pane'
  | 'previous-pane'

/** One row of the shortcut list in the window: the menu is the source. */
export interface Shortcut {
  readonly label: string
  /** As Electron writes accelerators, for example `CmdOrCtrl+Shift+E`. */
  readonly accelerator: string
}
