import { app } from './en/app.ts'
import { components } from './en/components.ts'
import { exporting } from './en/export.ts'
import { fields, types } from './en/fields.ts'
import { importing } from './en/import.ts'
import { keys } from './en/keys.ts'
import { account, create, lookInside, start, unlock, verdicts } from './en/start.ts'
import { backup, item, vault } from './en/vault.ts'

/** Every sentence of the window in English. One line here per area. */
export const en = {
  app,
  components,
  ...{ start, create, account, unlock, verdicts, lookInside },
  ...{ vault, item, backup, types, fields },
  ...{ export: exporting, import: importing, keys },
} as const
