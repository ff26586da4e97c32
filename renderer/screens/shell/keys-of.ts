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
const OF_OTHERS: Readonly<Record<string, string>> = {
  CmdOrCtrl: 'Ctrl',
  CommandOrControl: 'Ctrl',
  Control: 'Ctrl',
}

/** `CmdOrCtrl+Shift+E` as a person reads it: Ctrl+Shift+E, or Cmd+Shift+E on a Mac. */
export function keysOf(accelerator: string, mac: boolean): string {
  const words = { ...COMMON, ...(mac ? OF_MAC : OF_OTHERS) }
  return accelerator
    .split('+')
    .map((key) => words[key] ?? key)
    .join('+')
}
