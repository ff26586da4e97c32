/** Which component is which screen. Exhaustive: a screen without a component does not compile. */
import type { Component } from 'vue'
import UseAccountScreen from '../screens/account/UseAccountScreen.vue'
import BackupsScreen from '../screens/backups/BackupsScreen.vue'
import CensusScreen from '../screens/census/CensusScreen.vue'
import CreateVaultScreen from '../screens/create/CreateVaultScreen.vue'
import EditScreen from '../screens/editor/EditScreen.vue'
import ImportHistoryScreen from '../screens/import-history/ImportHistoryScreen.vue'
import LookInsideScreen from '../screens/look-inside/LookInsideScreen.vue'
import SettingsScreen from '../screens/settings/SettingsScreen.vue'
import StartScreen from '../screens/start/StartScreen.vue'
import UnlockScreen from '../screens/unlock/UnlockScreen.vue'
import VaultScreen from '../screens/vault/VaultScreen.vue'
import type { Screen } from '../stores/session.ts'
import AdoptWizard from '../wizards/adopt/AdoptWizard.vue'
import ChangeKdf from '../wizards/change-kdf/ChangeKdf.vue'
import ChangeKeysWizard from '../wizards/change-keys/ChangeKeysWizard.vue'
import ChangePassword from '../wizards/change-password/ChangePassword.vue'
import ExportWizard from '../wizards/export/ExportWizard.vue'
import ImportWizard from '../wizards/import/ImportWizard.vue'

export const SCREENS: Readonly<Record<Screen, Component>> = {
  start: StartScreen,
  create: CreateVaultScreen,
  'use-account': UseAccountScreen,
  unlock: UnlockScreen,
  vault: VaultScreen,
  edit: EditScreen,
  'look-inside': LookInsideScreen,
  census: CensusScreen,
  backups: BackupsScreen,
  'import-history': ImportHistoryScreen,
  export: ExportWizard,
  import: ImportWizard,
  'change-keys': ChangeKeysWizard,
  'change-password': ChangePassword,
  'change-kdf': ChangeKdf,
  adopt: AdoptWizard,
  settings: SettingsScreen,
}
