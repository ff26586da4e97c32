/** CofferApi as the main process does it: native dialogs first, then the engine. */
import type { Shell } from 'electron'
import type { CofferApi } from '../../contract/api.ts'
import type { FieldRequest } from '../../contract/item-view.ts'
import type { Shortcut } from '../../contract/menu.ts'
import type { AppSession } from '../shell/app-session.ts'
import type { Settings } from '../shell/app-settings.ts'
import type { Dialogs } from '../shell/dialogs.ts'
import type { FileOffers } from '../shell/file-offers.ts'
import type { KeychainUnlock } from '../shell/keychain-unlock.ts'
import type { RecentVaults } from '../shell/recent-vaults.ts'
import type { SecretClipboard } from '../shell/secret-clipboard.ts'

export interface HandlerParts {
  readonly session: Omit<AppSession, 'working' | 'start' | 'end' | 'announce'>
  readonly dialogs: Omit<Dialogs, 'stopWork' | 'tell'>
  readonly clipboard: Pick<SecretClipboard, 'copySecret' | 'copyText'>
  readonly menu: { readonly shortcuts: readonly Shortcut[] }
  readonly offers: Pick<FileOffers, 'listening'>
  readonly shell: Pick<Shell, 'showItemInFolder'>
  readonly settings: Pick<Settings, 'change'>
  readonly recents: Pick<RecentVaults, 'list' | 'pathOf' | 'forget'>
  readonly keychain: Pick<KeychainUnlock, 'forget'>
}

/** Arguments are taken as valid: serve.ts has looked at them. */
export function makeHandlers(parts: HandlerParts): CofferApi {
  const { session, dialogs, clipboard, menu, offers, shell, settings, recents, keychain } = parts

  async function reveal(order: FieldRequest): Promise<string> {
    return await session.call('reveal', order)
  }

  return {
    app: {
      status() {
        offers.listening()
        return Promise.resolve(session.status)
      },
      shortcuts: () => Promise.resolve(menu.shortcuts),
      stop() {
        session.stop()
        return Promise.resolve()
      },
      copyText: (text) => clipboard.copyText(text),
      copySecret: (text) => clipboard.copySecret(text),
    },
    vault: {
      async create(order) {
        const path = await dialogs.saveVault()
        return path === null ? null : await session.create({ ...order, path })
      },
      async chooseAccount({ kind }) {
        const path = await dialogs.chooseAccount(kind)
        return path === null ? null : await session.call('chooseAccount', { path, kind })
      },
      async createAround(order) {
        const path = await dialogs.saveVault()
        return path === null ? null : await session.createAround({ ...order, path })
      },
      async open() {
        const path = await dialogs.openVault()
        return path === null ? null : await session.open(path)
      },
      async openRecent({ id }) {
        return await session.open(recents.pathOf(id))
      },
      unlock: (order) => session.unlock(order),
      lock: () => session.lock('person'),
    },
    files: {
      async choose() {
        const paths = await dialogs.chooseImports()
        return paths === null ? null : await session.call('offer', { paths })
      },
      sample: () => session.call('sample', null),
      census: (order) => session.call('census', order),
      onlyIn: (order) => session.call('onlyIn', order),
      async endCensus() {
        await session.call('endCensus', null)
      },
      openingTime: (order) => session.call('openingTime', order),
    },
    items: {
      counts: (order) => session.call('counts', order),
      page: (order) => session.call('page', order),
      view: (order) => session.call('view', order),
      reveal,
      async copy(order) {
        await clipboard.copySecret(await reveal(order))
      },
      place: (order) => session.call('place', order),
      draft: (order) => session.call('draft', order),
      save: (order) => session.call('saveItem', order),
      duplicate: (order) => session.call('duplicateItem', order),
      move: (order) => session.call('moveItems', order),
      setFavorite: (order) => session.call('setFavorite', order),
      trash: (order) => session.call('trashItems', order),
      restore: (order) => session.call('restoreItems', order),
      remove: (order) => session.call('removeItems', order),
      emptyBin: (order) => session.call('emptyBin', order),
    },
    folders: {
      add: (order) => session.call('addFolder', order),
      rename: (order) => session.call('renameFolder', order),
      remove: (order) => session.call('removeFolder', order),
    },
    generator: {
      password: (order) => session.call('generatePassword', order),
      passphrase: (order) => session.call('generatePassphrase', order),
    },
    backups: {
      list: () => session.call('listBackups', null),
      drill: (order) => session.call('drillBackup', order),
      burntHouse: (order) => session.call('burntHouse', order),
      forget: (order) => session.call('forgetBackup', order),
    },
    exports: {
      preview: () => session.call('exportPreview', null),
      async run({ replaces, ...order }) {
        // A mistyped password is told before a place is asked for.
        await session.call('confirm', { masterPassword: order.masterPassword })
        const original = replaces === null ? null : await session.call('exportPath', { id: replaces })
        const path = await dialogs.saveExport(order.choice, original)
        return path === null ? null : await session.call('export', { ...order, path })
      },
      async show(order) {
        shell.showItemInFolder(await session.call('exportPath', order))
      },
      removeLeftovers: (order) => session.call('removeLeftovers', order),
    },
    imports: {
      columns: (order) => session.call('columns', order),
      cell: (order) => session.call('cell', order),
      check: (order) => session.call('check', order),
      rows: (order) => session.call('planRows', order),
      decide: (order) => session.call('decide', order),
      asNew: (order) => session.call('asNew', order),
      difference: (order) => session.call('difference', order),
      run: () => session.call('runImport', null),
      async discard() {
        await session.call('discardImport', null)
      },
      history: () => session.call('importHistory', null),
      undo: (order) => session.call('undoImport', order),
      async saveReport(order) {
        const path = await dialogs.saveReport()
        const { language } = session.status
        return path === null ? null : await session.call('saveReport', { ...order, path, language })
      },
      async saveUnreadable() {
        const path = await dialogs.saveRows(await session.call('unreadableSuffix', null))
        return path === null ? null : await session.call('saveUnreadable', { path })
      },
    },
    backup: {
      open: (order) => session.openBackup(order),
      close: () => session.closeBackup(),
    },
    keys: {
      plan: () => session.call('planKeyChange', null),
      rehearse: (order) => session.call('rehearseKeyChange', order),
      rotate: (order) => session.changeKeys(order),
      async discard() {
        await session.call('discardKeyChange', null)
      },
      adopt: (order) => session.adopt(order),
      changePassword: (order) => session.changePassword(order),
      measureKdf: (order) => session.call('measureKdf', order),
      changeKdf: (order) => session.changeKdf(order),
      async writeKeyFile(order) {
        await session.call('confirm', order)
        const path = await dialogs.saveKeyFile()
        return path === null ? null : await session.writeKeyFile({ ...order, path })
      },
    },
    settings: {
      async change(order) {
        await settings.change(order)
        return session.status
      },
      recents: () => Promise.resolve(recents.list()),
      async forgetRecent({ id }) {
        await keychain.forget(recents.forget(id))
        return recents.list()
      },
    },
    keychain: {
      turnOn: (order) => session.turnOnKeychain(order),
      turnOff: () => session.turnOffKeychain(),
      unlock: () => session.unlockWithKeychain(),
    },
  }
}
