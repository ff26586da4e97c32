/** Answers cross several promises: a few turns of the event loop, or `forMs` where something waits for a time of its own. */
export async function settle(forMs = 0): Promise<void> {
  const turns = 5
  for (let turn = 0; turn < turns; turn += 1) await new Promise((done) => setTimeout(done, forMs / turns))
}
