/** The system's own dialogs: their titles, buttons and kinds of files. */
export const dialogs = {
  files: {
    vault: 'Coffer vault',
    all: 'All files',
    json: 'JSON',
    csv: 'CSV',
    exports: 'Exports',
    text: 'Text',
  },
  newVault: 'New vault',
  create: 'Create',
  openVault: 'Open vault',
  exportVault: 'Export vault',
  export: 'Export',
  saveKeyFile: 'Save the account key file',
  saveReport: 'Save the report',
  saveRows: 'Save the rows that could not be read',
  save: 'Save',
  import: 'Import',
  chooseClientData: 'Choose the data.json of Bitwarden',
  chooseKeyFile: 'Choose an account key file',
  stop: {
    message: 'Coffer is still at work.',
    detail: 'Stopping leaves no half-finished file behind, and your vault stays as it was.',
    stay: 'Keep working',
    go: 'Stop and quit',
  },
} as const
