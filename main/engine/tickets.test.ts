/** Tickets: which file they stand for is known here alone. */
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../testkit/vaults.ts'
import { Tickets } from './tickets.ts'

describe('a ticket', () => {
  it('gives what it was issued for, as often as it is asked, and says nothing of it', () => {
    const tickets = new Tickets<string>()
    const [one, two] = [tickets.issue('/home/ann/backup.json'), tickets.issue('/home/ann/backup.json')]
    expect(one).not.toBe(two)
    expect(one).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    for (let count = 0; count < 2; count += 1) expect(tickets.take(one)).toBe('/home/ann/backup.json')
  })

  it('of another desk, or none, is refused', async () => {
    const tickets = new Tickets<string>()
    const foreign = new Tickets<string>().issue('x')
    for (const ticket of [foreign, '', '__proto__'])
      expect(await refusalOf(() => tickets.take(ticket))).toBe('file/ticket-expired')
  })

  it('ends when a thousand newer ones are there', async () => {
    const tickets = new Tickets<number>()
    const first = tickets.issue(0)
    const second = tickets.issue(1)
    for (let count = 2; count < 1_000; count += 1) tickets.issue(count)
    expect(tickets.take(first)).toBe(0)
    tickets.issue(1_000)
    expect(await refusalOf(() => tickets.take(first))).toBe('file/ticket-expired')
    expect(tickets.take(second)).toBe(1)
  })
})
