#!/usr/bin/python3
"""Writes main/formats/testdata/: Coffer's test vectors, one scenario per file with its expected outcome inside.

    scripts/make-vectors.py            write them
    scripts/make-vectors.py --check    write nothing; exit 1 naming each file that differs, is missing or is extra

This is another implementation than the app's (Debian's python3-cryptography and python3-argon2), so the vectors are
known answers, not echoes. A refused file differs in one thing from a good one, so a wrong reason cannot hide. Every
good file is opened again by the small reader below before anything is written.

Nothing is random: what would be (keys, IVs, salts, ids) is a hash of what it is for. Running again gives the same
bytes, and a new scenario leaves all other files alone. Append to the end of a group: numbers are never reused.
"""

import base64
import copy
import csv
import hashlib
import hmac
import io
import json
import re
import sys
import uuid
import zipfile
from calendar import month_name
from datetime import datetime, timezone
from functools import lru_cache, partial, reduce
from html import unescape
from operator import getitem
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

TESTDATA = Path(__file__).resolve().parent.parent / 'main' / 'formats' / 'testdata'
VECTOR_NAME = re.compile(r'\d{3}-[a-z0-9-]+\.json')

VALIDATION = 'encKeyValidation_DO_NOT_EDIT'
ITEM_TYPES = ['login', 'secureNote', 'card', 'identity', 'sshKey', 'bankAccount', 'driversLicense', 'passport']

# --- Stand-ins for randomness -----------------------------------------------------------------------------------------


def chance(purpose, length, *about):
    """`length` bytes that look random and depend on `purpose` and the bytes in `about` alone."""
    return hashlib.shake_256(b'coffer vectors\0' + purpose.encode() + b'\0' + b'\0'.join(about)).digest(length)


def make_uuid(purpose):
    return str(uuid.UUID(bytes=chance(purpose, 16), version=4))


USER_KEY = chance('user key', 64)
OTHER_USER_KEY = chance('user key of another account', 64)
SALT = base64.b64encode(chance('salt', 16)).decode()
FILE_PASSWORD = 'correct horse battery staple'
VALIDATION_UUID = make_uuid('validation')

# --- Crypto -----------------------------------------------------------------------------------------------------------


def b64(data):
    return base64.b64encode(data).decode()


def hmac_sha256(key, data):
    return hmac.digest(key, data, 'sha256')


def expand(key, info, length=32):
    """HKDF-Expand alone, without Extract."""
    return HKDFExpand(hashes.SHA256(), length, info.encode()).derive(key)


def aes_cbc(key, iv):
    return Cipher(algorithms.AES(key), modes.CBC(iv))


def pad(data):
    padder = padding.PKCS7(128).padder()
    return padder.update(data) + padder.finalize()


def encrypt(aes_key, data):
    """(iv, ciphertext) of whole blocks."""
    iv = chance('iv', 16, aes_key, data)
    encryptor = aes_cbc(aes_key, iv).encryptor()
    return iv, encryptor.update(data) + encryptor.finalize()


def enc_string(kind, *parts):
    return f'{kind}.' + '|'.join(map(b64, parts))


def parts_of(text):
    """The decoded parts of an EncString."""
    return [base64.b64decode(part) for part in text.split('.')[1].split('|')]


def authenticated(key, iv, ciphertext):
    """A type-2 EncString with the right MAC, whatever else is wrong with it."""
    return enc_string(2, iv, ciphertext, hmac_sha256(key[32:], iv + ciphertext))


def seal_blocks(key, blocks):
    return authenticated(key, *encrypt(key[:32], blocks))


def seal_bytes(key, data):
    return seal_blocks(key, pad(data))


def seal_text(key, text):
    return seal_bytes(key, text.encode())


def seal_as(kind, key, data):
    """`data` as an EncString of a kind other than 2, well formed; types 0 and 1 would open for a reader that obeys."""
    if kind == 0:
        return enc_string(0, *encrypt(key[:32], pad(data)))
    if kind == 1:
        iv, ciphertext = encrypt(key[:16], pad(data))
        return enc_string(1, iv, ciphertext, hmac_sha256(key[16:32], iv + ciphertext))
    if kind in (3, 4, 5, 6):
        rsa = chance('rsa', 256, data)
        return enc_string(kind, rsa) if kind < 5 else enc_string(kind, rsa, hmac_sha256(key[32:], rsa))
    # COSE_Encrypt0: [protected {1: XAES-256-GCM}, {5: nonce}, ciphertext], the ciphertext being stand-in bytes
    head = bytes.fromhex('8347a1013a00011179a1055818')
    return enc_string(7, head + chance('nonce', 24, data) + b'\x58\x40' + chance('cose', 64, data))


@lru_cache(maxsize=None)
def file_key(password, salt, kdf_type, iterations, memory_mib=None, parallelism=None):
    """The 64-byte key of a password-protected file. `salt` is text, and its characters are the salt."""
    if kdf_type == 0:
        master_key = hashlib.pbkdf2_hmac('sha256', password.encode(), salt.encode(), iterations, 32)
    else:
        hashed_salt = hashlib.sha256(salt.encode()).digest()
        master_key = hash_secret_raw(
            password.encode(), hashed_salt, iterations, memory_mib * 1024, parallelism, 32, Type.ID, 0x13
        )
    return expand(master_key, 'enc') + expand(master_key, 'mac')


# --- What the files hold ----------------------------------------------------------------------------------------------


def make_item(kind, name, body, **more):
    """An item in the shape and key order of Bitwarden's web client. `kind` counts from 1."""
    return {
        'passwordHistory': None,
        'revisionDate': '2026-05-02T08:15:30.250Z',
        'creationDate': '2025-01-01T12:00:00.000Z',
        'deletedDate': None,
        'archivedDate': None,
        'id': make_uuid(f'item {name}'),
        'organizationId': None,
        'folderId': None,
        'type': kind,
        'reprompt': 0,
        'name': name,
        'notes': None,
        'favorite': False,
        'fields': [],
        ITEM_TYPES[kind - 1]: body,
        'collectionIds': None,
        **more,
    }


def make_body(names, **values):
    """The type object with the keys `names`; what `values` lacks is null."""
    return {name: values.get(name) for name in names.split()}


WORK = {'id': make_uuid('folder Work'), 'name': 'Work'}

MAIL = make_item(
    1,
    'Mail',
    {
        'uris': [{'match': None, 'uri': 'https://mail.example/login'}],
        'username': 'ada@mail.example',
        'password': 'first, of 2 "passwords"',
        'totp': 'JBSWY3DPEHPK3PXP',
    },
    passwordHistory=[{'lastUsedDate': '2026-05-02T08:15:30.250Z', 'password': 'older password'}],
    folderId=WORK['id'],
    reprompt=1,
    notes='Recovery codes, each good for one login:\n1029-3847\n5610-2938\n4756-1920\n3847-5610',
    fields=[{'name': 'PIN', 'value': '4711', 'type': 1, 'linkedId': None}],
)

WIFI = make_item(2, 'Wi-Fi', {'type': 0}, notes='Network: attic\nKey: swordfish', favorite=True)

CONTENTS = {'folders': [WORK], 'items': [MAIL, WIFI]}

VALUES = {
    'folders.0.name': 'Work',
    'items.0.name': 'Mail',
    'items.0.folderId': WORK['id'],
    'items.0.notes': MAIL['notes'],
    'items.0.reprompt': 1,
    'items.0.fields.0.name': 'PIN',
    'items.0.fields.0.value': '4711',
    'items.0.passwordHistory.0.password': 'older password',
    'items.0.login.username': 'ada@mail.example',
    'items.0.login.password': 'first, of 2 "passwords"',
    'items.0.login.totp': 'JBSWY3DPEHPK3PXP',
    'items.0.login.uris.0.uri': 'https://mail.example/login',
    'items.1.name': 'Wi-Fi',
    'items.1.favorite': True,
    'items.1.notes': 'Network: attic\nKey: swordfish',
}

PASSKEY = {
    'credentialId': make_uuid('passkey'),
    'keyType': 'public-key',
    'keyAlgorithm': 'ECDSA',
    'keyCurve': 'P-256',
    'keyValue': base64.urlsafe_b64encode(chance('passkey', 138)).decode(),
    'rpId': 'shop.example',
    'userHandle': 'YWRh',
    'userName': 'ada',
    'counter': '0',
    'rpName': 'Shop',
    'userDisplayName': 'Ada Lovelace',
    'discoverable': 'true',
    'creationDate': '2026-02-03T04:05:06.789Z',
}

SSH_KEY = make_item(
    5,
    'Deploy key',
    {
        'privateKey': '-----BEGIN OPENSSH PRIVATE KEY-----\nbm90IGEga2V5\n-----END OPENSSH PRIVATE KEY-----\n',
        'publicKey': 'ssh-ed25519 bm90IGEga2V5 ada@attic',
        'keyFingerprint': 'SHA256:' + b64(chance('fingerprint', 32)).rstrip('='),
    },
)

ALL_TYPES = {
    'folders': [WORK],
    'items': [
        make_item(
            1,
            'Shop',
            {
                'uris': [
                    {'match': 1, 'uri': 'https://shop.example'},
                    {'match': 4, 'uri': '^https://[a-z]+\\.shop\\.example/.*$'},
                ],
                'username': 'ada',
                'password': 'pässwörd 🔑',
                'totp': 'steam://ABCD1234',
                'fido2Credentials': [PASSKEY],
            },
            fields=[
                {'name': 'Text', 'value': 'plain', 'type': 0, 'linkedId': None},
                {'name': 'Hidden', 'value': 'secret', 'type': 1, 'linkedId': None},
                {'name': 'Flag', 'value': 'true', 'type': 2, 'linkedId': None},
                {'name': 'Linked', 'value': None, 'type': 3, 'linkedId': 101},
            ],
        ),
        make_item(2, 'Note', {'type': 0}, notes='A note.'),
        make_item(3, 'Card', make_body(
            'cardholderName brand number expMonth expYear code',
            cardholderName='Ada Lovelace', brand='Visa', number='4111111111111111',
            expMonth='1', expYear='2030', code='123')),
        make_item(4, 'Identity', make_body(
            'title firstName middleName lastName address1 address2 address3 city state postalCode country company'
            ' email phone ssn username passportNumber licenseNumber',
            title='Mrs', firstName='Ada', lastName='Lovelace', address1='12 St James Square', city='London',
            country='GB', email='ada@mail.example')),
        SSH_KEY,
        make_item(6, 'Bank', make_body(
            'bankName nameOnAccount accountType accountNumber routingNumber branchNumber pin swiftCode iban'
            ' bankContactPhone',
            bankName='Attic Bank', nameOnAccount='Ada Lovelace', accountNumber='12345678', pin='0000',
            iban='GB33BUKB20201555555555')),
        make_item(7, 'Licence', make_body(
            'firstName middleName lastName dateOfBirth licenseNumber issuingCountry issuingState issueDate'
            ' expirationDate issuingAuthority licenseClass',
            firstName='Ada', lastName='Lovelace', dateOfBirth='1815-12-10', licenseNumber='LOVEL812105A',
            expirationDate='2031-01-31', licenseClass='B')),
        make_item(8, 'Passport', make_body(
            'surname givenName dateOfBirth sex birthPlace nationality issuingCountry passportNumber passportType'
            ' nationalIdentificationNumber issuingAuthority issueDate expirationDate',
            surname='Lovelace', givenName='Ada', dateOfBirth='1815-12-10', nationality='British',
            passportNumber='123456789', expirationDate='2031-01-31'), folderId=WORK['id']),
    ],
}

ALL_TYPES_VALUES = {
    'items.0.login.password': 'pässwörd 🔑',
    'items.0.login.totp': 'steam://ABCD1234',
    'items.0.login.uris.0.match': 1,
    'items.0.login.uris.1.match': 4,
    'items.0.login.uris.1.uri': '^https://[a-z]+\\.shop\\.example/.*$',
    'items.0.login.fido2Credentials.0.credentialId': PASSKEY['credentialId'],
    'items.0.login.fido2Credentials.0.keyValue': PASSKEY['keyValue'],
    'items.0.login.fido2Credentials.0.counter': '0',
    'items.0.login.fido2Credentials.0.discoverable': 'true',
    'items.0.login.fido2Credentials.0.creationDate': '2026-02-03T04:05:06.789Z',
    'items.0.fields.2.type': 2,
    'items.0.fields.2.value': 'true',
    'items.0.fields.3.value': None,
    'items.0.fields.3.linkedId': 101,
    'items.1.type': 2,
    'items.1.notes': 'A note.',
    'items.1.login': None,
    'items.2.card.number': '4111111111111111',
    'items.2.card.expMonth': '1',
    'items.3.identity.address1': '12 St James Square',
    'items.3.identity.middleName': None,
    'items.4.sshKey.privateKey': SSH_KEY['sshKey']['privateKey'],
    'items.4.sshKey.keyFingerprint': SSH_KEY['sshKey']['keyFingerprint'],
    'items.5.bankAccount.iban': 'GB33BUKB20201555555555',
    'items.6.driversLicense.expirationDate': '2031-01-31',
    'items.7.passport.nationality': 'British',
    'items.7.folderId': WORK['id'],
}

# --- Builders of whole files ------------------------------------------------------------------------------------------


def text_of(document):
    """As every Bitwarden client writes it: two spaces, no final newline."""
    return json.dumps(document, indent=2, ensure_ascii=False)


def plain_file(contents):
    return {'encrypted': False, **contents}


PBKDF2 = {'kdfType': 0, 'kdfIterations': 5000}
ARGON2ID = {'kdfType': 1, 'kdfIterations': 2, 'kdfMemory': 16, 'kdfParallelism': 1}


def key_for(kdf, password=FILE_PASSWORD):
    return file_key(password, SALT, *kdf.values())


def protected_file(inner, kdf=PBKDF2, password=FILE_PASSWORD):
    key = key_for(kdf, password)
    return {
        'encrypted': True,
        'passwordProtected': True,
        'salt': SALT,
        **kdf,
        VALIDATION: seal_text(key, VALIDATION_UUID),
        'data': seal_text(key, text_of(inner)),
    }


