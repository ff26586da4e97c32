/** The last imports, and taking one back. */
export const importHistory = {
  title: 'Import history',
  lead: 'The last five imports can be undone. What you edited since stays.',
  caption: 'Imports',
  loading: 'Reading the history',
  empty: 'No imports yet.',
  emptyText: 'What you import is listed here, and can be undone.',
  choose: 'Import a file',
  counts: '{added}, {merged}, {skipped}, {unreadable}.',
  added: '{count} added',
  merged: '{count} merged',
  skipped: '{count} skipped',
  unreadable: '{count} not read',
  undo: 'Undo',
  undoNamed: 'Undo the import of {file} from {time}',
  again: 'Read it again',
} as const
