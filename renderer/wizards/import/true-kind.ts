/** Keeps the marked kind of file true to what the file is, and tells when it had to be moved. */
import { ref, watch, type Ref } from 'vue'
import type { OfferedFile } from '../../../contract/files.ts'
import { useImportWizard } from '../../stores/import-wizard.ts'
import { kindOf } from './import-plan.ts'

export function useTrueKind(file: () => OfferedFile | null): { readonly corrected: Ref<boolean> } {
  const choices = useImportWizard()
  const corrected = ref(false)
  watch(
    [file, () => choices.kind] as const,
    ([now, kind], [before]) => {
      const truth = now && kindOf(now)
      if (now !== before) corrected.value = false
      if (!truth || truth === kind) return
      // After the mark has moved on the screen, so that it is seen to move back.
      choices.kind = truth
      corrected.value = true
    },
    { immediate: true, flush: 'post' },
  )
  return { corrected }
}
