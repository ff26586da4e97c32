#!/usr/bin/python3
"""Open a Bitwarden-format JSON export without Coffer and without Bitwarden.

    recover.py EXPORT.json [--key-file ACCOUNT-KEY.json] [--password-file FILE] > plain.json

Prints the plain JSON document on stdout, but only after every part of it has passed its check; notes and refusals go
to stderr. Writes no file, uses no network. Exit status: 0 done, 2 bad arguments, 3 wrong password, 4 key missing or not
the right one, 5 damaged or altered, 6 encryption that this program does not open, 7 not an export, 8 unreadable file.
"""
import argparse, base64, getpass, hashlib, hmac, json, pathlib, re, sys, warnings
import argon2.low_level
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

KDF_LIMITS = {"pbkdf2": {"iterations": (5_000, 2_000_000)},
              "argon2id": {"iterations": (2, 10), "memory MiB": (16, 1024), "parallelism": (1, 16)}}
# Strings of an item that are never encrypted (a path leaves out list positions) ...
CLEAR = set("""id organizationId folderId collectionIds creationDate revisionDate deletedDate archivedDate
    passwordHistory.lastUsedDate login.passwordRevisionDate login.fido2Credentials.creationDate""".split())
# ... and those that always are: clear text with such a name, in such a place, was put there without the key.
PLACES = {"", *"""fields passwordHistory login login.uris login.fido2Credentials card identity sshKey bankAccount
    driversLicense passport""".split()}
SECRETS = set("""name notes value username password totp uri uriChecksum credentialId keyType keyAlgorithm keyCurve
    keyValue rpId rpName userHandle userName userDisplayName counter discoverable cardholderName expMonth expYear code
    brand number title firstName middleName lastName address1 address2 address3 city state postalCode country company
    email phone ssn passportNumber licenseNumber privateKey publicKey keyFingerprint fingerprint bankName nameOnAccount
    accountType accountNumber routingNumber branchNumber pin swiftCode iban bankContactPhone dateOfBirth issuingCountry
    issuingState issueDate expirationDate issuingAuthority licenseClass surname givenName sex birthPlace nationality
    passportType nationalIdentificationNumber""".split())

def require(condition, status, sentence):
    if not condition:
        print("recover.py:", sentence, file=sys.stderr)
        sys.exit(status)

def read_json(data, what):
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        document = None
    require(isinstance(document, dict), 7, f"not {what}, or cut short")
    return document

def is_enc_string(value):
    return isinstance(value, str) and re.match(r"[0-9]\.", value) is not None

def parse(text):
    """Take apart an EncString of type 2: "2.<iv>|<ciphertext>|<mac>" in base64, every value in its one right spelling."""
    require(is_enc_string(text), 5, "damaged or altered: a value that must be encrypted is not")
    require(text[0] == "2", 6, f"{'newer' if text[0] == '7' else 'old or unknown'} encryption (type {text[0]})")
    iv, ciphertext, mac = parts = [base64.b64decode(part, validate=True) for part in text[2:].split("|")]
    spelling = "2." + "|".join(base64.b64encode(part).decode() for part in parts)
    require(spelling == text and len(iv) == 16 and len(mac) == 32, 5, "damaged: an encrypted value is malformed")
    return iv, ciphertext, mac

def decrypt(text, key, status=5, sentence="damaged or altered: an encrypted value fails its check"):
    """Open an EncString with a 64-byte key: 32 bytes for AES-256-CBC, 32 for HMAC-SHA-256 over iv and ciphertext."""
    iv, ciphertext, mac = parse(text)
    require(len(key) == 64, 5, "damaged or altered: an item key is not 64 bytes")
    require(hmac.compare_digest(hmac.digest(key[32:], iv + ciphertext, "sha256"), mac), status, sentence)
    decryptor, unpadder = Cipher(algorithms.AES(key[:32]), modes.CBC(iv)).decryptor(), PKCS7(128).unpadder()
    return unpadder.update(decryptor.update(ciphertext) + decryptor.finalize()) + unpadder.finalize()

def hkdf_expand(key, info):
    return hmac.digest(key, info + b"\x01", "sha256")  # RFC 5869, SHA-256: the first block, 32 bytes

