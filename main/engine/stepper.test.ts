/** Steps: told seldom, and each of them a place to stop until there is no way back. */
import { describe, expect, it } from 'vitest'
import { Stopped, type OnStep, type Progress, type Stage, type TaskName } from '../../contract/progress.ts'
import { makeStepper } from './stepper.ts'

const told: Progress[] = []
const asked = { stop: false, time: 0 }

function stepper(task: TaskName = 'export'): OnStep {
  told.length = 0
  Object.assign(asked, { stop: false, time: 0 })
  return makeStepper(
    task,
    () => asked.stop,
    (progress) => told.push(progress),
    () => asked.time,
  )
}

describe('a step', () => {
  it('is told with its stage and its count, both or neither', () => {
    const onStep = stepper('check')
    onStep('read')
    onStep('open', 3, 9)
    expect(told).toEqual([
      { task: 'check', stage: 'read', done: null, total: null, stoppable: true },
      { task: 'check', stage: 'open', done: 3, total: 9, stoppable: true },
    ])
  })

  it('is told ten times a second at most, but a new stage at once', () => {
    const onStep = stepper()
    for (asked.time = 0; asked.time <= 1_000; asked.time += 1) onStep('seal', asked.time, 1_001)
    expect(told.map(({ done }) => done)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000])
    onStep('write')
    onStep('prove')
    expect(told.slice(11).map(({ stage }) => stage)).toEqual(['write', 'prove'])
  })

  it.each<[Stage, boolean]>([
    ['derive', true],
    ['read', true],
    ['open', true],
    ['seal', true],
    ['write', true],
    ['prove', true],
    ['save', false],
    ['switch', false],
  ])('tells whether the work can be stopped: %s, %s', (stage, stoppable) => {
    stepper()(stage)
    expect(told).toMatchObject([{ stage, stoppable }])
  })

  it('that has nothing new to say is told once, and stops all the same', () => {
    const onStep = stepper('unlock')
    for (asked.time = 0; asked.time <= 1_000; asked.time += 50) onStep('derive')
    expect(told).toHaveLength(1)
    asked.stop = true
    expect(() => {
      onStep('derive')
    }).toThrow(Stopped)
  })
})

describe('a wish to stop', () => {
  it('ends the work at its next step, whether that would be told or not, and is told no more', () => {
    const onStep = stepper()
    onStep('seal', 0, 9)
    asked.stop = true
    expect(() => {
      onStep('seal', 1, 9)
    }).toThrow(Stopped)
    expect(told).toHaveLength(1)
  })

  it.each<Stage>(['save', 'switch'])('still counts at the door of "%s", and not behind it', (stage) => {
    const onStep = stepper()
    onStep('seal')
    asked.stop = true
    expect(() => {
      onStep(stage)
    }).toThrow(Stopped)

    const other = stepper()
    other(stage)
    asked.stop = true
    other(stage, 1, 2)
    expect(told).toMatchObject([{ stage, stoppable: false }])
  })

  it('that is there before the first step lets none be', () => {
    const onStep = stepper('create')
    asked.stop = true
    expect(() => {
      onStep('derive')
    }).toThrow(Stopped)
    expect(told).toEqual([])
  })
})
