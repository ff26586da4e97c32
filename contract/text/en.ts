import { app } from './en/app.ts'
import { backups } from './en/backups.ts'
import { census } from './en/census.ts'
import { changeKdf } from './en/change-kdf.ts'
import { components } from './en/components.ts'
import { create } from './en/create.ts'
import { diagnosis } from './en/diagnosis.ts'
import { dialogs } from './en/dialogs.ts'
import { editor } from './en/editor.ts'
import { errorDetails, errors } from './en/errors.ts'
import { exporting } from './en/export.ts'
import { fidelity } from './en/fidelity.ts'
import { fields, types } from './en/fields.ts'
import { folder } from './en/folder.ts'
import { formats } from './en/formats.ts'
import { generator } from './en/generator.ts'
import { importHistory } from './en/import-history.ts'
import { importReport } from './en/import-report.ts'
import { importing } from './en/import.ts'
import { keys } from './en/keys.ts'
import { lookInside } from './en/look-inside.ts'
import { menu } from './en/menu.ts'
import { settings } from './en/settings.ts'
import { start } from './en/start.ts'
import { unlock } from './en/unlock.ts'
import { account } from './en/use-account.ts'
import { acts, item, vault } from './en/vault.ts'

/** Every sentence of Coffer in English, but those of the command line alone. One line here per area. */
export const en = {
  app,
  components,
  menu,
  dialogs,
  errors,
  errorDetails,
  start,
  create,
  account,
  unlock,
  census,
  lookInside,
  vault,
  item,
  acts,
  types,
  fields,
  formats,
  editor,
  folder,
  generator,
  export: exporting,
  fidelity,
  import: importing,
  importHistory,
  importReport,
  keys,
  settings,
  changeKdf,
  backups,
  diagnosis,
} as const
