import type { FidelityClass } from '../../fidelity.ts'

/** What a file keeps and what it drops, in figures. */
export const fidelity = {
  title: 'What such a file keeps of your vault',
  what: 'In your vault',
  file: 'In this file',
  atBitwarden: 'After importing it at Bitwarden',
  all: 'All',
  none: 'None',
  some: '{kept} of {here}',
  ids: 'Bitwarden gives every item a new id, so importing the same file twice makes duplicates there.',
  kinds: {
    login: '{count} login | {count} logins',
    secureNote: '{count} note | {count} notes',
    card: '{count} card | {count} cards',
    identity: '{count} identity | {count} identities',
    sshKey: '{count} SSH key | {count} SSH keys',
    bankAccount: '{count} bank account | {count} bank accounts',
    driversLicense: '{count} driver’s licence | {count} driver’s licences',
    passport: '{count} passport | {count} passports',
    trashedItems: '{count} item in the bin | {count} items in the bin',
    folders: '{count} folder | {count} folders',
    names: '{count} name | {count} names',
    notes: '{count} item’s notes | {count} items’ notes',
    usernames: '{count} username | {count} usernames',
    passwords: '{count} password | {count} passwords',
    totps: '{count} authenticator key (TOTP) | {count} authenticator keys (TOTP)',
    uris: '{count} address | {count} addresses',
    uriMatches: '{count} match setting of an address | {count} match settings of addresses',
    passkeys: '{count} passkey | {count} passkeys',
    typeFields: '{count} field of cards, identities and such | {count} fields of cards, identities and such',
    customFields: '{count} custom field | {count} custom fields',
    fieldTypes:
      '{count} kind of a custom field (hidden, boolean, linked) | {count} kinds of custom fields (hidden, boolean, linked)',
    passwordHistory: '{count} old password | {count} old passwords',
    placements: '{count} item’s place in a folder | {count} items’ places in folders',
    favorites: '{count} favourite | {count} favourites',
    reprompts:
      '{count} item that asks for the master password again | {count} items that ask for the master password again',
    archived: '{count} item’s place in the archive | {count} items’ places in the archive',
    dates: '{count} date of an item | {count} dates of items',
    loginSettings: '{count} setting of a login | {count} settings of logins',
    unknownFields: '{count} field that Coffer does not know | {count} fields that Coffer does not know',
    columns: '{count} unknown column | {count} unknown columns',
    other: '{count} × {kind}',
  },
} as const satisfies {
  readonly kinds: Readonly<Record<FidelityClass | 'columns' | 'other', string>>
  readonly [key: string]: unknown
}
