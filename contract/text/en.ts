import { app } from './en/app.ts'
import { backups } from './en/backups.ts'
import { census } from './en/census.ts'
import { components } from './en/components.ts'
import { diagnosis } from './en/diagnosis.ts'
import { dialogs } from './en/dialogs.ts'
import { acts, editor, folder, generator } from './en/editor.ts'
import { errorDetails, errors } from './en/errors.ts'
import { exporting } from './en/export.ts'
import { fields, types } from './en/fields.ts'
import { fidelity } from './en/fidelity.ts'
import { formats } from './en/formats.ts'
import { importing } from './en/import.ts'
import { importReport } from './en/import-report.ts'
import { keys } from './en/keys.ts'
import { menu } from './en/menu.ts'
import { changeKdf, settings } from './en/settings.ts'
import { account, create, lookInside, start, unlock, verdicts } from './en/start.ts'
import { backup, item, vault } from './en/vault.ts'

/** Every sentence of Coffer in English, but those of the command line alone. One line here per area. */
export const en = {
  app,
  components,
  ...{ menu, dialogs, errors, errorDetails },
  ...{ start, create, account, unlock, verdicts, lookInside },
  ...{ vault, item, backup, types, fields, formats },
  ...{ editor, acts, folder, generator },
  ...{ export: exporting, fidelity, import: importing, importReport, keys },
  ...{ settings, changeKdf, backups, diagnosis, census },
} as const
