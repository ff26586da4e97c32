#!/usr/bin/python3
"""Open a Bitwarden-format JSON export without Coffer and without Bitwarden.

Usage: recover.py EXPORT.json [--key-file ACCOUNT-KEY.json] [--password-file FILE] > plain.json
Prints the plain JSON document, but only after every part of it has passed its check. Writes no file, uses no network.
Exit status: 0 done, 2 bad arguments, 3 wrong password, 4 key missing or not the right one, 5 damaged or altered,
6 encryption that this program does not open, 7 not an export, 8 unreadable file.
"""
import argparse, getpass, hashlib, hmac, json, pathlib, re, sys, warnings
from argon2.low_level import Type, hash_secret_raw as argon2_raw
from base64 import b64decode, b64encode
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

VALIDATION = "encKeyValidation_DO_NOT_EDIT"
KDF_LIMITS = {"pbkdf2": [(5_000, 2_000_000)], "argon2id": [(2, 10), (16, 1024), (1, 16)]}  # rounds, MiB, parallelism
# An item's ids are never encrypted, whatever they look like. Dates are not either, and never look like an EncString.
CLEAR = {"id", "organizationId", "folderId", "collectionIds"}
# Names that are always encrypted in these places: clear text there was put in by someone who does not have the key.
PLACES = {"", "fields", "passwordHistory", "login", "login.uris", "login.fido2Credentials", "card", "identity",
          "sshKey", "bankAccount", "driversLicense", "passport"}
SECRETS = set("""name notes value username password totp uri uriChecksum credentialId keyType keyAlgorithm keyCurve
    keyValue rpId rpName userHandle userName userDisplayName counter discoverable cardholderName expMonth expYear code
    brand number title firstName middleName lastName address1 address2 address3 city state postalCode country company
    email phone ssn passportNumber licenseNumber privateKey publicKey keyFingerprint fingerprint bankName nameOnAccount
    accountType accountNumber routingNumber branchNumber pin swiftCode iban bankContactPhone dateOfBirth issuingCountry
    issuingState issueDate expirationDate issuingAuthority licenseClass surname givenName sex birthPlace nationality
    passportType nationalIdentificationNumber""".split())

def require(condition, status, sentence):
    if not condition:
        sys.stderr.write(f"recover.py: {sentence}\n")
        sys.exit(status)

def read_json(data, what):
    document = json.loads(data.decode("utf-8-sig"))
    require(isinstance(document, dict), 7, f"not {what}")
    return document

def parse(text):
    """Take apart an EncString of type 2: "2.<iv>|<ciphertext>|<mac>" in base64, each value in its one spelling."""
    require(isinstance(text, str) and re.match(r"\d\.", text), 5, "damaged or altered: a value is not encrypted")
    require(text[0] == "2", 6, f"{'newer' if text[0] == '7' else 'old or unknown'} encryption (type {text[0]})")
    iv, ciphertext, mac = parts = [b64decode(part, validate=True) for part in text[2:].split("|")]
    spelling = "2." + "|".join(b64encode(part).decode() for part in parts)
    require(spelling == text and len(iv) == 16 and len(mac) == 32, 5, "damaged: an encrypted value is malformed")
    return iv, ciphertext, mac

def decrypt(text, key, status=5, sentence="damaged or altered: an encrypted value fails its check"):
    """Open an EncString with a 64-byte key: 32 bytes for AES-256-CBC, 32 for HMAC-SHA-256 over iv and ciphertext."""
    iv, ciphertext, mac = parse(text)
    require(len(key) == 64, 6, "newer encryption (a key is not 64 bytes long)")
    require(hmac.compare_digest(hmac.digest(key[32:], iv + ciphertext, "sha256"), mac), status, sentence)
    decryptor, unpadder = Cipher(algorithms.AES(key[:32]), modes.CBC(iv)).decryptor(), PKCS7(128).unpadder()
    return unpadder.update(decryptor.update(ciphertext) + decryptor.finalize()) + unpadder.finalize()

def hkdf_expand(key, info):
    return hmac.digest(key, info + b"\x01", "sha256")  # RFC 5869 with SHA-256: the first block, 32 bytes

def stretched_key(kind, cost, salt, password_file, prompt):
    """Password to 64-byte key. The file chooses the cost, so that is held to limits before anything else."""
    require(kind in list(KDF_LIMITS) and all(type(value) is int and low <= value <= high
            for value, (low, high) in zip(cost, KDF_LIMITS[kind])), 6, "unknown KDF, or its settings are out of range")
    password = (re.sub(rb"\r?\n\Z", b"", pathlib.Path(password_file).read_bytes()) if password_file
                else getpass.getpass(prompt).encode("utf-8", "surrogateescape"))
    if kind == "pbkdf2":
        key = hashlib.pbkdf2_hmac("sha256", password, salt, cost[0], 32)
    else:
        key = argon2_raw(password, hashlib.sha256(salt).digest(), cost[0], cost[1] * 1024, cost[2], 32, Type.ID, 0x13)
    return hkdf_expand(key, b"enc") + hkdf_expand(key, b"mac")

