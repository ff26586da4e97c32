/**
 * Electron builds Node on BoringSSL. Loaded with --import (which reaches worker threads too), this makes plain Node
 * refuse what Electron lacks, so that nothing passes here on a primitive that the app will not have.
 */
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

const CIPHERS =
  /^(?:id-)?(?:aes-?(?:128|192|256)-(?:cbc|ctr|ecb|gcm|ofb)|aes-(?:128|256)-cfb|des-(?:cbc|ecb|ede|ede3|ede-cbc|ede3-cbc)|bf-(?:cbc|cfb|ecb)|rc2-cbc|rc4)$/i

function refuse(message, code) {
  throw Object.assign(new Error(message), { code })
}

for (const name of ['createCipheriv', 'createDecipheriv']) {
  const original = crypto[name]
  crypto[name] = (cipher, ...rest) =>
    CIPHERS.test(cipher) ? original(cipher, ...rest) : refuse('Unknown cipher', 'ERR_CRYPTO_UNKNOWN_CIPHER')
}
for (const name of ['argon2', 'argon2Sync']) {
  crypto[name] = () => refuse('Argon2 algorithm not supported', 'ERR_CRYPTO_ARGON2_NOT_SUPPORTED')
}
syncBuiltinESMExports()
