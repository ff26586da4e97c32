/**
 * The nine fuses of a packaged Coffer, by the names that @electron/fuses gives them; true is on. electron-builder.yml
 * sets the eight that its schema knows, scripts/package-hooks.ts the ninth; e2e/packaged.spec.ts reads all of them back.
 */
import type { FuseV1Options } from '@electron/fuses'

export const FUSES: Readonly<Record<keyof typeof FuseV1Options, boolean>> = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
}
