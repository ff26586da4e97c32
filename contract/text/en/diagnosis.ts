/** What Coffer says of a file before anyone types its password. */
export const diagnosis = {
  kdf: 'Key derivation',
  time: 'Time',
  underASecond: 'Opens in less than a second on this computer',
  seconds: 'Opens in about {count} second on this computer | Opens in about {count} seconds on this computer',
  seal: 'Seal',
  older: 'Made on {made}; your newest export is from {newest}: this is an older copy.',
  unlock: 'Unlock your vault',
  backups: 'See your backups',
  named: '{step}: {file}',
} as const
