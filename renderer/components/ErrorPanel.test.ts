// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { en } from '../../contract/text/en.ts'
import ErrorPanel from './ErrorPanel.vue'

describe('ErrorPanel', () => {
  it('says what happened, what was not changed and what to do, in this order', () => {
    const panel = mount(ErrorPanel, { props: { error: { code: 'format/wrong-password' } } })
    const { happened, unchanged, next } = en.errors['format/wrong-password']
    expect(panel.attributes('role')).toBe('alert')
    expect(panel.findAll('.words > p').map((part) => part.text())).toEqual([happened, unchanged, next])
  })

  it('fills in the details of the error', () => {
    const panel = mount(ErrorPanel, { props: { error: { code: 'format/bad-row', details: { line: 212 } } } })
    expect(panel.text()).toContain('The row at line 212')
  })

  it('folds the code and the time away, and hands them out for copying', async () => {
    const panel = mount(ErrorPanel, { props: { error: { code: 'format/bad-row', details: { line: 212 } } } })
    expect(panel.get('details').attributes('open')).toBeUndefined()
    await panel.get('details button').trigger('click')
    expect(panel.emitted('copy')?.[0]?.[0]).toMatch(
      /^The row at line 212.*\nCode: format\/bad-row\nTime: .+\nline: 212$/,
    )
  })

  it('takes the focus only when asked to, and again for another error', async () => {
    const quiet = mount(ErrorPanel, { attachTo: document.body, props: { error: { code: 'internal' } } })
    expect(document.activeElement).toBe(document.body)
    quiet.unmount()

    const panel = mount(ErrorPanel, { attachTo: document.body, props: { error: { code: 'internal' }, focus: true } })
    expect(document.activeElement).toBe(panel.element)
    panel.get('button').element.focus()
    await panel.setProps({ error: { code: 'file/no-space' } })
    expect(document.activeElement).toBe(panel.element)
    panel.unmount()
  })
})