def stretched_key(kind, costs, salt, password_file, prompt):
    """Password to 64-byte key. The file chooses the cost, so that is held to limits before anything else."""
    require(kind in list(KDF_LIMITS), 6, "unknown key derivation (KDF)")
    for cost, (name, (low, high)) in zip(costs, KDF_LIMITS[kind].items()):
        require(type(cost) is int and low <= cost <= high, 6, f"KDF {name} is not in {low}..{high}")
    if password_file:
        password = re.sub(rb"\r?\n\Z", b"", pathlib.Path(password_file).read_bytes())
    else:
        password = getpass.getpass(prompt).encode("utf-8", "surrogateescape")
    if kind == "pbkdf2":
        key = hashlib.pbkdf2_hmac("sha256", password, salt, costs[0], 32)
    else:
        key = argon2.low_level.hash_secret_raw(password, hashlib.sha256(salt).digest(), costs[0], costs[1] * 1024,
                                               costs[2], 32, argon2.low_level.Type.ID, version=0x13)
    return hkdf_expand(key, b"enc") + hkdf_expand(key, b"mac")

def open_password_protected(export, password_file):
    require(isinstance(export.get("salt"), str), 5, "damaged: the export has no salt")
    parse(export.get("encKeyValidation_DO_NOT_EDIT")), parse(export.get("data"))
    kind = {"0": "pbkdf2", "1": "argon2id"}.get(repr(export.get("kdfType")))
    costs = [export.get(name) for name in ("kdfIterations", "kdfMemory", "kdfParallelism")]
    salt = export["salt"].encode()  # the base64 text itself, not what it stands for
    key = stretched_key(kind, costs, salt, password_file, "File password: ")
    decrypt(export["encKeyValidation_DO_NOT_EDIT"], key, 3, "wrong file password")
    return read_json(decrypt(export["data"], key, 5, "damaged: the data fails its check"), "a plain export inside")

def reveal(value, key, path=""):
    """Decrypt all of an item or folder. With no key nothing is decrypted, only the form is checked."""
    if isinstance(value, list):
        return [reveal(entry, key, path) for entry in value]
    place, _, name = path.rpartition(".")
    secret = place in PLACES and name in SECRETS
    if isinstance(value, dict) and not secret:
        plain = {name: reveal(child, key, f"{path}.{name}".strip(".")) for name, child in value.items()
                 if path or name != "key"}
        checksum = plain.pop("uriChecksum", None) if path == "login.uris" else None
        expected = base64.b64encode(hashlib.sha256(str(plain.get("uri")).encode()).digest()).decode()
        require(not key or not checksum or checksum == expected, 5, "altered: a URI does not match its checksum")
        return plain
    if path in CLEAR or not is_enc_string(value) and (not secret or value in (None, "")):
        return value
    return decrypt(value, key).decode() if key else parse(value)

def check_seal(claim, export, raw, user_key, item_keys):
    """Coffer seals the whole file: an HMAC of all bytes but the validation string is kept inside that string."""
    seal = json.loads(claim) if claim.startswith(b"{") else {}
    if type(seal.get("coffer")) is int and seal["coffer"] > 0:
        require(seal["coffer"] == 1, 6, "made by a newer Coffer")
        slot = b'"' + export["encKeyValidation_DO_NOT_EDIT"].encode() + b'"'
        mac = hmac.digest(hkdf_expand(user_key, b"coffer export seal v1"), raw.replace(slot, b'""'), "sha256")
        require(raw.count(slot) == 1 and hmac.compare_digest(base64.b64encode(mac), str(seal.get("seal")).encode()), 5,
                "altered: the seal over the whole file is broken")
        return "sealed: intact"
    # Without a seal it must be Bitwarden's file: a v4 UUID, and item keys without the mark that Coffer puts in its own.
    mark = hkdf_expand(user_key, b"coffer item key v1")
    uuid = re.fullmatch(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", claim)
    require(uuid and not any(hmac.digest(mark, key[:32], "sha256") == key[32:] for key in item_keys), 5,
            "altered: the seal over the whole file was removed")
    return "not sealed: items were authenticated one by one, but not their arrangement, dates and other clear values"

def open_account_restricted(export, raw, key_file, password_file):
    folders, items, validation = export.get("folders") or [], export["items"], export["encKeyValidation_DO_NOT_EDIT"]
