/** The import from page to page. Passwords stand in refs of the wizard that calls this, and nowhere else. */
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { CofferError } from '../../../contract/errors.ts'
import type { OfferedFile } from '../../../contract/files.ts'
import type { ColumnMapping, ImportDone, PlanPreview, ReadOptions } from '../../../contract/import-plan.ts'
import { api } from '../../bridge.ts'
import { useFiles } from '../../stores/files.ts'
import { useImportWizard } from '../../stores/import-wizard.ts'
import { useSession } from '../../stores/session.ts'
import { useVault } from '../../stores/vault.ts'
import { t } from '../../text/index.ts'
import { useWizard } from '../../work/wizard.ts'
import type { Outcome } from '../../work/work.ts'
import { asksForColumns, asksForPassword, importSteps, maySalvage, type ImportStep } from './import-plan.ts'

export interface ImportFlow {
  readonly current: ComputedRef<ImportStep>
  readonly file: ComputedRef<OfferedFile | null>
  readonly masterPassword: Ref<string>
  readonly filePassword: Ref<string>
  /** Why the last try on the page that is shown led nowhere. */
  readonly problem: Ref<CofferError | null>
  /** The person stopped what ran on the page that is shown. */
  readonly stopped: Ref<boolean>
  /** The columns of a table that Coffer does not know. */
  readonly columns: Ref<readonly string[] | null>
  readonly options: Ref<ReadOptions>
  readonly checked: Ref<PlanPreview | null>
  /** Why not all of the file can be read, as long as nobody said that the rest is wanted. */
  readonly fault: Ref<CofferError | null>
  /** How many items are added or merged. */
  readonly amount: Ref<number>
  readonly ended: Ref<Outcome<ImportDone> | null>
  readonly addToVault: () => void
  readonly lookInside: () => void
  readonly unlock: () => Promise<void>
  readonly openFile: () => Promise<void>
  readonly readColumns: (mapping: ColumnMapping) => Promise<void>
  /** Reads the file once more, with HTML entities as the signs that they stand for, or as they are. */
  readonly repair: (on: boolean) => Promise<void>
  /** What can be read is wanted without the rest. */
  readonly salvage: () => void
  readonly run: (count: number) => Promise<void>
  readonly showReport: () => void
  readonly startOver: () => void
}

const AS_IT_IS: ReadOptions = { repair: false, mapping: null, salvage: false }

