import { describe, expect, it } from 'vitest'
import { ref } from 'vue'
import { useStepper } from './use-stepper.ts'

type Id = 'file' | 'unlock' | 'check' | 'report'
const all: readonly { id: Id }[] = [{ id: 'file' }, { id: 'unlock' }, { id: 'check' }, { id: 'report' }]

describe('useStepper', () => {
  it('walks from the first to the last step and not beyond', () => {
    const { current, next, back, isFirst, isLast } = useStepper(all)
    back()
    expect([current.value, isFirst.value]).toEqual(['file', true])
    for (let i = 0; i < 9; i++) next()
    expect([current.value, isLast.value]).toEqual(['report', true])
  })

  it('stays at its step when another one disappears before it', () => {
    const steps = ref(all)
    const { current, index, go } = useStepper(steps)
    go('check')
    steps.value = all.filter(({ id }) => id !== 'unlock')
    expect([current.value, index.value]).toEqual(['check', 1])
  })

  it('gives way when its own step disappears', () => {
    const steps = ref(all)
    const { current, go } = useStepper(steps)
    go('unlock')
    steps.value = all.filter(({ id }) => id !== 'unlock')
    expect(current.value).toBe('check')
  })
})
