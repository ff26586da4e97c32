/** Which component is which screen. Exhaustive: a screen without a component does not compile. */
import type { Component } from 'vue'
import type { Screen } from '../../stores/session.ts'
import AdoptWizard from '../../wizards/adopt/AdoptWizard.vue'
import ChangeKeysWizard from '../../wizards/change-keys/ChangeKeysWizard.vue'
import ChangePassword from '../../wizards/change-password/ChangePassword.vue'
import ExportWizard from '../../wizards/export/ExportWizard.vue'
import ImportWizard from '../../wizards/import/ImportWizard.vue'
import UseAccountScreen from '../account/UseAccountScreen.vue'
import BackupScreen from '../backup/BackupScreen.vue'
import BackupsScreen from '../backups/BackupsScreen.vue'
import CreateVaultScreen from '../create/CreateVaultScreen.vue'
import EditScreen from '../editor/EditScreen.vue'
import ChangeKdf from '../settings/ChangeKdf.vue'
import ImportsScreen from '../imports/ImportsScreen.vue'
import SettingsScreen from '../settings/SettingsScreen.vue'
import StartScreen from '../start/StartScreen.vue'
import UnlockScreen from '../unlock/UnlockScreen.vue'
import VaultScreen from '../vault/VaultScreen.vue'
import VerdictsScreen from '../verdicts/VerdictsScreen.vue'

export const SCREENS: Readonly<Record<Screen, Component>> = {
  start: StartScreen,
  create: CreateVaultScreen,
  'use-account': UseAccountScreen,
  unlock: UnlockScreen,
  vault: VaultScreen,
  edit: EditScreen,
  backup: BackupScreen,
  verdicts: VerdictsScreen,
  backups: BackupsScreen,
  imports: ImportsScreen,
  export: ExportWizard,
  import: ImportWizard,
  'change-keys': ChangeKeysWizard,
  'change-password': ChangePassword,
  'change-kdf': ChangeKdf,
  adopt: AdoptWizard,
  settings: SettingsScreen,
}
