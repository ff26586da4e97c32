// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest'
import { focusPane } from './panes.ts'

beforeEach(() => {
  document.body.innerHTML = `
    <nav data-pane="[aria-current]"><button id="first">a</button><button id="current" aria-current="page">b</button></nav>
    <section data-pane="[role='listbox']" id="hidden"><button>x</button></section>
    <section data-pane="h2"><button id="action">c</button></section>
    <section data-pane="h2"><h2 id="heading" tabindex="-1">d</h2></section>
    <section data-pane="h2">nothing to land on</section>`
  // No layout here: only the section named so is hidden.
  vi.spyOn(HTMLElement.prototype, 'checkVisibility').mockImplementation(function (this: HTMLElement) {
    return this.closest('#hidden') === null
  })
})

function walk(...steps: (1 | -1)[]): string[] {
  return steps.map((step) => {
    focusPane(step)
    return document.activeElement?.id ?? ''
  })
}

it('goes round the panes that are shown, each at its place', () => {
  expect(walk(1, 1, 1, 1)).toEqual(['current', 'action', 'heading', 'current'])
})

it('goes back', () => {
  expect(walk(-1, -1, -1, -1)).toEqual(['heading', 'action', 'current', 'heading'])
})
