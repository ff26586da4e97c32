/** What every wizard has: its steps, its work, and the ways out of it. */
import { computed, inject, onBeforeUnmount, provide, type ComputedRef, type InjectionKey } from 'vue'
import { useStepper, type Stepper } from '../composables/use-stepper.ts'
import { useSession } from '../stores/session.ts'
import { useWork, type Work } from './work.ts'

export interface WizardStep<Id extends string = string> {
  readonly id: Id
  readonly title: string
}

/** What the pages of a wizard take from it. */
export interface WizardContext {
  readonly name: string
  readonly steps: ComputedRef<readonly WizardStep[]>
  readonly current: ComputedRef<string>
  readonly work: Work
  /** The person's wish to leave: asked about where something was entered; work is not stopped by it. */
  readonly cancel: () => void
  readonly back: () => void
  /** Leaves without a question. */
  readonly close: () => void
}

const KEY: InjectionKey<WizardContext> = Symbol('wizard')

export interface WizardPlan<Id extends string> {
  readonly name: string
  readonly steps: () => readonly WizardStep<Id>[]
  /** Whether leaving now would lose what was entered. */
  readonly entered: () => boolean
  /** Clears every password: on the way back and out. */
  readonly forget: () => void
  readonly close: () => void
  /** In place of one step back. */
  readonly back?: () => void
}

export function useWizard<Id extends string>(
  plan: WizardPlan<Id>,
): { readonly stepper: Stepper<Id>; readonly work: Work } {
  const session = useSession()
  const work = useWork()
  const steps = computed(plan.steps)
  const stepper = useStepper(steps)

  function close(): void {
    plan.forget()
    plan.close()
  }

  function cancel(): void {
    if (work.running.value) work.stopButton.value?.()
    else session.leave(close)
  }

  function back(): void {
    if (work.running.value || stepper.isFirst.value) return
    plan.forget()
    if (plan.back) plan.back()
    else stepper.back()
  }

  session.setGuard(() => (work.running.value ? 'working' : plan.entered() ? 'ask' : 'free'))
  onBeforeUnmount(() => {
    session.setGuard(null)
    plan.forget()
  })

  provide(KEY, { name: plan.name, steps, current: stepper.current, work, cancel, back, close })
  return { stepper, work }
}

export function useWizardContext(): WizardContext {
  const context = inject(KEY)
  if (!context) throw new Error('A page of a wizard stands outside of one')
  return context
}
