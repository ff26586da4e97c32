/** The words of an import's report as a text file. Counts stand behind a colon, so that no word bends to them. */
export const importReport = {
  title: 'An import into Coffer',
  file: 'File: {file}',
  format: 'Kind of file: {format}',
  at: 'Day and time (UTC): {at}',
  added: 'Items added: {count}',
  merged: 'Items merged into one that was there: {count}',
  skipped: 'Items skipped: {count}',
  folders: 'Folders added: {count}',
  ignored: 'Things left behind that a vault has no place for: {count}',
  unreadable: 'Rows that could not be read: {count}',
  line: 'Line {first}',
  lines: 'Lines {first} to {last}',
  place: 'Place {pointer}',
  column: 'column {column}',
} as const