def open_password_protected(export, password_file):
    parse(export.get(VALIDATION)), parse(export.get("data"))  # only their form, before any work
    kind = {"0": "pbkdf2", "1": "argon2id"}.get(repr(export.get("kdfType")))
    cost = [export.get(name) for name in ("kdfIterations", "kdfMemory", "kdfParallelism")]
    key = stretched_key(kind, cost, export["salt"].encode(), password_file, "File password: ")  # salt: the base64 text
    decrypt(export[VALIDATION], key, 3, "wrong file password")
    return read_json(decrypt(export["data"], key), "a plain export inside")

def reveal(value, key, path=""):
    """Decrypt all of an item or folder. With no key nothing is decrypted, only the form is checked."""
    if isinstance(value, list):
        return [reveal(entry, key, path) for entry in value]
    secret = path.rpartition(".")[0] in PLACES and path.rpartition(".")[2] in SECRETS
    if isinstance(value, dict) and not secret:
        plain = {name: reveal(child, key, f"{path}.{name}".strip(".")) for name, child in value.items()}
        if key and path == "login.uris":
            checksum = b64encode(hashlib.sha256(str(plain.get("uri")).encode()).digest()).decode()
            require(plain.pop("uriChecksum", None) in (None, "", checksum), 5, "altered: a URI fails its checksum")
        return plain
    if path in CLEAR or not (secret and value or isinstance(value, str) and re.match(r"\d\.", value)):
        return value
    return decrypt(value, key).decode() if key else parse(value)

def check_seal(claim, slot, raw, user_key, item_keys):
    """Coffer seals the whole file: an HMAC of all bytes but the validation string is kept inside that string."""
    seal = json.loads(claim) if claim.startswith(b"{") else {}
    if seal.get("coffer"):
        require(seal["coffer"] == 1, 6, "made by a newer Coffer")
        mac = hmac.digest(hkdf_expand(user_key, b"coffer export seal v1"), raw.replace(slot, b'""', 1), "sha256")
        require(hmac.compare_digest(mac, b64decode(seal["seal"])), 5, "altered: the seal over the whole file is broken")
        return "sealed: intact"
    # Without a seal it must be Bitwarden's file: a UUID, and item keys without the mark that Coffer puts in its own.
    mark = hkdf_expand(user_key, b"coffer item key v1")
    require(re.fullmatch(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", claim.lower()) and not
            any(hmac.digest(mark, key[:32], "sha256") == key[32:] for key in item_keys), 5, "altered: seal was removed")
    return "not sealed: items were authenticated one by one, but not their arrangement, dates and other clear values"

def open_account_restricted(export, raw, key_file, password_file):
    folders, items, validation = (export.get(name) for name in ("folders", "items", VALIDATION))
    require(not any(isinstance(row.get("data"), str) and row["data"].lstrip()[:1] == "{" for row in folders + items), 6,
            "newer encryption (item data)")
    parse(validation), reveal(folders + items, None)  # only their form, before any work
    require(key_file, 4, "missing: the account key file (--key-file); or use Coffer with the vault file of this export")
    account = read_json(pathlib.Path(key_file).read_bytes(), "an account key file")
    require(account.get("coffer") == "account-key", 7, "not an account key file")
    require(account.get("version") == 1, 6, "the account key file was made by a newer Coffer")
    cost = [account["kdf"].get(name) for name in ("iterations", "memoryMiB", "parallelism")]
    salt = account["email"].strip().lower() if account.get("salt") is None else account["salt"]
    key = stretched_key(account["kdf"].get("type"), cost, salt.encode(), password_file, "Master password: ")
    user_key = decrypt(account["wrappedUserKey"], key, 3, "wrong master password")
    claim = decrypt(validation, user_key, 4, "this export belongs to another account or an older key")
    item_keys = [decrypt(key, user_key) if (key := item.pop("key", None)) else user_key for item in items]
    note = check_seal(claim, f'"{validation}"'.encode(), raw, user_key, item_keys)
    folders, items = reveal(folders, user_key), [reveal(item, key) for item, key in zip(items, item_keys)]
    sys.stderr.write(f"recover.py: {note}\n")
    return {"encrypted": False, "folders": folders, "items": items}

try:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("export", "--key-file", "--password-file"):
        parser.add_argument(name)
    arguments = parser.parse_args()
    warnings.simplefilter("error", getpass.GetPassWarning)  # never ask where the password would show
    raw = pathlib.Path(arguments.export).read_bytes()
    export = plain = read_json(raw, "a Bitwarden JSON export")
    if export.get("encrypted") is True and export.get("passwordProtected") is True:
        plain = open_password_protected(export, arguments.password_file)
    elif export.get("encrypted") is True or VALIDATION in export:
        plain = open_account_restricted(export, raw, arguments.key_file, arguments.password_file)
    require(plain.get("encrypted", False) is False and isinstance(plain.get("items"), list), 7, "not an export")
    text = json.dumps(plain, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    sys.stdout.buffer.write(raw if plain is export else text.encode("utf-8", "backslashreplace"))
except json.JSONDecodeError:
    require(False, 7, "not a JSON export, or cut short")
except (ValueError, TypeError, LookupError, AttributeError, RecursionError, MemoryError):
    require(False, 5, "damaged: a value is malformed or missing")
except (OSError, EOFError, getpass.GetPassWarning) as error:
    require(False, 8, f"cannot read or write: {error}")
