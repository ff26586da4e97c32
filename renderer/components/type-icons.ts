import type { Component } from 'vue'
import { BookUser, CreditCard, Globe, IdCard, Landmark, StickyNote, Terminal, UserRound } from '@lucide/vue'
import type { ItemTypeName } from '../../contract/items.ts'

export const TYPE_ICONS: Readonly<Record<ItemTypeName, Component>> = {
  login: Globe,
  secureNote: StickyNote,
  card: CreditCard,
  identity: UserRound,
  sshKey: Terminal,
  bankAccount: Landmark,
  driversLicense: IdCard,
  passport: BookUser,
}
