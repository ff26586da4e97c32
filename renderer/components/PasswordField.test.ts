// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import PasswordField from './PasswordField.vue'

let field: ReturnType<typeof mount>

function show(props: { error?: string; hint?: string; fresh?: boolean } = {}): void {
  field = mount(PasswordField, {
    attachTo: document.body,
    props: { label: 'File password', modelValue: 's3cret', ...props },
  })
}

afterEach(() => {
  field.unmount()
})

describe('PasswordField', () => {
  it('hides what is typed until Show is pressed, and says which it is', async () => {
    show()
    const toggle = field.get('button')
    expect(field.get('input').attributes('type')).toBe('password')
    expect(toggle.attributes()).toMatchObject({ 'aria-pressed': 'false', 'aria-label': 'Show password: File password' })

    await toggle.trigger('click')
    expect(field.get('input').attributes('type')).toBe('text')
    expect(toggle.attributes('aria-pressed')).toBe('true')
  })

  it('keeps browsers from remembering, correcting and guessing', () => {
    show()
    expect(field.get('input').attributes()).toMatchObject({
      autocomplete: 'off',
      spellcheck: 'false',
      autocapitalize: 'off',
    })
    field.unmount()
    show({ fresh: true })
    expect(field.get('input').attributes('autocomplete')).toBe('new-password')
  })

  it('ties hint and fault to the input', () => {
    show({ hint: 'Coffer cannot recover it.', error: 'Fill this in.' })
    const { 'aria-describedby': ids = '', 'aria-invalid': invalid } = field.get('input').attributes()
    expect(invalid).toBe('true')
    expect(ids.split(' ').map((id) => document.getElementById(id)?.textContent)).toEqual([
      'Coffer cannot recover it.',
      'Fill this in.',
    ])
  })

  it('tells of Caps Lock while the field is in use', async () => {
    show()
    const press = new KeyboardEvent('keydown', { key: 'A' })
    press.getModifierState = (key) => key === 'CapsLock'
    field.get('input').element.dispatchEvent(press)
    await field.vm.$nextTick()
    expect(field.get('[role=status]').text()).toBe('Caps Lock is on.')

    await field.get('input').trigger('blur')
    expect(field.get('[role=status]').text()).toBe('')
  })
})
