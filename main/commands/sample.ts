/** A small export as Bitwarden's web client writes it: one item of each type, two folders. Nothing in it is real. */

const DATES = {
  revisionDate: '2026-05-02T08:15:30.250Z',
  creationDate: '2025-01-01T12:00:00.000Z',
  deletedDate: null,
  archivedDate: null,
}
const WORK = '3f0e6a52-2f0c-4b8b-9d6a-0d5c1f6a7b01'
const HOME = '3f0e6a52-2f0c-4b8b-9d6a-0d5c1f6a7b02'

function item(number: number, type: number, name: string, folderId: string | null, rest: object): object {
  const id = `7a1c0000-0000-4000-8000-00000000000${number}`
  const shared = { organizationId: null, reprompt: 0, favorite: false, fields: [], collectionIds: null }
  return { passwordHistory: null, ...DATES, id, folderId, type, name, notes: null, ...shared, ...rest }
}

const ITEMS = [
  item(1, 1, 'Mail', WORK, {
    favorite: true,
    fields: [
      { name: 'Recovery code', value: '1234-5678', type: 1, linkedId: null },
      { name: 'Two steps', value: 'true', type: 2, linkedId: null },
    ],
    passwordHistory: [{ lastUsedDate: '2025-12-01T09:00:00.000Z', password: 's3cret-older' }],
    login: {
      uris: [
        { match: null, uri: 'https://mail.example.com' },
        { match: 3, uri: 'https://example.com/login?a=1,b=2' },
      ],
      username: 'sample@example.com',
      password: 's3cret-mail',
      totp: 'otpauth://totp/Example?secret=JBSWY3DPEHPK3PXP',
      fido2Credentials: [],
    },
  }),
  item(2, 2, 'Wi-Fi', HOME, { notes: 'Network: sample\nKey: s3cret-wifi', secureNote: { type: 0 } }),
  item(3, 3, 'Card', HOME, {
    card: {
      cardholderName: 'A SAMPLE',
      brand: 'Visa',
      number: '4111111111111111',
      expMonth: '1',
      expYear: '2032',
      code: '123',
    },
  }),
  item(4, 4, 'Identity', null, {
    identity: { title: null, firstName: 'A', lastName: 'Sample', email: 'sample@example.com' },
  }),
  item(5, 5, 'Server key', WORK, {
    sshKey: {
      privateKey: '-----BEGIN OPENSSH PRIVATE KEY-----\ns3cret\n-----END OPENSSH PRIVATE KEY-----\n',
      publicKey: 'ssh-ed25519 AAAA',
      keyFingerprint: 'SHA256:sample',
    },
  }),
  item(6, 6, 'Bank', null, {
    bankAccount: { bankName: 'Example Bank', accountNumber: '123456789', iban: 'DE89370400440532013000', pin: '0000' },
  }),
  item(7, 7, 'Licence', null, {
    driversLicense: { firstName: 'A', lastName: 'Sample', licenseNumber: 'D1234567', expirationDate: '2030-01-01' },
  }),
  item(8, 8, 'Passport', null, {
    passport: { surname: 'Sample', givenName: 'A', passportNumber: 'X1234567', expirationDate: '2031-06-30' },
  }),
]

/** The file's text. */
export const SAMPLE = JSON.stringify(
  {
    encrypted: false,
    folders: [
      { id: WORK, name: 'Work' },
      { id: HOME, name: 'Home/Network' },
    ],
    items: ITEMS,
  },
  null,
  2,
)