export function useImportFlow(close: () => void): ImportFlow {
  const session = useSession()
  const files = useFiles()
  const vault = useVault()
  const choices = useImportWizard()
  choices.$reset()

  const masterPassword = ref('')
  const filePassword = ref('')
  const problem = shallowRef<CofferError | null>(null)
  const stopped = ref(false)
  const columns = shallowRef<readonly string[] | null>(null)
  const options = shallowRef(AS_IT_IS)
  const checked = shallowRef<PlanPreview | null>(null)
  const fault = shallowRef<CofferError | null>(null)
  const amount = ref(0)
  const ended = shallowRef<Outcome<ImportDone> | null>(null)
  /** Settled on the first page: the list of steps does not change behind the person. */
  const withUnlock = ref(session.vault.state === 'locked')
  const file = computed(() => files.current)

  function forget(): void {
    masterPassword.value = ''
    filePassword.value = ''
    problem.value = null
    stopped.value = false
    fault.value = null
    // What was said of the columns is no secret.
    options.value = { ...AS_IT_IS, mapping: options.value.mapping }
    if (!checked.value) return
    checked.value = null
    // Where it was added, or the vault is locked by now, nothing is left to discard.
    if (ended.value?.kind !== 'done') void api.imports.discard().catch(() => undefined)
  }

  const { stepper, work } = useWizard({
    name: t('import.name'),
    steps: () =>
      importSteps({
        ...{ aim: choices.aim, unlock: withUnlock.value },
        ...{ columns: asksForColumns(file.value), filePassword: asksForPassword(file.value) },
      }),
    entered: () =>
      masterPassword.value !== '' || filePassword.value !== '' || (checked.value !== null && ended.value === null),
    forget,
    close() {
      files.current = null
      close()
    },
    back() {
      if (stepper.current.value === 'check' && asksForPassword(file.value)) stepper.go('file-password')
      else if (stepper.current.value === 'check' && columns.value) stepper.go('columns')
      else toFile()
    },
  })

  function toFile(): void {
    choices.aim = 'import'
    withUnlock.value = session.vault.state === 'locked'
    stepper.go('file')
  }

  function startOver(): void {
    forget()
    columns.value = null
    options.value = AS_IT_IS
    ended.value = null
    toFile()
  }

  // Another file begins anew.
  watch(file, startOver)
  watch(
    () => session.vault.state,
    () => {
      if (stepper.current.value === 'file') toFile()
    },
  )

  function begin(): void {
    problem.value = null
    stopped.value = false
  }

  /** Takes up an end that is no success: a wrong password is asked for again, anything else is about the file. */
  function meet(outcome: Exclude<Outcome<unknown>, { kind: 'done' }>): void {
    const wrong = outcome.kind === 'refused' && outcome.error.code === 'format/wrong-password'
    forget()
    if (!wrong && stepper.current.value !== 'file') toFile()
    if (outcome.kind === 'refused') problem.value = outcome.error
    else stopped.value = true
  }

  async function check(password: string | null): Promise<void> {
    const ticket = file.value?.ticket
    if (ticket === undefined) return
    const read = (wanted: ReadOptions): Promise<Outcome<PlanPreview>> =>
      work.run('check', () => api.imports.check({ ticket, filePassword: password, options: wanted }))
    begin()
    let outcome = await read(options.value)
    if (outcome.kind === 'refused' && !options.value.salvage && maySalvage(outcome.error.code)) {
      const rest = await read({ ...options.value, salvage: true })
      // Where no single row was at fault, what was refused stays refused.
      if (rest.kind === 'done') fault.value = outcome.error
      if (rest.kind !== 'refused') outcome = rest
    }
    if (outcome.kind !== 'done') {
      meet(outcome)
      return
    }
    filePassword.value = ''
    checked.value = outcome.value
    stepper.go('check')
  }

  async function askForColumns(): Promise<void> {
    const ticket = file.value?.ticket
    if (ticket === undefined) return
    begin()
    const outcome = await work.run('check', () => api.imports.columns({ ticket }))
    if (outcome.kind !== 'done') {
      meet(outcome)
      return
    }
    columns.value = outcome.value
    stepper.go('columns')
  }

  async function look(password: string | null): Promise<void> {
    const ticket = file.value?.ticket
    if (ticket === undefined) return
    begin()
    const outcome = await work.run('open', () => api.backup.open({ ticket, filePassword: password }))
    if (outcome.kind !== 'done') {
      meet(outcome)
      return
    }
    forget()
    session.accept(outcome.value)
  }

  function afterUnlock(): void {
    if (asksForPassword(file.value)) stepper.go('file-password')
    else if (asksForColumns(file.value)) void askForColumns()
    else void check(null)
  }

  function addToVault(): void {
    begin()
    choices.aim = 'import'
    if (withUnlock.value) stepper.go('unlock')
    else afterUnlock()
  }

  function lookInside(): void {
    begin()
    choices.aim = 'look'
    if (asksForPassword(file.value)) stepper.go('file-password')
    else void look(null)
  }

  async function unlock(): Promise<void> {
    begin()
    const order = { masterPassword: masterPassword.value }
    const outcome = await work.run('unlock', () => api.vault.unlock(order))
    masterPassword.value = ''
    if (outcome.kind === 'refused') problem.value = outcome.error
    else if (outcome.kind === 'done' && outcome.value.vault.state === 'unlocked') {
      session.accept(outcome.value)
      afterUnlock()
    } else stopped.value = true
  }

  function openFile(): Promise<void> {
    return choices.aim === 'look' ? look(filePassword.value) : check(filePassword.value)
  }

  function readColumns(mapping: ColumnMapping): Promise<void> {
    options.value = { ...options.value, mapping }
    return check(null)
  }

  function repair(on: boolean): Promise<void> {
    options.value = { ...options.value, repair: on }
    return check(null)
  }

  function salvage(): void {
    options.value = { ...options.value, salvage: true }
    fault.value = null
  }

  async function run(count: number): Promise<void> {
    amount.value = count
    stepper.go('working')
    ended.value = await work.run('import', () => api.imports.run())
    // The side bar counts what is there now.
    if (ended.value.kind === 'done') await vault.loadCounts()
  }

  return {
    current: stepper.current,
    ...{ file, masterPassword, filePassword, problem, stopped, columns, options, checked, fault, amount, ended },
    ...{ addToVault, lookInside, unlock, openFile, readColumns, repair, salvage, run, startOver },
    showReport: () => {
      stepper.go('report')
    },
  }
}
