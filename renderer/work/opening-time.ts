/** How a file’s key derivation reads, and how long it will take on this computer. */
import { shallowRef, watch, type Ref } from 'vue'
import type { KdfConfig } from '../../contract/kdf-config.ts'
import { api } from '../bridge.ts'
import { t } from '../text/index.ts'

function timeWords(milliseconds: number): string {
  const count = Math.round(milliseconds / 1000)
  return count < 1 ? t('diagnosis.underASecond') : t('diagnosis.seconds', { count })
}

/** Null where nothing is derived, and until it is known. */
export function useOpeningTime(kdf: () => KdfConfig | null): Readonly<Ref<string | null>> {
  const words = shallowRef<string | null>(null)
  watch(
    kdf,
    async (wanted) => {
      words.value = null
      if (!wanted) return
      // An estimate is no reason for an error: without one the page says less.
      const found = await api.files.openingTime({ kdf: wanted }).catch(() => null)
      if (found && kdf() === wanted) words.value = timeWords(found.milliseconds)
    },
    { immediate: true },
  )
  return words
}