# What an account-restricted file leaves in clear; every other text is sealed.
CLEAR = set(
    'key id organizationId folderId collectionIds'
    ' creationDate revisionDate deletedDate archivedDate lastUsedDate passwordRevisionDate'.split()
)


def map_texts(change, value):
    """`value` with `change` done to every text that an account-restricted file seals."""
    if isinstance(value, dict):
        return {name: part if name in CLEAR else map_texts(change, part) for name, part in value.items()}
    if isinstance(value, list):
        return [map_texts(change, part) for part in value]
    return change(value) if isinstance(value, str) else value


def checksum(uri):
    return b64(hashlib.sha256(uri.encode()).digest())


def bitwarden_item_key(item):
    return chance('item key', 64, item['id'].encode())


def coffer_item_key(item):
    """An item key with the mark that the account alone can make (docs/FORMATS.md#seal)."""
    half = chance('item key', 32, item['id'].encode())
    return half + hmac_sha256(expand(USER_KEY, 'coffer item key v1'), half)


def no_item_key(_item):
    return None


def sealed_item(item, key):
    """`item` under its own `key`, with checksums of its URIs, or under the user key when it has none."""
    if key is None:
        return map_texts(partial(seal_text, USER_KEY), item)
    item = copy.deepcopy(item)
    for uri in item.get('login', {}).get('uris', []):
        uri['uriChecksum'] = checksum(uri['uri'])
    return {**map_texts(partial(seal_text, key), item), 'key': seal_bytes(USER_KEY, key)}


def account_file(contents, validation=VALIDATION_UUID, item_key=bitwarden_item_key):
    """An account-restricted document as Bitwarden makes it, under USER_KEY."""
    return {
        'encrypted': True,
        VALIDATION: seal_text(USER_KEY, validation),
        'folders': map_texts(partial(seal_text, USER_KEY), contents['folders']),
        'items': [sealed_item(item, item_key(item)) for item in contents['items']],
    }


def coffer_file(contents, **changes):
    """An account-restricted document with Coffer's seal for a validation; `changes` spoil the seal's own JSON."""
    document = account_file(contents, item_key=coffer_item_key)
    before, after = text_of({**document, VALIDATION: '<slot>'}).split('<slot>')
    notice = {
        'coffer': 1,
        'id': make_uuid('export'),
        'made': '2026-11-20T09:30:00.000Z',
        'items': len(document['items']),
        'folders': len(document['folders']),
        'seal': b64(hmac_sha256(expand(USER_KEY, 'coffer export seal v1'), (before + after).encode())),
    } | changes
    return {**document, VALIDATION: seal_text(USER_KEY, json.dumps(notice, separators=(',', ':')))}


CSV_2026 = (
    'folder favorite type name notes fields reprompt archivedDate login_uri login_username login_password login_totp'
)
CSV_OLDER = CSV_2026.replace('archivedDate ', '')
CSV_OTHER_NAMES = 'folder favorite type name notes fields uri username password totp'
CSV_ORGANISATION = CSV_2026.replace('folder favorite', 'collections')
CSV_SHUFFLED = ' '.join(reversed(CSV_2026.split()))

MAIL_ROW = {
    'folder': 'Work',
    'favorite': '1',
    'type': 'login',
    'name': 'Mail',
    'reprompt': '0',
    'login_uri': 'https://mail.example/login',
    'login_username': 'ada@mail.example',
    'login_password': 'first, of 2 "passwords"',
    'login_totp': 'JBSWY3DPEHPK3PXP',
}
MAIL_ROW_OTHER_NAMES = {name.removeprefix('login_'): cell for name, cell in MAIL_ROW.items()}
MAIL_ROW_ORGANISATION = {**MAIL_ROW, 'collections': 'Work'}
NOTE_ROW = {'type': 'note', 'name': 'Wi-Fi', 'notes': 'Network: attic\nKey: swordfish', 'reprompt': '0'}

CSV_VALUES = {
    'folders.0.name': 'Work',
    'items.0.type': 1,
    'items.0.name': 'Mail',
    'items.0.notes': None,
    'items.0.login.uris.0.uri': 'https://mail.example/login',
    'items.0.login.username': 'ada@mail.example',
    'items.0.login.password': 'first, of 2 "passwords"',
    'items.0.login.totp': 'JBSWY3DPEHPK3PXP',
    'items.1.type': 2,
    'items.1.name': 'Wi-Fi',
    'items.1.notes': 'Network: attic\nKey: swordfish',
}


def csv_file(*rows, header=CSV_2026, line_end='\n'):
    """RFC 4180 text of `rows` (dicts); what a row lacks is an empty cell, what the header lacks is left out."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header.split(), extrasaction='ignore', lineterminator=line_end)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def zip_file(name, text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as archive:
        archive.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


# --- One change to a good file ----------------------------------------------------------------------------------------

GONE = object()


def steps_of(path):
    return [int(step) if step.isdigit() else step for step in path.split('.')]


def edit(document, path, new):
    """A copy of `document` with `new` at the dotted `path`: a value, GONE, or a function of the old value."""
    document = copy.deepcopy(document)
    *steps, last = steps_of(path)
    place = reduce(getitem, steps, document)
    if new is GONE:
        del place[last]
    else:
        place[last] = new(place[last]) if callable(new) else new
    return document


def swap(document, path, other_path):
    one, other = (reduce(getitem, steps_of(place), document) for place in (path, other_path))
    return edit(edit(document, path, other), other_path, one)


def once(text, old, new):
    """`text` with its only `old` replaced."""
    assert text.count(old) == 1, (text.count(old), old)
    return text.replace(old, new)


def literal(document, path, json_text):
    """The file's text with `json_text`, letter for letter, as the value at `path`."""
    return once(text_of(edit(document, path, '<literal>')), '"<literal>"', json_text)


def altered(part, text):
    """An EncString with the lowest bit of the first byte of one part flipped; still well formed."""
    parts = parts_of(text)
    at = ['iv', 'ciphertext', 'mac'].index(part)
    parts[at] = bytes([parts[at][0] ^ 1]) + parts[at][1:]
    return enc_string(2, *parts)


altered_iv, altered_ciphertext, altered_mac = (partial(altered, part) for part in ('iv', 'ciphertext', 'mac'))


def spare_bit_set(text):
    """The same MAC bytes, in base64 that no encoder writes."""
    alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
    assert text.endswith('=')
    spoilt = text[:-2] + alphabet[alphabet.index(text[-2]) + 1] + '='
    assert parts_of(spoilt) == parts_of(text)
    return spoilt


def url_safe(text):
    assert '+' in text and '/' in text
    return text.replace('+', '-').replace('/', '_')


# --- Vectors ----------------------------------------------------------------------------------------------------------


def make_vector(scenario, rule, file, expect, file_password, account, options=None):
    if isinstance(file, dict):
        file = text_of(file)
    return {
        'scenario': scenario,
        'rule': rule,
        **({'fileBase64': b64(file)} if isinstance(file, bytes) else {'file': file}),
        **({} if file_password is None else {'filePassword': file_password}),
        **({} if account is None else {'account': account}),
        **({} if options is None else {'options': options}),
        'expect': expect,
    }


def refuse(slug, scenario, rule, code, file, file_password=None, account=None):
    return slug, make_vector(scenario, rule, file, {'code': code}, file_password, account)


def accept(slug, scenario, rule, form, counts, file, values, file_password=None, account=None, sealed=None,
           options=None, **more):
    """`counts` are items and folders; `more` is expected of the report itself (ignored, damaged, unreadable, text)."""
    expect = {
        'format': form,
        'items': counts[0],
        'folders': counts[1],
        **({} if sealed is None else {'sealed': sealed}),
        'values': values,
        **more,
    }
    return slug, make_vector(scenario, rule, file, expect, file_password, account, options)


def account_of(user_key, adopted):
    return {'userKeyBase64': b64(user_key), 'adopted': adopted}


ADOPTED = account_of(USER_KEY, True)
NOT_ADOPTED = account_of(USER_KEY, False)
OTHER_ACCOUNT = account_of(OTHER_USER_KEY, True)

accept_plain = partial(accept, form='bitwarden-json')
accept_csv = partial(accept, form='bitwarden-csv')
accept_protected = partial(accept, form='bitwarden-password-protected', file_password=FILE_PASSWORD)
refuse_protected = partial(refuse, file_password=FILE_PASSWORD)
accept_account = partial(accept, form='bitwarden-account-restricted', account=ADOPTED, sealed=False)
refuse_account = partial(refuse, account=ADOPTED)

# The good files that the bad ones differ from in one thing. All are vectors themselves.
PLAIN = plain_file(CONTENTS)
PLAIN_TEXT = text_of(PLAIN)
PROTECTED = protected_file(PLAIN)
PROTECTED_ARGON2ID = protected_file(PLAIN, ARGON2ID)
FILE_KEY = key_for(PBKDF2)
RESTRICTED = account_file(CONTENTS)
RESTRICTED_TEXT = text_of(RESTRICTED)
SEALED = coffer_file(CONTENTS)
SEALED_TEXT = text_of(SEALED)
MAIL_KEY = bitwarden_item_key(MAIL)
BOM = b'\xef\xbb\xbf'


def detection():
    rule = 'Detection: what is not an export is named as such'
    other_json = {'name': 'left-pad', 'version': '1.3.0'}
    jpeg = bytes.fromhex('ffd8ffe000104a46494600010100000100010000ffdb0043') + chance('jpeg', 200)
    yield refuse('empty-file', 'A file of no bytes.', rule, 'format/not-an-export', '')
    yield refuse('white-space-only', 'Blanks and line ends only.', rule, 'format/not-an-export', ' \r\n\t\n')
    yield refuse('picture', 'A JPEG picture.', rule, 'format/not-an-export', jpeg)
    yield refuse('prose', 'A letter.', rule, 'format/not-an-export', 'Dear Ada,\n\nthe passwords, as promised: none.\n')
    yield refuse('other-json', 'JSON of another program.', rule, 'format/not-an-export', other_json)
    yield refuse('json-list', 'A JSON list at the top.', rule, 'format/not-an-export', text_of([PLAIN]))
    yield refuse('json-number', 'A JSON number at the top.', rule, 'format/not-an-export', '42\n')

    rule = 'Detection: a ZIP and a vault file are named as such'
    vault = b'SQLite format 3\0' + bytes(84)
    yield refuse('zip', 'A good export inside a ZIP.', rule, 'format/zip', zip_file('data.json', PLAIN_TEXT))
    yield refuse('vault-file', 'A vault file in place of an export.', rule, 'format/vault-file', vault)

    rule = 'Encoding: JSON in UTF-16 is named as such, CSV is read'
    little, big = PLAIN_TEXT.encode('utf-16-le'), PLAIN_TEXT.encode('utf-16-be')
    utf_16 = partial(refuse, rule=rule, code='format/utf-16')
    yield utf_16('utf-16-le-bom', 'A good plain file, saved as UTF-16 (little-endian).', file=b'\xff\xfe' + little)
    yield utf_16('utf-16-be-bom', 'A good plain file, saved as UTF-16 (big-endian).', file=b'\xfe\xff' + big)
    yield utf_16('utf-16-le-no-bom', 'A good plain file, saved as UTF-16 without a byte order mark.', file=little)
    table = b'\xff\xfe' + csv_file(MAIL_ROW, NOTE_ROW, header=CSV_OLDER).encode('utf-16-le')
    yield accept_csv('utf-16-csv', 'A good CSV file, saved as UTF-16 by a spreadsheet.', rule, counts=(2, 1),
                     file=table, values=CSV_VALUES)

    rule = 'Encoding: one UTF-8 byte order mark is skipped'
    plain, protected = BOM + PLAIN_TEXT.encode(), BOM + text_of(PROTECTED).encode()
    yield accept_plain('utf-8-bom', 'A good plain file after a UTF-8 byte order mark.', rule,
                       counts=(2, 1), file=plain, values=VALUES)
    yield accept_protected('utf-8-bom-protected', 'A good password-protected file after a UTF-8 byte order mark.', rule,
                           counts=(2, 1), file=protected, values=VALUES)

    rule = 'Encoding: bytes that are not UTF-8 are refused, never replaced'
    invalid = partial(refuse, rule=rule, code='format/bad-encoding')
    latin = once(PLAIN_TEXT, 'older password', 'older pässword').encode('latin-1')
    surrogate = once(PLAIN_TEXT, 'older password', 'older \ud800').encode('utf-8', 'surrogatepass')
    yield invalid('latin-1', 'A plain file with one letter in Latin-1.', file=latin)
    yield invalid('surrogate-in-utf-8', 'A plain file with a surrogate encoded as UTF-8.', file=surrogate)


