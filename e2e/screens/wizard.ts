/** What every wizard shows: its steps, its heading, its buttons. */
import type { Locator } from '@playwright/test'
import { expect } from '../fixtures.ts'
import { AppFrame, PATIENT } from './app.ts'

export class Wizard extends AppFrame {
  readonly main = this.page.getByRole('main')
  readonly h1 = this.main.getByRole('heading', { level: 1 })
  readonly steps = this.page.getByRole('list', { name: 'Steps' }).getByRole('listitem')
  /** Where there are several faults: each is a button that leads to its field. */
  readonly faults = this.page.getByRole('group', { name: /things need a change/ })
  readonly stop = this.button('Stop')
  readonly continue = this.button('Continue')
  readonly back = this.button('Back')
  readonly cancel = this.button('Cancel')
  readonly done = this.button('Done')
  readonly close = this.button('Close')
  readonly tryAgain = this.button('Try again')
  /** Of the question whether to leave. */
  readonly leave = this.question.getByRole('button', { name: 'Leave', exact: true })
  readonly stay = this.question.getByRole('button', { name: 'Stay here', exact: true })

  override button(name: string | RegExp): Locator {
    return this.page.getByRole('main').getByRole('button', { name, exact: true })
  }

  radio(name: string): Locator {
    return this.page.getByRole('radio', { name, exact: true })
  }

  tick(name: string | RegExp): Locator {
    return this.page.getByRole('checkbox', { name, exact: true })
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true })
  }

  text(text: string | RegExp): Locator {
    return this.page.getByRole('main').getByText(text)
  }

  /** These steps and no others, in this order. */
  async hasSteps(...names: string[]): Promise<void> {
    await expect(this.steps).toHaveText(names.map((name) => new RegExp(`${name}(, done)?$`)))
  }

  /** The step that is shown. */
  get step(): Locator {
    return this.steps.and(this.page.locator('[aria-current="step"]'))
  }

  /** On the page with this heading, however long what leads to it took. */
  async isAt(heading: string | RegExp): Promise<void> {
    await expect(this.h1).toHaveText(heading, PATIENT)
  }
}
