import { t } from '../text/index.ts'

/** How Electron's names for keys are written on the keyboard. */
const COMMON: Readonly<Record<string, string>> = {
  Plus: '+',
  Return: 'Enter',
  Escape: 'Esc',
}
const OF_MAC: Readonly<Record<string, string>> = {
  CmdOrCtrl: 'Cmd',
  CommandOrControl: 'Cmd',
  Command: 'Cmd',
  Control: 'Ctrl',
  Alt: 'Option',
}

/** `CmdOrCtrl+Shift+E` as a person reads it: Ctrl+Shift+E, or Cmd+Shift+E on a Mac. */
export function keysOf(accelerator: string, mac: boolean): string {
  const control = t('app.shortcuts.control')
  const ofOthers = { CmdOrCtrl: control, CommandOrControl: control, Control: control, Shift: t('app.shortcuts.shift') }
  const words: Readonly<Record<string, string>> = { ...COMMON, ...(mac ? OF_MAC : ofOthers) }
  return accelerator
    .split('+')
    .map((key) => words[key] ?? key)
    .join('+')
}