def json_text():
    rule = 'JSON: a file that stops early is truncated'
    protected = text_of(PROTECTED)
    truncated = partial(refuse, rule=rule, code='format/truncated')
    yield truncated('cut-plain', 'A plain file cut inside a text.', file=PLAIN_TEXT[: PLAIN_TEXT.index('first, of')])
    yield truncated('cut-last-brace', 'A plain file without its last brace.', file=PLAIN_TEXT[:-1])
    yield truncated('cut-protected', 'A password-protected file cut inside its data.', file=protected[:-100],
                    file_password=FILE_PASSWORD)
    yield truncated('cut-account', 'An account-restricted file cut in the middle.', account=ADOPTED,
                    file=RESTRICTED_TEXT[: len(RESTRICTED_TEXT) // 2])

    rule = 'JSON: a syntax error before the end is damage'
    damaged = partial(refuse, rule=rule, code='format/damaged')
    yield damaged('missing-colon', 'A plain file with a colon missing.', file=once(PLAIN_TEXT, '"totp": ', '"totp" '))
    yield damaged('missing-comma', 'An account-restricted file with a comma missing.', account=ADOPTED,
                  file=once(RESTRICTED_TEXT, '"encrypted": true,', '"encrypted": true'))
    yield damaged('trailing-comma', 'A plain file with a comma before a closing brace.',
                  file=once(PLAIN_TEXT, '"JBSWY3DPEHPK3PXP"', '"JBSWY3DPEHPK3PXP",'))

    rule = 'JSON: lists and objects nest 32 deep at most'
    unknown = edit(PLAIN, 'items.0.unknown', '')

    def nested(depth):
        """PLAIN with a deepest list at `depth`: the document is 1, `items` 2, the item 3."""
        return literal(unknown, 'items.0.unknown', '[' * (depth - 3) + ']' * (depth - 3))

    yield accept_plain('depth-32', 'Lists nested 32 deep.', rule, counts=(2, 1), file=nested(32), values=VALUES)
    yield refuse('depth-33', 'Lists nested 33 deep.', rule, 'format/too-deep', nested(33))
    yield refuse('depth-20000', 'Lists nested 20,000 deep.', rule, 'format/too-deep', nested(20_000))

    rule = 'JSON: a key appears once'
    duplicate = partial(refuse, rule=rule, code='format/duplicate-key')
    twice = once(PLAIN_TEXT, '"encrypted": false,', '"encrypted": false,\n  "encrypted": false,')
    yield duplicate('duplicate-top-key', 'The flag `encrypted`, twice.', file=twice)
    yield duplicate('duplicate-item-key', 'An item with two names.',
                    file=once(PLAIN_TEXT, '"name": "Mail",', '"name": "Mail", "name": "Post",'))
    yield duplicate('duplicate-escaped-key', 'A login with two passwords, one key written with an escape.',
                    file=once(PLAIN_TEXT, '"totp": ', '"p\\u0061ssword": "other", "totp": '))
    yield duplicate('duplicate-unknown-key', 'A key twice in an object that Coffer does not know.',
                    file=literal(unknown, 'items.0.unknown', '[{"a": 1, "b": 2, "a": 1}]'))
    yield duplicate('duplicate-validation', 'An account-restricted file with two validations.', account=ADOPTED,
                    file=once(RESTRICTED_TEXT, f'  "{VALIDATION}"',
                              f'  "{VALIDATION}": "{RESTRICTED[VALIDATION]}",\n  "{VALIDATION}"'))

    rule = 'JSON: __proto__, constructor and prototype are refused as keys'
    forbidden = partial(refuse, rule=rule, code='format/forbidden-key')
    yield forbidden('key-proto', 'An item with the key `__proto__`.', file=edit(PLAIN, 'items.0.__proto__', {}))
    yield forbidden('key-proto-escaped', 'An item with the key `__proto__`, written with escapes.',
                    file=once(PLAIN_TEXT, '"name": "Mail",', '"name": "Mail", "\\u005f_proto_\\u005f": {},'))
    yield forbidden('key-constructor', 'A login with the key `constructor`.',
                    file=edit(PLAIN, 'items.0.login.constructor', None))
    yield forbidden('key-prototype', 'The key `prototype` at the top.', file=edit(PLAIN, 'prototype', 'x'))
    yield forbidden('key-proto-in-unknown', 'The key `__proto__` in an object that Coffer does not know.',
                    file=edit(PLAIN, 'items.0.unknown', [{'a': {'__proto__': 1}}]))

    rule = 'JSON: a text is well-formed Unicode'
    surrogate = partial(refuse, rule=rule, code='format/lone-surrogate')
    password = partial(literal, PLAIN, 'items.0.login.password')
    yield accept_plain('surrogate-pair', 'A password with an emoji, written as a pair of escapes.', rule, counts=(2, 1),
                       file=password('"key \\ud83d\\udd11"'), values={'items.0.login.password': 'key 🔑'})
    yield surrogate('surrogate-high', 'A password that ends in half an emoji.', file=password('"key \\ud83d"'))
    yield surrogate('surrogate-low', 'A password with the second half of an emoji.', file=password('"key \\udd11."'))
    yield surrogate('surrogate-reversed', 'A password with the halves of an emoji in the wrong order.',
                    file=password('"key \\udd11\\ud83d"'))

    rule = 'JSON: a number survives JavaScript unchanged'
    unsafe = partial(refuse, rule=rule, code='format/unsafe-number')
    number = partial(literal, unknown, 'items.0.unknown')
    yield accept_plain('number-safe', 'The greatest safe integer, in a key that Coffer does not know.', rule,
                       counts=(2, 1), file=number('9007199254740991'),
                       values={'items.0.extra.unknown': 9007199254740991})
    yield unsafe('number-beyond-safe', 'An integer beyond 2^53.', file=number('9007199254740993'))
    yield unsafe('number-infinite', 'A number too great for a double.', file=number('1e400'))
    yield unsafe('number-minus-zero', 'A `reprompt` of -0.', file=literal(PLAIN, 'items.1.reprompt', '-0'))
    yield unsafe('number-minus-zero-kdf', 'A `kdfIterations` of -0.', file_password=FILE_PASSWORD,
                 file=literal(PROTECTED, 'kdfIterations', '-0'))


def plain():
    rule = 'Plain JSON: all eight item types'
    yield accept_plain('plain', 'A login and a note in one folder.', rule, counts=(2, 1), file=PLAIN, values=VALUES)
    yield accept_plain('plain-all-types', 'One item of each type.', rule, counts=(8, 1), file=plain_file(ALL_TYPES),
                       values=ALL_TYPES_VALUES)

    rule = 'Plain JSON: what older and other clients write is read'
    tolerated = partial(accept_plain, rule=rule, counts=(2, 1))
    yield tolerated('no-flag', 'A file without the key `encrypted`.', values=VALUES,
                    file=edit(PLAIN, 'encrypted', GONE))
    yield tolerated('collection-ids-null', 'An item in the collections [null].', values=VALUES,
                    file=edit(PLAIN, 'items.0.collectionIds', [None]))
    yield tolerated('item-key-ignored', 'A plain item that still carries an item key.',
                    file=edit(PLAIN, 'items.0.key', RESTRICTED['items'][0]['key']),
                    values={**VALUES, 'items.0.key': None, 'items.0.extra.key': None})
    sparse = {name: value for name, value in WIFI.items() if value not in (None, [])}
    yield tolerated('keys-absent', 'An item without the keys that are null or empty.',
                    file=edit(PLAIN, 'items.1', sparse),
                    values={**VALUES, 'items.1.passwordHistory': [], 'items.1.fields': [],
                            'items.1.folderId': None, 'items.1.deletedDate': None})
    passkey = edit(plain_file(ALL_TYPES), 'items.0.login.fido2Credentials.0.counter', 0)
    passkey = edit(passkey, 'items.0.login.fido2Credentials.0.discoverable', True)
    yield accept_plain('passkey-number', 'A passkey with a number and a boolean for texts.', rule, counts=(8, 1),
                       file=passkey, values=ALL_TYPES_VALUES)
    ssh = edit(plain_file({'folders': [], 'items': [SSH_KEY]}), 'items.0.sshKey.keyFingerprint', GONE)
    ssh = edit(ssh, 'items.0.sshKey.fingerprint', SSH_KEY['sshKey']['keyFingerprint'])
    yield accept_plain('ssh-fingerprint', 'An SSH key with `fingerprint` for `keyFingerprint`.', rule, counts=(1, 0),
                       file=ssh, values={'items.0.sshKey.keyFingerprint': SSH_KEY['sshKey']['keyFingerprint'],
                                         'items.0.sshKey.fingerprint': None})

    rule = 'Plain JSON: the first known collection of an organisation file becomes the folder'
    organisation, unknown, first, second = map(make_uuid, ('organisation', 'collection', 'in A', 'in B'))
    collections = [{'id': first, 'organizationId': organisation, 'name': 'A', 'externalId': None},
                   {'id': second, 'organizationId': organisation, 'name': 'B', 'externalId': None}]
    shared = {**MAIL, 'organizationId': organisation, 'folderId': None, 'collectionIds': [unknown, second, first]}
    yield accept_plain('organisation', 'An organisation file; the item is in an unknown collection, B and A.', rule,
                       counts=(1, 2), file={'encrypted': False, 'collections': collections, 'items': [shared]},
                       values={'folders.0.name': 'A', 'folders.1.name': 'B', 'items.0.folderId': second})

    rule = 'Plain JSON: nothing is guessed and nothing is lost'
    kept = partial(accept_plain, rule=rule, counts=(2, 1))
    yield kept('unknown-folder', 'An item in a folder that the file does not hold.',
               file=edit(PLAIN, 'items.0.folderId', make_uuid('folder nowhere')),
               values={**VALUES, 'items.0.folderId': None})
    yield kept('unknown-keys', 'An item with a key that Coffer does not know.',
               file=edit(PLAIN, 'items.0.newThing', {'list': [1.5, None, 'two'], 'flag': False}),
               values={**VALUES, 'items.0.extra.newThing.list.0': 1.5, 'items.0.extra.newThing.list.2': 'two',
                       'items.0.extra.newThing.flag': False})
    yield kept('nested-folder', 'A folder whose name holds a path.', file=edit(PLAIN, 'folders.0.name', 'A/B/C'),
               values={**VALUES, 'folders.0.name': 'A/B/C'})
    dates = edit(edit(PLAIN, 'items.0.archivedDate', '2026-03-01T10:00:00.000Z'),
                 'items.1.deletedDate', '2026-04-01T10:00:00.000Z')
    yield kept('archived-and-deleted', 'An archived item and a deleted one.', file=dates,
               values={**VALUES, 'items.0.archivedDate': '2026-03-01T10:00:00.000Z',
                       'items.1.deletedDate': '2026-04-01T10:00:00.000Z'})
    yield kept('blank-name', 'An item with a blank name.', file=edit(PLAIN, 'items.0.name', ''),
               values={**VALUES, 'items.0.name': ''})
    yield kept('null-name', 'An item whose name is null.', file=edit(PLAIN, 'items.0.name', None),
               values={**VALUES, 'items.0.name': ''})
    verbatim = ' e\u0301 \u00e9\0\ufeff\u202e\r\n '
    yield kept('text-verbatim', 'A password with outer blanks, a decomposed letter, NUL and a direction mark.',
               file=edit(PLAIN, 'items.0.login.password', verbatim),
               values={**VALUES, 'items.0.login.password': verbatim})

    rule = 'Shape: a flag is true or false'
    shape = partial(refuse, code='format/bad-shape')
    yield shape('encrypted-text', 'An account-restricted file whose flag is the text "true".', rule, account=ADOPTED,
                file=edit(RESTRICTED, 'encrypted', 'true'))
    yield shape('encrypted-one', 'An account-restricted file whose flag is 1.', rule, account=ADOPTED,
                file=edit(RESTRICTED, 'encrypted', 1))
    yield shape('encrypted-null', 'A plain file whose flag is null.', rule, file=edit(PLAIN, 'encrypted', None))

    rule = 'Shape: every value has its declared kind'
    wrong_kinds = [
        ('items-missing', 'No items.', 'items', GONE),
        ('items-object', 'Items in an object.', 'items', {'0': MAIL}),
        ('item-text', 'An item that is a text.', 'items.0', 'Mail'),
        ('name-number', 'A name that is a number.', 'items.0.name', 5),
        ('login-list', 'A login that is a list.', 'items.0.login', []),
        ('uri-number', 'A URI that is a number.', 'items.0.login.uris.0.uri', 5),
        ('uri-bare', 'A URI without the object around it.', 'items.0.login.uris.0', 'https://mail.example/login'),
        ('favorite-text', 'A `favorite` that is a text.', 'items.0.favorite', 'yes'),
        ('reprompt-text', 'A `reprompt` that is a text.', 'items.0.reprompt', '1'),
        ('date-word', 'A date that is a word.', 'items.0.creationDate', 'yesterday'),
        ('type-missing', 'An item without a type.', 'items.0.type', GONE),
        ('type-text', 'An item type that is a text.', 'items.0.type', '1'),
    ]
    for slug, scenario, path, value in wrong_kinds:
        yield shape(slug, scenario, rule, file=edit(PLAIN, path, value))

    rule = 'Item types: 1 to 8'
    for kind in 0, 9:
        yield refuse(f'type-{kind}', f'An item of type {kind}.', rule, 'format/unknown-item-type',
                     edit(PLAIN, 'items.1.type', kind))


def password_protected():
    rule = 'Password-protected: opens with its password'
    good = partial(accept_protected, counts=(2, 1), values=VALUES)
    yield good('protected-pbkdf2', 'PBKDF2 with 5,000 rounds, the fewest accepted.', rule, file=PROTECTED)
    yield good('protected-pbkdf2-600000', 'PBKDF2 with 600,000 rounds, the default.', rule,
               file=protected_file(PLAIN, {'kdfType': 0, 'kdfIterations': 600_000}))
    yield good('protected-argon2id', 'Argon2id with the least settings accepted.', rule, file=PROTECTED_ARGON2ID)
    yield good('protected-kdf-nulls', 'PBKDF2 with null for the settings of Argon2id.', rule,
               file=protected_file(PLAIN, {**PBKDF2, 'kdfMemory': None, 'kdfParallelism': None}))
    yield accept_protected('protected-all-types', 'One item of each type.', rule, counts=(8, 1),
                           file=protected_file(plain_file(ALL_TYPES)), values=ALL_TYPES_VALUES)

    rule = 'Password-protected: the password is taken as typed'
    typed = ' pa\u0308ssword '
    yield good('protected-password-as-typed', 'A password with outer blanks and a decomposed letter.', rule,
               file=protected_file(PLAIN, password=typed), file_password=typed)

    rule = 'Password-protected: the salt is the base64 text itself'
    for slug, name, kdf in ('pbkdf2', 'PBKDF2', PBKDF2), ('argon2id', 'Argon2id', ARGON2ID):
        other = {**PLAIN, 'items': [WIFI]}
        yield accept_protected(f'protected-salt-text-{slug}', f'{name}: opens only if the salt is not decoded.', rule,
                               counts=(1, 1), file=protected_file(other, kdf),
                               values={'items.0.notes': WIFI['notes']})

    rule = 'Password-protected: another password'
    yield refuse('protected-wrong-password', 'A good file and another password.', rule, 'format/wrong-password',
                 PROTECTED, file_password='Correct horse battery staple')
    yield refuse('protected-blank-password', 'A good file and a blank password.', rule, 'usage/blank-password',
                 PROTECTED, file_password='')
    yield refuse_protected('protected-salt-altered', 'An altered salt; nothing tells it from a wrong password.', rule,
                           'format/wrong-password', edit(PROTECTED, 'salt', b64(chance('other salt', 16))))

    rule = 'Password-protected: what the password proves altered is damage'
    damaged = partial(refuse_protected, rule=rule, code='format/damaged')
    blocks = pad(PLAIN_TEXT.encode())
    bad_padding = blocks[:-1] + b'\x11'
    latin = once(PLAIN_TEXT, 'older password', 'older pässword').encode('latin-1')
    yield damaged('protected-validation-mac', 'An altered validation; the data opens.',
                  file=edit(PROTECTED, VALIDATION, altered_mac))
    yield damaged('protected-data-ciphertext', 'Data with an altered ciphertext.',
                  file=edit(PROTECTED, 'data', altered_ciphertext))
    yield damaged('protected-data-mac', 'Data with an altered MAC.', file=edit(PROTECTED, 'data', altered_mac))
    yield damaged('protected-data-iv', 'Data with an altered IV.', file=edit(PROTECTED, 'data', altered_iv))
    yield damaged('protected-data-padding', 'Data with bad padding under a right MAC.',
                  file=edit(PROTECTED, 'data', seal_blocks(FILE_KEY, bad_padding)))
    yield damaged('protected-data-latin-1', 'Data that is not UTF-8, under a right MAC.',
                  file=edit(PROTECTED, 'data', seal_bytes(FILE_KEY, latin)))

    rule = 'Password-protected: inside is one plain document'
    yield refuse_protected('protected-in-protected', 'A password-protected file inside itself.', rule,
                           'format/bad-shape', protected_file(PROTECTED))
    yield refuse_protected('protected-account-inside', 'An account-restricted document inside.', rule,
                           'format/bad-shape', protected_file(RESTRICTED), account=ADOPTED)
    twice = once(PLAIN_TEXT, '"name": "Mail",', '"name": "Mail", "name": "Post",')
    yield refuse_protected('protected-duplicate-inside', 'A document with a key twice inside.', rule,
                           'format/duplicate-key', edit(PROTECTED, 'data', seal_text(FILE_KEY, twice)))
    yield refuse_protected('protected-unknown-type-inside', 'A document with an item of type 9 inside.', rule,
                           'format/unknown-item-type', protected_file(edit(PLAIN, 'items.1.type', 9)))

    rule = 'Validation: an encrypted file without one is refused'
    for slug, kind, value in ('missing', 'no', GONE), ('empty', 'an empty', ''), ('null', 'a null', None):
        scenario = f'A password-protected file with {kind} validation.'
        yield refuse_protected(f'protected-validation-{slug}', scenario, rule, 'format/missing-validation',
                               edit(PROTECTED, VALIDATION, value))

    rule = 'Password-protected: every part is there and has its kind'
    wrong_kinds = [
        ('data-missing', 'No data.', 'data', GONE),
        ('salt-missing', 'No salt.', 'salt', GONE),
        ('salt-number', 'A salt that is a number.', 'salt', 5),
        ('flag-missing', 'Salt and data, but no `passwordProtected`.', 'passwordProtected', GONE),
        ('flag-false', 'Salt and data, but `passwordProtected` is false.', 'passwordProtected', False),
        ('flag-text', 'A `passwordProtected` that is the text "true".', 'passwordProtected', 'true'),
        ('flag-one', 'A `passwordProtected` of 1.', 'passwordProtected', 1),
    ]
    for slug, scenario, path, value in wrong_kinds:
        yield refuse_protected(f'protected-{slug}', scenario, rule, 'format/bad-shape', edit(PROTECTED, path, value))


def kdf_bounds():
    rule = 'KDF: settings outside the accepted range are refused before anything is derived'
    bad_settings = [
        (PROTECTED, 'PBKDF2', 'kdfIterations', [
            ('4999', 4999), ('2000001', 2_000_001), ('2147483647', 2_147_483_647), ('minus-1', -1),
            ('fraction', 600_000.5), ('text', '600000'), ('null', None)]),
        (PROTECTED_ARGON2ID, 'Argon2id', 'kdfIterations', [('1', 1), ('11', 11)]),
        (PROTECTED_ARGON2ID, 'Argon2id', 'kdfMemory', [
            ('15', 15), ('1025', 1025), ('4-tib', 4_194_304), ('fraction', 64.5)]),
        (PROTECTED_ARGON2ID, 'Argon2id', 'kdfParallelism', [('0', 0), ('17', 17)]),
    ]
    for base, name, setting, values in bad_settings:
        for slug, value in values:
            yield refuse_protected(f'{name}-{setting[3:]}-{slug}'.lower(),
                                   f'{name} with a `{setting}` of {json.dumps(value)}.', rule,
                                   'format/kdf-out-of-range', edit(base, setting, value))

    rule = 'KDF: types 0 and 1 are known'
    for slug, value in ('minus-1', -1), ('2', 2), ('null', None), ('text', 'PBKDF2'):
        yield refuse_protected(f'kdf-type-{slug}', f'A `kdfType` of {json.dumps(value)}.', rule,
                               'format/unknown-kdf', edit(PROTECTED, 'kdfType', value))


def enc_strings():
    # Where a sealed text stands, and what a reader that obeys the type would find there.
    validation = (RESTRICTED, VALIDATION, 'validation', USER_KEY, VALIDATION_UUID.encode(), refuse_account)
    folder = (RESTRICTED, 'folders.0.name', 'folder name', USER_KEY, b'Work', refuse_account)
    item_key = (RESTRICTED, 'items.0.key', 'item key', USER_KEY, MAIL_KEY, refuse_account)
    password = (RESTRICTED, 'items.0.login.password', 'password', MAIL_KEY, b'first, of 2 "passwords"', refuse_account)
    field = (RESTRICTED, 'items.0.fields.0.value', 'field value', MAIL_KEY, b'4711', refuse_account)
    file_validation = (PROTECTED, VALIDATION, 'file validation', FILE_KEY, VALIDATION_UUID.encode(), refuse_protected)
    data = (PROTECTED, 'data', 'file data', FILE_KEY, PLAIN_TEXT.encode(), refuse_protected)

    def of_type(kind, place, rule, code):
        base, path, name, key, plaintext, refuse_here = place
        slug = f'type-{kind}-{name.replace(" ", "-")}'
        file = edit(base, path, seal_as(kind, key, plaintext))
        return refuse_here(slug, f'A {name} of type {kind}.', rule, code, file)

    old = partial(of_type, code='format/unsupported-encryption')
    rule = 'EncString: types 0 and 1 are refused'
    for place in validation, folder, item_key, password, file_validation, data:
        yield old(0, place, rule)
    for place in field, data:
        yield old(1, place, rule)

    rule = 'EncString: types 3 to 6 seal keys of others, never data'
    for kind, place in (3, folder), (4, item_key), (5, validation), (6, password):
        yield old(kind, place, rule)

    rule = 'EncString: type 7 and items sealed whole are of a newer encryption'
    for place in validation, item_key, field, data:
        yield of_type(7, place, rule, 'format/newer-encryption')
    envelope = {'format_version': 1, 'wrapped_cek': seal_bytes(MAIL_KEY, chance('cek', 65)),
                'envelope': b64(chance('envelope', 320))}
    whole = {name: RESTRICTED['items'][0][name] for name in (
        'id', 'organizationId', 'folderId', 'type', 'reprompt', 'key', 'favorite', 'creationDate', 'revisionDate',
        'collectionIds')}
    whole['data'] = json.dumps(envelope, separators=(',', ':'))
    yield refuse_account('item-sealed-whole', 'An item sealed whole in one `data` text.', rule,
                         'format/newer-encryption', edit(RESTRICTED, 'items.0', whole))

    rule = 'EncString: one canonical text form'
    iv, ciphertext, mac = parts_of(RESTRICTED['items'][0]['notes'])
    spoilt_notes = [
        ('type-8', 'A type that does not exist.', '8.ABC'),
        ('headerless', 'No type and no dot.', lambda old: old[2:]),
        ('two-parts', 'Type 2 without a MAC.', enc_string(2, iv, ciphertext)),
        ('four-parts', 'Type 2 with a fourth part.', enc_string(2, iv, ciphertext, mac, mac)),
        ('iv-short', 'An IV of 15 bytes.', authenticated(MAIL_KEY, iv[:15], ciphertext)),
        ('mac-short', 'A MAC of 31 bytes.', enc_string(2, iv, ciphertext, mac[:31])),
        ('ciphertext-cut', 'A ciphertext that is not whole blocks.', authenticated(MAIL_KEY, iv, ciphertext[:-1])),
        ('ciphertext-empty', 'An empty ciphertext.', authenticated(MAIL_KEY, iv, b'')),
        ('base64-spare-bit', 'Base64 with a spare bit set.', spare_bit_set),
        ('base64-unpadded', 'Base64 without its padding.', lambda old: old.rstrip('=')),
        ('base64-url-safe', 'Base64 in the URL alphabet.', url_safe),
        ('base64-space', 'Base64 with a blank inside.', lambda old: old[:50] + ' ' + old[50:]),
        ('plaintext', 'A text in clear where a sealed one must be.', MAIL['notes']),
    ]
    for slug, scenario, notes in spoilt_notes:
        yield refuse_account(slug, scenario, rule, 'format/bad-shape', edit(RESTRICTED, 'items.0.notes', notes))
    yield refuse_account('item-key-spare-bit', 'An item key in base64 with a spare bit set.', rule, 'format/bad-shape',
                         edit(RESTRICTED, 'items.0.key', spare_bit_set))
    yield refuse_protected('data-spare-bit', 'Data in base64 with a spare bit set.', rule, 'format/bad-shape',
                           edit(PROTECTED, 'data', spare_bit_set))


def account_restricted():
    rule = 'Account-restricted: opens with the user key of its account'
    good = partial(accept_account, counts=(2, 1), values=VALUES)
    yield good('account', 'As Bitwarden makes it, each item under a key of its own.', rule, file=RESTRICTED)
    yield accept_account('account-all-types', 'One item of each type.', rule, counts=(8, 1),
                         file=account_file(ALL_TYPES), values=ALL_TYPES_VALUES)

    rule = 'Account-restricted: an item without a key of its own is under the user key'
    keyless = account_file(CONTENTS, item_key=no_item_key)
    yield good('account-keyless', 'Items without keys of their own.', rule, file=keyless)
    yield good('account-key-null', 'An item whose key is null.', rule, file=edit(keyless, 'items.0.key', None))
    yield good('account-key-empty', 'An item whose key is an empty text.', rule, file=edit(keyless, 'items.0.key', ''))
    yield good('account-keys-mixed', 'One item with a key of its own, one without.', rule,
               file=edit(RESTRICTED, 'items.1', keyless['items'][1]))

    rule = 'Account-restricted: an empty text may be sealed'
    yield good('account-empty-text', 'A password that is an empty text, sealed.', rule,
               file=edit(RESTRICTED, 'items.0.login.password', seal_text(MAIL_KEY, '')),
               values={**VALUES, 'items.0.login.password': ''})

    rule = 'Account-restricted: without a seal each text is proved alone, their arrangement not'
    yield good('account-swapped', 'User name and password of one item, swapped: both still open.', rule,
               file=swap(RESTRICTED, 'items.0.login.username', 'items.0.login.password'),
               values={**VALUES, 'items.0.login.username': VALUES['items.0.login.password'],
                       'items.0.login.password': VALUES['items.0.login.username']})

    rule = 'Account-restricted: the checksum of a URI is held to, if there'
    check = 'items.0.login.uris.0.uriChecksum'
    yield good('account-checksum-missing', 'A URI without a checksum.', rule, file=edit(RESTRICTED, check, GONE))
    yield refuse_account('account-checksum-wrong', 'A URI with the checksum of another.', rule, 'format/damaged',
                         edit(RESTRICTED, check, seal_text(MAIL_KEY, checksum('https://mail.example/'))))

    rule = 'Account-restricted: another key'
    yield refuse('account-other-key', 'A good file and the key of another account.', rule, 'format/other-key',
                 RESTRICTED, account=OTHER_ACCOUNT)

    rule = 'Account-restricted: what the key proves altered is damage'
    damaged = partial(refuse_account, rule=rule, code='format/damaged')
    spoilt_validation = edit(RESTRICTED, VALIDATION, altered_ciphertext)
    yield damaged('account-validation', 'An altered validation; folder and item keys open.', file=spoilt_validation)
    yield damaged('account-validation-folder', 'An altered validation; a folder name opens, no item has a key.',
                  file=edit(keyless, VALIDATION, altered_ciphertext))
    yield damaged('account-validation-item-key', 'An altered validation; item keys open, there is no folder.',
                  file=edit(spoilt_validation, 'folders', []))
    yield damaged('account-password-ciphertext', 'A password with an altered ciphertext.',
                  file=edit(RESTRICTED, 'items.0.login.password', altered_ciphertext))
    yield damaged('account-password-mac', 'A password with an altered MAC.',
                  file=edit(RESTRICTED, 'items.0.login.password', altered_mac))
    yield damaged('account-history-iv', 'An old password with an altered IV.',
                  file=edit(RESTRICTED, 'items.0.passwordHistory.0.password', altered_iv))
    yield damaged('account-item-key', 'An altered item key.', file=edit(RESTRICTED, 'items.1.key', altered_ciphertext))
    yield damaged('account-folder-name', 'An altered folder name.',
                  file=edit(RESTRICTED, 'folders.0.name', altered_mac))
    yield damaged('account-text-of-other-item', 'A text of one item in another: its key does not open it.',
                  file=edit(RESTRICTED, 'items.1.notes', RESTRICTED['items'][0]['notes']))
    yield damaged('account-text-under-user-key', 'A text under the user key in an item with a key of its own.',
                  file=edit(RESTRICTED, 'items.0.login.password', seal_text(USER_KEY, 'planted')))

    rule = 'Validation: an encrypted file without one is refused'
    for slug, kind, value in ('missing', 'no', GONE), ('empty', 'an empty', ''), ('null', 'a null', None):
        scenario = f'An account-restricted file with {kind} validation.'
        yield refuse_account(f'account-validation-{slug}', scenario, rule, 'format/missing-validation',
                             edit(RESTRICTED, VALIDATION, value))


def seal():
    rule = 'Seal: a file that Coffer made and nobody changed'
    good = partial(accept_account, rule=rule, sealed=True)
    yield good('sealed', 'A sealed file, in an adopted vault.', counts=(2, 1), file=SEALED, values=VALUES)
    yield good('sealed-not-adopted', 'A sealed file, in a vault of its own.', counts=(2, 1), file=SEALED, values=VALUES,
               account=NOT_ADOPTED)
    yield good('sealed-all-types', 'One item of each type.', counts=(8, 1), file=coffer_file(ALL_TYPES),
               values=ALL_TYPES_VALUES, account=NOT_ADOPTED)
    yield good('sealed-nothing', 'A vault with nothing in it.', counts=(0, 0), values={}, account=NOT_ADOPTED,
               file=coffer_file({'folders': [], 'items': []}))
    help_page = make_item(1, 'My login', {'uris': [], 'username': 'mylogin', 'password': 'mypassword',
                                          'totp': 'otpauth://totp/my-secret-key'})
    yield good('sealed-help-page', "The example of Bitwarden's help page on encrypted exports.", counts=(1, 0),
               file=coffer_file({'folders': [], 'items': [help_page]}), account=NOT_ADOPTED,
               values={'items.0.login.username': 'mylogin', 'items.0.login.password': 'mypassword',
                       'items.0.login.totp': 'otpauth://totp/my-secret-key'})

    rule = 'Seal: any change of the file breaks it'
    broken = partial(refuse_account, rule=rule, code='format/seal-broken')
    items = SEALED['items']
    older = edit(CONTENTS, 'items.0.login.password', 'older password')
    yield broken('seal-favorite', 'A `favorite` flipped.', file=edit(SEALED, 'items.1.favorite', False))
    yield broken('seal-folder-id', 'An item moved out of its folder.', file=edit(SEALED, 'items.0.folderId', None))
    yield broken('seal-uri-match', 'The match mode of a URI changed.',
                 file=edit(SEALED, 'items.0.login.uris.0.match', 5))
    yield broken('seal-item-dropped', 'An item dropped.', file={**SEALED, 'items': items[:1]})
    yield broken('seal-items-reordered', 'The items in another order.', file={**SEALED, 'items': items[::-1]})
    yield broken('seal-item-doubled', 'An item twice.', file={**SEALED, 'items': [*items, items[1]]})
    yield broken('seal-texts-swapped', 'User name and password of one item, swapped.',
                 file=swap(SEALED, 'items.0.login.username', 'items.0.login.password'))
    yield broken('seal-text-older', 'A password from an older export of the same item.',
                 file=edit(SEALED, 'items.0.login.password', coffer_file(older)['items'][0]['login']['password']))
    yield broken('seal-text-altered', 'A password with an altered ciphertext: the seal is looked at first.',
                 file=edit(SEALED, 'items.0.login.password', altered_ciphertext))
    yield broken('seal-key-added', 'A key added at the top.', file=edit(SEALED, 'note', 'x'))
    yield broken('seal-line-end-added', 'A line end added after the last brace.', file=SEALED_TEXT + '\n')
    yield broken('seal-bom-added', 'A byte order mark added in front.', file=BOM + SEALED_TEXT.encode())
    yield broken('seal-transplanted', 'The seal of another export with the same counts.',
                 file=edit(SEALED, VALIDATION, coffer_file(older)[VALIDATION]))

    rule = 'Seal: its own facts are right'
    broken = partial(refuse_account, rule=rule, code='format/seal-broken')
    yield broken('seal-item-count', 'One item more by the seal than in the file.', file=coffer_file(CONTENTS, items=3))
    yield broken('seal-folder-count', 'No folder by the seal, one in the file.', file=coffer_file(CONTENTS, folders=0))
    yield broken('seal-wrong', 'A seal of other bytes.', file=coffer_file(CONTENTS, seal=b64(chance('seal', 32))))
    yield refuse_account('seal-newer', 'A seal of version 2.', rule, 'format/newer-coffer',
                         coffer_file(CONTENTS, coffer=2))

    rule = 'Seal: the validation is a seal or a v4 UUID'
    broken = partial(refuse_account, rule=rule, code='format/seal-broken')
    yield broken('validation-word', 'A validation that is a word.', file=account_file(CONTENTS, 'validated'))
    yield broken('validation-empty', 'A validation that is an empty text, sealed.', file=account_file(CONTENTS, ''))
    yield broken('validation-uuid-v1', 'A validation that is a UUID of version 1.',
                 file=account_file(CONTENTS, '6fa459ea-ee8a-11ee-894e-325096b39f47'))
    yield broken('validation-other-json', 'A validation that is JSON, but no seal.',
                 file=account_file(CONTENTS, '{"sealed":true}'))

    rule = 'Seal: taking it off is noticed'
    removed = partial(refuse, rule=rule, code='format/seal-removed')
    yield removed('seal-removed-marks', 'A UUID for the seal; the item keys carry the mark of Coffer.',
                  file=account_file(CONTENTS, item_key=coffer_item_key), account=ADOPTED)
    one_marked = edit(RESTRICTED, 'items.1', SEALED['items'][1])
    yield removed('seal-removed-one-mark', 'A UUID for the seal; one item key of two carries the mark.',
                  file=one_marked, account=ADOPTED)
    yield removed('seal-removed-not-adopted', 'A good file of Bitwarden, in a vault that never adopted an account.',
                  file=RESTRICTED, account=NOT_ADOPTED)

    rule = 'Seal: the key is looked at first'
    yield refuse('sealed-other-key', 'A sealed file and the key of another account.', rule, 'format/other-key',
                 SEALED, account=OTHER_ACCOUNT)
    yield refuse_account('sealed-validation-altered', 'A sealed file with an altered validation; its folder opens.',
                         rule, 'format/damaged', edit(SEALED, VALIDATION, altered_mac))


def comma_separated():
    rule = 'CSV: read by header name'
    both = partial(accept_csv, counts=(2, 1), values=CSV_VALUES)
    web = csv_file({**MAIL_ROW, 'archivedDate': '2026-03-01T10:00:00.000Z'}, NOTE_ROW, line_end='\r\n').rstrip('\r\n')
    yield both('csv-web-2026', 'As the web client of 2026 writes it: archivedDate, CRLF, no final line end.', rule,
               file=web, values={**CSV_VALUES, 'items.0.archivedDate': '2026-03-01T10:00:00.000Z'})
    yield both('csv-older', 'As older clients write it: no archivedDate, LF.', rule,
               file=csv_file(MAIL_ROW, NOTE_ROW, header=CSV_OLDER))
    yield both('csv-shuffled', 'The columns in another order.', rule,
               file=csv_file(MAIL_ROW, NOTE_ROW, header=CSV_SHUFFLED))
    yield both('csv-other-names', 'The columns uri, username, password and totp.', rule,
               file=csv_file(MAIL_ROW_OTHER_NAMES, NOTE_ROW, header=CSV_OTHER_NAMES))
    yield both('csv-organisation', 'An organisation file: collections for folder and favorite.', rule,
               file=csv_file(MAIL_ROW_ORGANISATION, NOTE_ROW, header=CSV_ORGANISATION))
    yield both('csv-bom', 'A file after a UTF-8 byte order mark.', rule,
               file=BOM + csv_file(MAIL_ROW, NOTE_ROW).encode())
    yield accept_csv('csv-header-only', 'A header without rows.', rule, counts=(0, 0), file=csv_file(), values={})

    rule = 'CSV: cells'
    one = partial(accept_csv, rule=rule, counts=(1, 1))
    yield accept_csv('csv-notes-only', 'Notes and no login.', rule, counts=(1, 0), file=csv_file(NOTE_ROW),
                     values={'items.0.type': 2, 'items.0.folderId': None, 'items.0.login': None,
                             'items.0.notes': 'Network: attic\nKey: swordfish'})
    yield one('csv-type-missing', 'A row without a type is a login.', file=csv_file({**MAIL_ROW, 'type': ''}),
              values={'items.0.type': 1, 'items.0.login.username': 'ada@mail.example'})
    yield accept_csv('csv-favorites', 'The favourite marks 1, x, 0 and none.', rule, counts=(4, 1),
                     file=csv_file(*({**MAIL_ROW, 'favorite': mark} for mark in ('1', 'x', '0', ''))),
                     values={f'items.{n}.favorite': marked for n, marked in enumerate([True, True, False, False])})
    yield one('csv-uris', 'Two URIs in one cell.',
              file=csv_file({**MAIL_ROW, 'login_uri': 'https://a.example,https://b.example/x'}),
              values={'items.0.login.uris.0.uri': 'https://a.example',
                      'items.0.login.uris.1.uri': 'https://b.example/x'})
    yield one('csv-uri-quoted', 'Two URIs in one cell, the second quoted for its comma.',
              file=csv_file({**MAIL_ROW, 'login_uri': 'https://a.example,"https://b.example/x,y"'}),
              values={'items.0.login.uris.0.uri': 'https://a.example',
                      'items.0.login.uris.1.uri': 'https://b.example/x,y'})
    yield one('csv-fields', 'Fields split at the last colon; a line without one continues the value before.',
              file=csv_file({**MAIL_ROW, 'fields': 'PIN: 4711\nHint: see page: 12\nsecond line'}),
              values={'items.0.fields.0.name': 'PIN', 'items.0.fields.0.value': '4711', 'items.0.fields.0.type': 0,
                      'items.0.fields.1.name': 'Hint: see page', 'items.0.fields.1.value': '12\nsecond line'})
    formula = {'name': '=1+2', 'notes': '@SUM(A1:A9)', 'login_username': '+49', 'login_password': '-1-1'}
    yield one('csv-formula', 'Cells that a spreadsheet would run, kept as they are.',
              file=csv_file({**MAIL_ROW, **formula}),
              values={'items.0.name': '=1+2', 'items.0.notes': '@SUM(A1:A9)', 'items.0.login.username': '+49',
                      'items.0.login.password': '-1-1'})
    yield one('csv-folder-backslash', 'A folder name with a backslash, kept as it is.',
              file=csv_file({**MAIL_ROW, 'folder': 'A\\B'}), values={'folders.0.name': 'A\\B'})

    rule = 'CSV: a row that does not fit is refused'
    bad_row = partial(refuse, rule=rule, code='format/bad-row')
    table = csv_file(MAIL_ROW, NOTE_ROW, header=CSV_OLDER)
    yield bad_row('csv-cell-more', 'A row with a cell too many.', file=once(table, '3PXP', '3PXP,'))
    yield bad_row('csv-cell-less', 'A row with a cell too few.', file=once(table, ',JBSWY3DPEHPK3PXP', ''))
    yield bad_row('csv-quote-open', 'A quote that is never closed.', file=once(table, 'swordfish"', 'swordfish'))
    yield bad_row('csv-type-card', 'A row of type card.', file=once(table, ',note,', ',card,'))

    rule = 'Detection: a CSV file is what its columns say'
    browser = csv_file({**MAIL_ROW_OTHER_NAMES, 'url': MAIL_ROW['login_uri']}, header='name url username password')
    yield accept('csv-of-a-browser', 'The password file of a browser.', rule, 'chromium-csv', (1, 0), browser,
                 {'items.0.login.password': MAIL_ROW['login_password']})
    other = csv_file({'type': 'fruit', 'name': 'apple', 'notes': 'red'}, header='type name notes')
    yield refuse('csv-of-something-else', 'Columns that no known program writes.', rule, 'format/needs-mapping', other)


def table(header, *rows, delimiter=',', line_end='\n', quoting=csv.QUOTE_MINIMAL):
    """A CSV text of rows that are lists of cells."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=quoting)
    writer.writerows([header.split(',') if isinstance(header, str) else header, *rows])
    return out.getvalue()


HOSTILE = '=cmd|\'/C calc\'!A0, "quoted", &amp; &lt;b&gt;;\ttab\nsecond line\u202e'
CHROMIUM = 'name,url,username,password,note'
FIREFOX = 'url,username,password,httpRealm,formActionOrigin,guid,timeCreated,timeLastUsed,timePasswordChanged'
APPLE = 'Title,URL,Username,Password,Notes,OTPAuth'
LASTPASS = 'url,username,password,totp,extra,name,grouping,fav'
KEEPASSXC = 'Group,Title,Username,Password,URL,Notes,TOTP,Icon,Last Modified,Created'
OTPAUTH = 'otpauth://totp/Mail:ada?secret=JBSWY3DPEHPK3PXP&issuer=Mail'
CREATED, CHANGED = '2020-09-13T12:26:40.000Z', '2023-11-14T22:13:20.000Z'
CREATED_MS, CHANGED_MS = '1600000000000', '1700000000000'


def browsers():
    rule = 'Chromium: five columns'
    mail = ['Mail', 'https://mail.example/login', 'ada', 'first, of 2 "passwords"', 'note']
    chromium = partial(accept, rule=rule, form='chromium-csv')
    yield chromium('chromium', 'As Chrome writes it.', counts=(1, 0), file=table(CHROMIUM, mail, line_end='\r\n'),
                   values={'items.0.name': 'Mail', 'items.0.login.uris.0.uri': 'https://mail.example/login',
                           'items.0.login.username': 'ada', 'items.0.login.password': mail[3],
                           'items.0.notes': 'note', 'items.0.type': 1})
    yield chromium('chromium-no-note', 'Without the column note.', counts=(1, 0),
                   file=table('name,url,username,password', mail[:4]), values={'items.0.notes': None})
    yield chromium('chromium-shuffled', 'The columns in another order, quoted, after a byte order mark.', counts=(1, 0),
                   file=BOM + table('password,note,name,username,url', ['pw', 'n', 'Mail', 'ada', 'https://a.example'],
                                    quoting=csv.QUOTE_ALL).encode(),
                   values={'items.0.login.password': 'pw', 'items.0.login.username': 'ada'},
                   text={'encoding': 'utf-8', 'byteOrderMark': True, 'delimiter': ','})
    yield chromium('chromium-android', 'The address of an Android app; no names.', counts=(2, 0),
                   file=table(CHROMIUM, ['', 'android://aGFzaA==@com.example.app/', 'ada', 'pw', ''],
                              ['', 'https://www.mail.example:8443/x', 'ada', '', '']),
                   values={'items.0.login.uris.0.uri': 'androidapp://com.example.app',
                           'items.0.name': 'com.example.app', 'items.1.name': 'www.mail.example:8443',
                           'items.1.login.password': None})
    yield chromium('chromium-hostile', 'Formulas, quotes, line ends, entities and direction marks in each cell.',
                   counts=(1, 0), file=table(CHROMIUM, [HOSTILE, 'https://a.example', *[HOSTILE] * 3]),
                   values={'items.0.name': HOSTILE, 'items.0.notes': HOSTILE, 'items.0.login.username': HOSTILE,
                           'items.0.login.password': HOSTILE}, damaged=4)
    yield chromium('chromium-nul', 'A NUL in a password.', counts=(1, 0),
                   file=table(CHROMIUM, ['Mail', '', 'ada', 'p\0w', '']), values={'items.0.login.password': 'p\0w'})
    umlauts = table(CHROMIUM, ['Zürich', '', 'ada', 'grün', '€'], delimiter=';')
    for name, data, text in [
        ('utf-16-le', b'\xff\xfe' + umlauts.encode('utf-16-le'), ('utf-16le', True)),
        ('utf-16-be', b'\xfe\xff' + umlauts.encode('utf-16-be'), ('utf-16be', True)),
        ('windows-1252', umlauts.encode('cp1252'), ('windows-1252', False)),
        ('utf-8', umlauts.encode(), ('utf-8', False)),
    ]:
        yield chromium(f'chromium-{name}', f'Saved by a spreadsheet in {name}, cells parted by semicolons.',
                       counts=(1, 0), file=data, values={'items.0.name': 'Zürich', 'items.0.notes': '€'},
                       text={'encoding': text[0], 'byteOrderMark': text[1], 'delimiter': ';'})
    yield refuse('chromium-damaged-utf-8', 'UTF-8 with one byte that is none.', 'Encoding: damage is not an encoding',
                 'format/bad-encoding', umlauts.encode().replace(b'gr', b'\xff'))
    yield refuse('chromium-row-short', 'A row with a cell too few.', 'CSV: a row that does not fit is refused',
                 'format/bad-row', table(CHROMIUM, mail, mail[:4]))
    yield refuse('chromium-column-twice', 'A column twice: which is meant, only a person knows.',
                 'Detection: a CSV file is what its columns say', 'format/needs-mapping',
                 table('name,url,username,password,password', mail))

    firefox = partial(accept, rule='Firefox: real dates, no names', form='firefox-csv')
    row = ['https://mail.example', 'ada', 'pw', '', 'https://mail.example', '{5ec0d12f}', CREATED_MS, '1', CHANGED_MS]
    yield firefox('firefox', 'As Firefox writes it.', counts=(1, 0),
                  file=table(FIREFOX, row, quoting=csv.QUOTE_ALL, line_end='\r\n'), ignored={'columns': 2},
                  values={'items.0.name': 'mail.example', 'items.0.creationDate': CREATED, 'items.0.fields': [],
                          'items.0.revisionDate': CHANGED, 'items.0.login.passwordRevisionDate': CHANGED})
    yield firefox('firefox-realm', 'A realm, and a form that sends elsewhere.', counts=(1, 0), ignored={'columns': 2},
                  file=table(FIREFOX, [*row[:3], 'Intranet', 'https://login.example', '', '', '', '']),
                  values={'items.0.fields.0.name': 'httpRealm', 'items.0.fields.0.value': 'Intranet',
                          'items.0.fields.1.name': 'formActionOrigin',
                          'items.0.fields.1.value': 'https://login.example', 'items.0.creationDate': None})
    yield refuse('firefox-date-word', 'A date that is no number.', 'Firefox: real dates, no names', 'format/bad-row',
                 table(FIREFOX, [*row[:6], 'yesterday', *row[7:]]))

    apple = partial(accept, rule='Apple: titles in capitals', form='apple-csv')
    yield apple('apple', 'As the Passwords app writes it.', counts=(1, 0),
                file=table(APPLE, ['Mail (ada)', 'https://mail.example/', 'ada', 'pw', 'two\nlines', OTPAUTH]),
                values={'items.0.name': 'Mail (ada)', 'items.0.notes': 'two\nlines', 'items.0.login.totp': OTPAUTH})
    yield apple('apple-older', 'As an older Safari wrote it: no notes, and Url.', counts=(1, 0),
                file=table('Title,Url,Username,Password,OTPAuth', ['Mail', 'https://mail.example/', 'ada', 'pw', '']),
                values={'items.0.login.uris.0.uri': 'https://mail.example/', 'items.0.login.totp': None})
    yield refuse('apple-small', 'The same names in small letters are another program\'s.',
                 'Apple: titles in capitals', 'format/needs-mapping', table(APPLE.lower(), list('abcdef')))


CARD_NOTE = ('NoteType:Credit Card\nLanguage:en-US\nName on Card:Ada Lovelace\nType:Visa\nNumber:4111111111111111\n'
             'Security Code:123\nStart Date:October,2017\nExpiration Date:June,2030\nNotes:first\nsecond')


def managers():
    rule = 'LastPass: notes, folders and damage'
    lastpass = partial(accept, rule=rule, form='lastpass-csv')
    mail = ['https://mail.example', 'ada', 'pw', 'JBSWY3DPEHPK3PXP', 'a\nnote', 'Mail', 'Work\\Servers', '1']
    yield lastpass('lastpass', 'A login and a note.', counts=(2, 1),
                   file=table(LASTPASS, mail, ['http://sn', '', '', '', 'swordfish', 'Wi-Fi', '(none)', '0']),
                   values={'folders.0.name': 'Work/Servers', 'items.0.favorite': True,
                           'items.0.login.totp': 'JBSWY3DPEHPK3PXP', 'items.0.notes': 'a\nnote', 'items.1.type': 2,
                           'items.1.notes': 'swordfish', 'items.1.folderId': None, 'items.1.login': None})
    yield lastpass('lastpass-older', 'Without totp.', counts=(1, 1),
                   file=table('url,username,password,extra,name,grouping,fav', [*mail[:3], *mail[4:]]),
                   values={'items.0.login.totp': None, 'items.0.login.password': 'pw'})
    texts = ['p&lt;w&amp;amp;', '', 'R&amp;D &#39;x&#39;', 'A&amp;B']
    damaged = ['https://a.example/?a=1&amp;b=2', 'ada', *texts, '', '0']
    yield lastpass('lastpass-damaged', 'Entities in four cells: counted, and left as they are.', counts=(1, 0),
                   file=table(LASTPASS, damaged), damaged=4,
                   values={'items.0.login.password': 'p&lt;w&amp;amp;', 'items.0.name': 'A&amp;B'})
    yield lastpass('lastpass-repaired', 'The same, repaired: once, not twice.', counts=(1, 0),
                   file=table(LASTPASS, damaged), options={'repair': True},
                   values={'items.0.login.password': 'p<w&amp;', 'items.0.name': 'A&B', 'items.0.notes': "R&D 'x'",
                           'items.0.login.uris.0.uri': 'https://a.example/?a=1&b=2'})
    card = ['http://sn', '', '', '', CARD_NOTE, 'Card', '', '0']
    yield lastpass('lastpass-card', 'A typed note of which every line is known.', counts=(1, 0),
                   file=table(LASTPASS, card),
                   values={'items.0.type': 3, 'items.0.card.number': '4111111111111111', 'items.0.card.expMonth': '6',
                           'items.0.card.expYear': '2030', 'items.0.card.brand': 'Visa', 'items.0.card.code': '123',
                           'items.0.card.cardholderName': 'Ada Lovelace', 'items.0.notes': 'first\nsecond',
                           'items.0.fields.0.name': 'Language', 'items.0.fields.1.value': 'October,2017'})
    for name, text in [
        ('unknown-line', CARD_NOTE.replace('Language', 'Colour')),
        ('line-twice', CARD_NOTE.replace('Language:', 'Number:')),
        ('month-word', CARD_NOTE.replace('June', 'Juni')),
        ('other-type', CARD_NOTE.replace('Credit Card', 'SSH Key')),
    ]:
        yield lastpass(f'lastpass-note-{name}', 'A typed note that is not certain stays a note, all of it.',
                       counts=(1, 0), file=table(LASTPASS, [*card[:4], text, *card[5:]]),
                       values={'items.0.type': 2, 'items.0.notes': text, 'items.0.card': None})
    yield lastpass('lastpass-note-with-password', 'An address of a note, but a password: a login.', counts=(1, 0),
                   file=table(LASTPASS, ['http://sn', '', 'pw', '', 'x', 'Odd', '', '0']),
                   values={'items.0.type': 1, 'items.0.login.password': 'pw',
                           'items.0.login.uris.0.uri': 'http://sn'})
    page = ('<!DOCTYPE html>\n<html><body><pre style="white-space: pre-wrap">\n'
            + table(LASTPASS, ['https://a.example', 'ada', 'p&amp;<w', '', '', 'A', '', '0'])
            .replace('&', '&amp;').replace('<', '&lt;') + '</pre></body></html>\n')
    yield lastpass('lastpass-page', 'As a web page: its own escapes go, those of LastPass are damage.', counts=(1, 0),
                   file=page, values={'items.0.login.password': 'p&amp;<w'}, damaged=1)
    yield refuse('lastpass-fav-word', 'A favourite mark that is none.', rule, 'format/bad-row',
                 table(LASTPASS, [*mail[:7], 'yes']))

    rule = 'KeePassXC: groups and dates'
    row = ['Root/Work/Servers', 'Mail', 'ada', 'pw', 'https://mail.example', HOSTILE, OTPAUTH, '0', CHANGED, CREATED]
    keepassxc = partial(accept, rule=rule, form='keepassxc-csv', ignored={'columns': 1})
    yield keepassxc('keepassxc', 'As KeePassXC writes it.', counts=(2, 1), damaged=1,
                    file=table(KEEPASSXC, row, ['Root', 'Top', *[''] * 5, '0', '', ''], quoting=csv.QUOTE_ALL),
                    values={'folders.0.name': 'Work/Servers', 'items.0.login.totp': OTPAUTH, 'items.0.notes': HOSTILE,
                            'items.0.creationDate': CREATED, 'items.0.revisionDate': CHANGED,
                            'items.1.folderId': None, 'items.1.login.uris': []})
    older = table(KEEPASSXC.split(',')[:6], row[:6])
    yield accept('keepassxc-older', 'Six columns.', rule, 'keepassxc-csv', (1, 1), older,
                 {'items.0.login.totp': None, 'items.0.name': 'Mail'}, ignored={}, damaged=1)
    yield refuse('keepassxc-date-word', 'A date that is none.', rule, 'format/bad-row',
                 table(KEEPASSXC, [*row[:9], 'yesterday']))

    rule = 'Unknown CSV: a person says what the columns hold'
    strange = table(['Konto', 'Benutzer', 'Kennwort', 'Farbe'], ['Mail', 'ada', 'pw', 'rot'], delimiter='\t')
    yield refuse('unknown', 'Without a mapping.', rule, 'format/needs-mapping', strange)
    mapped = partial(accept, rule=rule, form='unknown-csv')
    yield mapped('unknown-mapped', 'With one.', counts=(1, 0), file=strange, ignored={'columns': 1},
                 options={'mapping': ['name', 'username', 'password', None]},
                 values={'items.0.name': 'Mail', 'items.0.login.username': 'ada', 'items.0.login.password': 'pw'},
                 text={'encoding': 'utf-8', 'byteOrderMark': False, 'delimiter': '\t'})
    for name, mapping in [
        ('short', ['name', 'username', 'password']),
        ('twice', ['name', 'password', 'password', None]),
        ('useless', ['name', 'username', None, None]),
    ]:
        slug, vector = refuse(f'unknown-mapping-{name}', 'A mapping that cannot be.', rule, 'format/needs-mapping',
                              strange)
        yield slug, {**vector, 'options': {'mapping': mapping}}
    yield refuse('unknown-no-rows', 'A header alone.', rule, 'format/not-an-export', 'a,b\n')
    yield refuse('unknown-prose', 'A letter with commas.', rule, 'format/not-an-export',
                 'Dear Ada,\n\nI am well, thanks.\n')

    rule = 'Salvage: 1,000 rows with 7 planted faults'
    file, listed = with_faults()
    yield refuse('faults', 'Without salvage.', rule, 'format/bad-row', file)
    yield accept('faults-salvaged', 'With it.', rule, 'chromium-csv', (993, 0), file, {'items.992.name': 'Site 999'},
                 options={'salvage': True}, unreadable=listed)


def with_faults():
    """(file, [[first line, last line, column]])"""
    faults = {
        2: ('few,https://x.example,ada,pw', None),
        99: ('many,https://x.example,ada,pw,note,more', None),
        100: ('open,https://x.example,"ada,pw,note', 'username'),
        300: ('after,https://x.example,ada,"p"w,note', 'password'),
        640: ('lines,https://x.example,ada,pw,"one\ntwo" three', 'note'),
        888: ('few', None),
        1000: ('last,https://x.example,ada,pw,"note', 'note'),
    }
    lines, listed = [CHROMIUM], []
    for number in range(1, 1001):
        good = f'Site {number},https://{number}.example,ada,"p,""{number}""","one\n\nthree"'
        row, column = faults.get(number, (good, None))
        if number in faults:
            listed.append([len(lines) + 1, len(lines) + 1 + row.count('\n'), column])
        lines.extend(row.split('\n'))
    return '\n'.join(lines) + '\n', listed


def xml_entry(strings, more=''):
    """`strings` is {key: value, or (value, attributes)}."""
    out = []
    for key, value in strings.items():
        value, attributes = value if isinstance(value, tuple) else (value, '')
        out.append(f'<String><Key>{escape(key)}</Key><Value{attributes}>{escape(value)}</Value></String>')
    return f'<Entry>{"".join(out)}{more}</Entry>'


def xml_times(**times):
    return f'<Times>{"".join(f"<{name}>{time}</{name}>" for name, time in times.items())}</Times>'


def keepass_file(*inside, meta=''):
    return ('<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n'
            f'<KeePassFile>\n<Meta>{meta}</Meta>\n<Root><Group><UUID>cm9vdA==</UUID><Name>Root</Name>\n'
            + '\n'.join(inside) + '\n</Group></Root>\n</KeePassFile>\n')


PROTECTED_IN_MEMORY = ' ProtectInMemory="True"'


def keepass():
    rule = 'KeePass 2: an entry is a login'
    keepass_xml = partial(accept, rule=rule, form='keepass-xml')
    times = xml_times(CreationTime='2020-01-01T00:00:00Z', LastModificationTime='2023-01-01T00:00:00Z')
    mail = {'Title': HOSTILE, 'UserName': 'ada', 'Password': ('p<w', PROTECTED_IN_MEMORY), 'Notes': 'two\nlines',
            'URL': 'https://mail.example', 'PIN': ('4711', PROTECTED_IN_MEMORY), 'Colour': 'red', 'Empty': '',
            'KP2A_URL_1': 'https://other.example'}
    yield keepass_xml('keepass', 'All kinds of texts.', counts=(1, 0),
                      file=keepass_file(xml_entry(mail, times + '<Tags>a;b</Tags>')),
                      values={'items.0.name': HOSTILE, 'items.0.login.password': 'p<w', 'items.0.notes': 'two\nlines',
                              'items.0.login.uris.1.uri': 'https://other.example', 'items.0.fields.0.name': 'PIN',
                              'items.0.fields.0.type': 1, 'items.0.fields.1.value': 'red', 'items.0.fields.1.type': 0,
                              'items.0.fields.2.name': 'Tags', 'items.0.fields.2.value': 'a;b',
                              'items.0.creationDate': '2020-01-01T00:00:00Z',
                              'items.0.revisionDate': '2023-01-01T00:00:00Z'})
    old = [xml_entry({**mail, 'Password': word}, xml_times(LastModificationTime=f'202{n}-01-01T00:00:00Z'))
           for n, word in enumerate(['one', 'two', 'two'])]
    yield keepass_xml('keepass-history', 'Older versions: their passwords, each with the day it went.', counts=(1, 0),
                      file=keepass_file(xml_entry(mail, f'{times}<History>{"".join(old)}</History>')),
                      values={'items.0.passwordHistory.0.password': 'two', 'items.0.passwordHistory.1.password': 'one',
                              'items.0.passwordHistory.0.lastUsedDate': '2023-01-01T00:00:00Z',
                              'items.0.passwordHistory.1.lastUsedDate': '2021-01-01T00:00:00Z',
                              'items.0.passwordHistory.2': None})
    bin_group = ('<Group><UUID>YmlubmVk</UUID><Name>Bin</Name>'
                 + xml_entry({'Title': 'Gone'}, xml_times(LocationChanged='2024-01-01T00:00:00Z')) + '</Group>')
    yield keepass_xml('keepass-groups', 'Groups in groups, and the recycle bin.', counts=(2, 2),
                      file=keepass_file('<Group><Name>Work</Name><Group><Name>Servers</Name>',
                                        xml_entry({'Title': 'In'}), '</Group></Group>', bin_group,
                                        meta='<RecycleBinEnabled>True</RecycleBinEnabled>'
                                             '<RecycleBinUUID>YmlubmVk</RecycleBinUUID>'),
                      values={'folders.0.name': 'Work', 'folders.1.name': 'Work/Servers', 'items.0.name': 'In',
                              'items.0.deletedDate': None, 'items.1.name': 'Gone', 'items.1.folderId': None,
                              'items.1.deletedDate': '2024-01-01T00:00:00Z'})
    for name, texts, totp in [
        ('own', {'TimeOtp-Secret-Base32': 'JBSWY3DPEHPK3PXP'}, 'JBSWY3DPEHPK3PXP'),
        ('own-hex', {'TimeOtp-Secret-Hex': '48656c6c6f21deadbeef'}, 'JBSWY3DPEHPK3PXP'),
        ('own-unusual', {'TimeOtp-Secret-Base32': 'JBSWY3DPEHPK3PXP', 'TimeOtp-Length': '8', 'TimeOtp-Period': '60',
                         'TimeOtp-Algorithm': 'HMAC-SHA-256'},
         'otpauth://totp/?secret=JBSWY3DPEHPK3PXP&algorithm=SHA256&digits=8&period=60'),
        ('address', {'otp': OTPAUTH}, OTPAUTH),
        ('keeotp', {'otp': 'key=JBSWY3DPEHPK3PXP&size=8'},
         'otpauth://totp/?secret=JBSWY3DPEHPK3PXP&algorithm=SHA1&digits=8&period=30'),
        ('seed', {'TOTP Seed': 'JBSWY3DPEHPK3PXP', 'TOTP Settings': '30;6'}, 'JBSWY3DPEHPK3PXP'),
        ('steam', {'TOTP Seed': 'JBSWY3DPEHPK3PXP', 'TOTP Settings': '30;S'}, 'steam://JBSWY3DPEHPK3PXP'),
    ]:
        yield keepass_xml(f'keepass-otp-{name}', 'A one-time password, and no custom field beside it.', counts=(1, 0),
                          file=keepass_file(xml_entry({'Title': 'x', **texts})),
                          values={'items.0.login.totp': totp, 'items.0.fields': []})
    yield keepass_xml('keepass-otp-strange', 'A form that is not certain stays custom fields.', counts=(1, 0),
                      file=keepass_file(xml_entry({'TimeOtp-Secret-Base32': 'ABC', 'TimeOtp-Algorithm': 'MD5'})),
                      values={'items.0.login.totp': None, 'items.0.fields.0.value': 'ABC',
                              'items.0.fields.1.value': 'MD5'})
    yield keepass_xml('keepass-ignored', 'What has no place is counted.', counts=(1, 0),
                      file=keepass_file(xml_entry(
                          {'Title': 'x'}, '<Binary><Key>a.txt</Key><Value Ref="0"/></Binary>' * 2
                          + '<ForegroundColor>#FF0000</ForegroundColor>'
                          + '<History>' + xml_entry({'Title': 'was'}) + '</History>')),
                      values={'items.0.name': 'x'}, ignored={'attachments': 2, 'oldVersions': 1, 'settings': 1})
    utf_16 = keepass_file(xml_entry(mail)).replace('utf-8', 'utf-16')
    yield keepass_xml('keepass-utf-16', 'Saved as UTF-16.', counts=(1, 0),
                      file=b'\xff\xfe' + utf_16.encode('utf-16-le'),
                      values={'items.0.login.password': 'p<w'},
                      text={'encoding': 'utf-16le', 'byteOrderMark': True, 'delimiter': None})

    rule = 'KeePass 2: an entry that cannot be read'
    sealed = xml_entry({'Title': 'x', 'Password': ('c2VjcmV0', ' Protected="True"')})
    yield refuse('keepass-protected', 'A text sealed as inside a database.', rule, 'format/unsupported-encryption',
                 keepass_file(sealed))
    yield refuse('keepass-time-word', 'A time that is none.', rule, 'format/bad-shape',
                 keepass_file(xml_entry({'Title': 'x'}, xml_times(CreationTime='yesterday'))))
    yield keepass_xml('keepass-salvaged', 'The others are read, it is listed.', counts=(1, 0),
                      file=keepass_file(sealed, xml_entry({'Title': 'good'})), options={'salvage': True},
                      values={'items.0.name': 'good'}, unreadable=[[5, 5, 'String/Password']])

    rule = 'XML: strict, without a document type'
    good = keepass_file(xml_entry({'Title': 'x'}))
    laughs = good.replace('<KeePassFile>', '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<KeePassFile>')
    for name, code, text in [
        ('doctype', 'format/forbidden-key', good.replace('<KeePassFile>', '<!DOCTYPE KeePassFile>\n<KeePassFile>')),
        ('billion-laughs', 'format/forbidden-key', laughs.replace('>x<', '>&b;<')),
        ('outside-entity', 'format/forbidden-key',
         good.replace('<KeePassFile>', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<KeePassFile>')),
        ('html-entity', 'format/damaged', good.replace('>x<', '>&nbsp;<')),
        ('two-roots', 'format/damaged', good + '<KeePassFile/>'),
        ('tags-crossed', 'format/damaged', good.replace('</Value></String>', '</String></Value>')),
        ('cut', 'format/truncated', good[:-40]),
        ('deep', 'format/too-deep', '<KeePassFile>' + '<Group>' * 200),
        ('other-xml', 'format/not-an-export', '<?xml version="1.0"?>\n<rss/>\n'),
        ('no-group', 'format/bad-shape', '<KeePassFile><Root/></KeePassFile>'),
    ]:
        yield refuse(f'xml-{name}', 'A KeePass file that is none.', rule, code, text)


GROUPS = {
    0: detection,
    100: json_text,
    200: plain,
    300: password_protected,
    400: kdf_bounds,
    500: enc_strings,
    600: account_restricted,
    700: seal,
    800: comma_separated,
    840: browsers,
    880: managers,
    930: keepass,
}


def all_vectors():
    """{file name: vector}."""
    vectors = {}
    for start, group in GROUPS.items():
        for number, (slug, vector) in enumerate(group(), start + 1):
            name = f'{number:03}-{slug}.json'
            assert VECTOR_NAME.fullmatch(name) and name not in vectors, name
            vectors[name] = vector
    assert sorted(vectors) == [*vectors], 'two groups overlap'
    slugs = [name[4:] for name in vectors]
    assert len(set(slugs)) == len(slugs), 'a slug appears twice'
    return vectors


# --- A small reader of good files: what is called good opens, and says what it should ---------------------------------


def open_bytes(key, text):
    iv, ciphertext, mac = parts_of(text)
    assert text == authenticated(key, iv, ciphertext), 'MAC or text form'
    decryptor = aes_cbc(key[:32], iv).decryptor()
    unpadder = padding.PKCS7(128).unpadder()
    blocks = decryptor.update(ciphertext) + decryptor.finalize()
    return unpadder.update(blocks) + unpadder.finalize()


def open_text(key, text):
    return open_bytes(key, text).decode()


def read_csv(text):
    folders, items = [], []
    header, *rows = csv.reader(io.StringIO(text, newline=''), strict=True)
    for row in rows:
        assert len(row) == len(header), row
        cells = dict(zip(header, row))

        def cell(name):
            return cells.get(name) or cells.get(f'login_{name}') or None

        folder = cell('folder') or cell('collections')
        if folder and folder not in folders:
            folders.append(folder)
        fields = []
        for line in cell('fields').split('\n') if cell('fields') else []:
            name, colon, value = line.rpartition(': ')
            if colon:
                fields.append({'name': name, 'value': value, 'type': 0})
            else:
                fields[-1]['value'] += '\n' + line
        item = {name: cell(name) for name in ('name', 'notes', 'archivedDate')}
        item |= {'favorite': cell('favorite') not in (None, '0'), 'folderId': folder, 'fields': fields}
        if cell('type') == 'note':
            item |= {'type': 2, 'secureNote': {}}
        else:
            assert cell('type') in ('login', None)
            uris = [{'uri': uri} for line in csv.reader([cell('uri')] if cell('uri') else []) for uri in line]
            login = {name: cell(name) for name in ('username', 'password', 'totp')}
            item |= {'type': 1, 'login': {**login, 'uris': uris}}
        items.append(item)
    return {'folders': [{'name': name} for name in folders], 'items': items}


def decoded(data):
    """`data` as text: by its byte order mark, else UTF-8, else Windows-1252."""
    if data[:2] in (b'\xff\xfe', b'\xfe\xff'):
        return data.decode('utf-16')
    try:
        return data.decode('utf-8-sig')
    except UnicodeDecodeError:
        return data.decode('cp1252')


def read_foreign(text):
    """(format, contents) of another program's good file; None where it is Bitwarden's."""
    for form, reader in FOREIGN_READERS.items():
        contents = reader(text)
        if contents is not None:
            return form, contents
    return None


def foreign_rows(text, needed, optional=()):
    """The rows of a table as dicts, whatever parts its cells; None where the columns are others."""
    for delimiter in ',;\t':
        header = next(csv.reader(io.StringIO(text, newline=''), delimiter=delimiter), [])
        if set(needed) <= set(header) <= {*needed, *optional}:
            rows = csv.DictReader(io.StringIO(text, newline=''), delimiter=delimiter, strict=True)
            return [{name: cell or None for name, cell in row.items()} for row in rows]
    return None


def login_item(name, uri, username, password, totp=None, **more):
    uris = [{'uri': uri}] if uri else []
    login = {'username': username, 'password': password, 'totp': totp, 'uris': uris}
    return {'type': 1, 'name': name or host_of(uri), 'login': login} | more


def host_of(uri):
    return re.sub(r'^[a-z]+://|[/?#].*', '', uri or '')


def read_chromium(text):
    rows = foreign_rows(text, ['name', 'url', 'username', 'password'], ['note'])
    return rows and {'items': [
        login_item(row['name'], re.sub(r'^android://.*@(.*)/$', r'androidapp://\1', row['url'] or ''), row['username'],
                   row['password'], notes=row.get('note')) for row in rows]}


def read_firefox(text):
    rows = foreign_rows(text, FIREFOX.split(','))

    def date(milliseconds):
        moment = milliseconds and datetime.fromtimestamp(int(milliseconds) / 1000, timezone.utc)
        return moment and moment.isoformat(timespec='milliseconds').replace('+00:00', 'Z')

    def item(row):
        own = {name: row[name] for name in ('httpRealm', 'formActionOrigin') if row[name] and row[name] != row['url']}
        changed, created = date(row['timePasswordChanged']), date(row['timeCreated'])
        made = login_item(None, row['url'], row['username'], row['password'], creationDate=created,
                          revisionDate=changed or created,
                          fields=[{'name': name, 'value': value} for name, value in own.items()])
        made['login']['passwordRevisionDate'] = changed
        return made

    return rows and {'items': [item(row) for row in rows]}


def read_apple(text):
    rows = foreign_rows(text, APPLE.split(',')[:4], APPLE.split(',')[4:])
    rows = rows or foreign_rows(text, ['Title', 'Url', 'Username', 'Password', 'OTPAuth'])
    return rows and {'items': [
        login_item(row['Title'], row.get('URL') or row.get('Url'), row['Username'], row['Password'], row['OTPAuth'],
                   notes=row.get('Notes')) for row in rows]}


def read_lastpass(text):
    if '<pre' in text:
        text = unescape(re.search(r'<pre[^>]*>\n*(.*)</pre>', text, re.DOTALL).group(1))
    rows = foreign_rows(text, LASTPASS.replace('totp,', '').split(','), ['totp'])

    def card(row):
        """The item of a card's note; None where it is none, or a line of it is not as expected."""
        known = ['NoteType', 'Language', 'Name on Card', 'Type', 'Number', 'Security Code', 'Start Date',
                 'Expiration Date']
        head, _, notes = (row['extra'] or '').partition('\nNotes:')
        lines = [line.split(':', 1) for line in head.split('\n')]
        found = dict(line for line in lines if len(line) == 2)
        if [line[0] for line in lines] != known or found['NoteType'] != 'Credit Card':
            return None
        month, year = found['Expiration Date'].split(',')
        if month not in month_name:
            return None
        texts = {'cardholderName': found['Name on Card'], 'brand': found['Type'], 'number': found['Number'],
                 'code': found['Security Code'], 'expMonth': str([*month_name].index(month)), 'expYear': year}
        fields = [{'name': name, 'value': found[name]} for name in ('Language', 'Start Date')]
        return {'type': 3, 'card': texts, 'notes': notes, 'fields': fields}

    def item(row):
        folder = None if row['grouping'] == '(none)' else (row['grouping'] or '').replace('\\', '/') or None
        common = {'name': row['name'], 'notes': row['extra'], 'favorite': row['fav'] == '1', 'folderId': folder}
        if row['url'] == 'http://sn' and not row['password']:
            return common | (card(row) or {'type': 2, 'secureNote': {}})
        return common | login_item(row['name'], row['url'], row['username'], row['password'], row.get('totp'))

    items = [item(row) for row in rows or []]
    folders = dict.fromkeys(item['folderId'] for item in items if item['folderId'])
    return rows and {'folders': [{'name': name} for name in folders], 'items': items}


def read_keepassxc(text):
    names = KEEPASSXC.split(',')
    rows = foreign_rows(text, names[:6], names[6:])

    def item(row):
        return login_item(row['Title'], row['URL'], row['Username'], row['Password'], row.get('TOTP'),
                          notes=row['Notes'], folderId=row['Group'].partition('/')[2] or None,
                          creationDate=row.get('Created'), revisionDate=row.get('Last Modified'))

    items = [item(row) for row in rows or []]
    folders = dict.fromkeys(item['folderId'] for item in items if item['folderId'])
    return rows and {'folders': [{'name': name} for name in folders], 'items': items}


def read_keepass(text):
    if '<KeePassFile' not in text:
        return None
    root = ElementTree.fromstring(re.sub(r'^<\?xml.*\?>', '', text))
    bin_id = root.findtext('Meta/RecycleBinUUID')
    folders, items = [], []

    def totp(texts):
        if texts.get('TimeOtp-Algorithm', 'HMAC-SHA-1') not in ('HMAC-SHA-1', 'HMAC-SHA-256'):
            return None
        secret = texts.pop('TimeOtp-Secret-Base32', None)
        if 'TimeOtp-Secret-Hex' in texts:
            secret = base64.b32encode(bytes.fromhex(texts.pop('TimeOtp-Secret-Hex'))).decode().rstrip('=')
        digits, period = texts.pop('TimeOtp-Length', '6'), texts.pop('TimeOtp-Period', '30')
        algorithm = {'HMAC-SHA-256': 'SHA256', 'HMAC-SHA-1': 'SHA1'}.get(texts.get('TimeOtp-Algorithm', 'HMAC-SHA-1'))
        texts.pop('TimeOtp-Algorithm', None)
        if 'TOTP Seed' in texts:
            secret = texts.pop('TOTP Seed')
            period, digits = texts.pop('TOTP Settings').split(';')
            if digits == 'S':
                return f'steam://{secret}'
        if 'otp' in texts:
            otp = texts.pop('otp')
            if not otp.startswith('key='):
                return otp
            secret, digits = re.fullmatch('key=(.*)&size=(.*)', otp).groups()
        if (digits, period, algorithm) == ('6', '30', 'SHA1'):
            return secret
        return f'otpauth://totp/?secret={secret}&algorithm={algorithm}&digits={digits}&period={period}'

    def texts_of(entry):
        return {string.findtext('Key'): string.findtext('Value') for string in entry.findall('String')}

    def walk(group, path, deleted):
        if path:
            folders.append({'name': path})
        for entry in group.findall('Entry'):
            texts = texts_of(entry)
            hidden = {string.findtext('Key') for string in entry.findall('String')
                      if string.find('Value').get('ProtectInMemory') == 'True'}
            texts = {key: text for key, text in texts.items() if text}
            key = totp(texts)
            title, user, password, url, notes = (
                texts.pop(name, None) for name in ('Title', 'UserName', 'Password', 'URL', 'Notes'))
            further = [texts.pop(name) for name in [*texts] if name.startswith('KP2A_URL')]
            uris = [{'uri': uri} for uri in [url, *further] if uri]
            texts |= {'Tags': entry.findtext('Tags')} if entry.findtext('Tags') else {}
            modified = entry.findtext('Times/LastModificationTime')
            history, next_one = [], (password, modified)
            for old in reversed(entry.findall('History/Entry')):
                word = texts_of(old).get('Password')
                if word and word != next_one[0]:
                    history.append({'password': word, 'lastUsedDate': next_one[1]})
                next_one = word, old.findtext('Times/LastModificationTime')
            items.append({
                'type': 1, 'name': title, 'notes': notes, 'folderId': path or None,
                'login': {'username': user, 'password': password, 'totp': key, 'uris': uris},
                'fields': [{'name': name, 'value': text, 'type': int(name in hidden)} for name, text in texts.items()],
                'creationDate': entry.findtext('Times/CreationTime'), 'revisionDate': modified,
                'deletedDate': entry.findtext('Times/LocationChanged') if deleted else None, 'passwordHistory': history,
            })
        for inner in group.findall('Group'):
            binned = bin_id is not None and inner.findtext('UUID') == bin_id
            name = inner.findtext('Name')
            walk(inner, '' if binned else f'{path}/{name}' if path else name, deleted or binned)

    walk(root.find('Root/Group'), '', False)
    return {'folders': folders, 'items': items}


def read_unknown(text, mapping):
    rows = [row for delimiter in ',;\t' for row in [[*csv.reader(io.StringIO(text), delimiter=delimiter)]]
            if len(row[0]) == len(mapping)][0][1:]
    cells = [{field: cell or None for field, cell in zip(mapping, row) if field} for row in rows]
    return {'items': [
        login_item(row.get('name'), row.get('url'), row.get('username'), row.get('password')) for row in cells]}


FOREIGN_READERS = {
    'chromium-csv': read_chromium,
    'firefox-csv': read_firefox,
    'apple-csv': read_apple,
    'lastpass-csv': read_lastpass,
    'keepassxc-csv': read_keepassxc,
    'keepass-xml': read_keepass,
}


def read_account(document, user_key, adopted):
    """(contents, sealed) of an account-restricted document; its seal is checked by `seal_holds`."""
    validation = open_text(user_key, document[VALIDATION])
    sealed = validation.startswith('{')
    assert sealed or (adopted and uuid.UUID(validation).version == 4)
    items = []
    for item in document['items']:
        key = open_bytes(user_key, item['key']) if item.get('key') else user_key
        marked = key[32:] == hmac_sha256(expand(user_key, 'coffer item key v1'), key[:32])
        assert marked == sealed, 'mark'
        item = map_texts(partial(open_text, key), item)
        for uri in item.get('login', {}).get('uris', []):
            assert uri.get('uriChecksum') in (None, checksum(uri['uri']))
        items.append(item)
    return {'folders': map_texts(partial(open_text, user_key), document['folders']), 'items': items}, sealed


def seal_holds(text, user_key):
    """Checks the seal of a good file on the file's own bytes."""
    found = re.fullmatch(rb'(.*"encKeyValidation_DO_NOT_EDIT": ")([^"\\]*)(".*)', text.encode(), re.DOTALL)
    before, validation, after = found.groups()
    notice = json.loads(open_text(user_key, validation.decode()))
    document = json.loads(text)
    assert list(notice) == ['coffer', 'id', 'made', 'items', 'folders', 'seal'] and notice['coffer'] == 1
    assert (notice['items'], notice['folders']) == (len(document['items']), len(document['folders']))
    assert notice['seal'] == b64(hmac_sha256(expand(user_key, 'coffer export seal v1'), before + after))


def as_model(contents):
    """The decrypted model (only as far as the vectors look)."""
    folders = contents.get('folders') or contents.get('collections') or []
    known_ids = [folder.get('id', folder['name']) for folder in folders]
    known_keys = {*make_item(1, '', {}), *ITEM_TYPES, 'key'}

    def item_model(item):
        item = copy.deepcopy(item)
        ids = [item.get('folderId'), *(item.get('collectionIds') or [])]
        item['folderId'] = next((known for known in ids if known in known_ids), None)
        item['name'] = item['name'] or ''
        item['extra'] = {name: item.pop(name) for name in [*item] if name not in known_keys}
        item.pop('key', None)
        for lists in 'fields', 'passwordHistory':
            item[lists] = item.get(lists) or []
        for passkey in item.get('login', {}).get('fido2Credentials', []):
            passkey['counter'] = str(passkey['counter'])
            passkey['discoverable'] = str(passkey['discoverable']).lower()
        if 'fingerprint' in item.get('sshKey', {}):
            item['sshKey']['keyFingerprint'] = item['sshKey'].pop('fingerprint')
        return item

    return {'folders': folders, 'items': [item_model(item) for item in contents['items']]}


def read(vector):
    """(format, contents, sealed or None) of a good vector."""
    file = decoded(base64.b64decode(vector['fileBase64'])) if 'fileBase64' in vector else vector['file']
    if not file.startswith('{'):
        mapping = vector.get('options', {}).get('mapping')
        if mapping:
            return 'unknown-csv', as_model(read_unknown(file, mapping)), None
        if vector.get('options', {}).get('repair'):
            file = unescape(file)
        form, contents = read_foreign(file) or ('bitwarden-csv', read_csv(file))
        return form, as_model(contents), None
    document = json.loads(file)
    if document.get('passwordProtected'):
        settings = [document.get(name) for name in ('salt', 'kdfType', 'kdfIterations', 'kdfMemory', 'kdfParallelism')]
        key = file_key(vector['filePassword'], *settings)
        assert open_text(key, document[VALIDATION])
        return 'bitwarden-password-protected', as_model(json.loads(open_text(key, document['data']))), None
    if not document.get('encrypted'):
        return 'bitwarden-json', as_model(document), None
    user_key = base64.b64decode(vector['account']['userKeyBase64'])
    contents, sealed = read_account(document, user_key, vector['account']['adopted'])
    if sealed:
        seal_holds(file, user_key)
    return 'bitwarden-account-restricted', as_model(contents), sealed


def value_at(contents, path):
    value = contents
    for step in steps_of(path):
        if isinstance(value, dict):
            value = value.get(step)
        elif value is not None:
            value = value[step] if step < len(value) else None
    return value


def prove(vectors):
    """Raises AssertionError unless each good vector opens and holds what it says, and no two ask the same."""
    questions = [json.dumps({**vector, 'scenario': 0, 'rule': 0, 'expect': 0}) for vector in vectors.values()]
    assert len(set(questions)) == len(questions), 'two vectors ask the same'
    for name, vector in vectors.items():
        expect = vector['expect']
        # What is salvaged is known by how the file was made: this reader reads all or nothing.
        if 'code' in expect or vector.get('options', {}).get('salvage'):
            continue
        form, contents, sealed = read(vector)
        assert form == expect['format'] and sealed == expect.get('sealed'), name
        assert (len(contents['items']), len(contents['folders'])) == (expect['items'], expect['folders']), name
        for path, value in expect['values'].items():
            assert value_at(contents, path) == value, (name, path, value_at(contents, path))


# --- Command line -----------------------------------------------------------------------------------------------------


def main(arguments):
    if arguments not in ([], ['--check']):
        sys.exit(__doc__)
    vectors = all_vectors()
    prove(vectors)
    # ASCII, so that no editor or review tool hides or alters what a vector holds
    wanted = {name: json.dumps(vector, indent=2).encode('ascii') + b'\n' for name, vector in vectors.items()}
    present = {path.name: path.read_bytes() for path in TESTDATA.glob('*.json') if VECTOR_NAME.fullmatch(path.name)}

    if arguments:
        faults = [f'missing: {name}' for name in wanted.keys() - present.keys()]
        faults += [f'extra: {name}' for name in present.keys() - wanted.keys()]
        faults += [f'differs: {name}' for name in wanted.keys() & present.keys() if wanted[name] != present[name]]
        print('\n'.join(sorted(faults)) or f'{len(wanted)} vectors as generated')
        sys.exit(1 if faults else 0)

    TESTDATA.mkdir(parents=True, exist_ok=True)
    for name in present.keys() - wanted.keys():
        (TESTDATA / name).unlink()
    for name, data in wanted.items():
        (TESTDATA / name).write_bytes(data)
    print(f'{len(wanted)} vectors written')


if __name__ == '__main__':
    main(sys.argv[1:])
