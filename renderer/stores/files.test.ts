// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CofferError } from '../../contract/errors.ts'
import type { Offer } from '../../contract/files.ts'
import { setBridge } from '../bridge.ts'
import { fakeFile, makeFakeBridge, SAMPLE_INSPECTION, UNLOCKED, type FakeBridge } from '../testkit/fake-bridge.ts'
import { useFiles } from './files.ts'
import { useSession } from './session.ts'

const recognised = fakeFile('good.json', { inspection: SAMPLE_INSPECTION })
const refused = fakeFile('photo.jpg', { error: { code: 'format/not-an-export', details: {} } })

function offerOf(...files: Offer['files']): Offer {
  return { files, omitted: 0 }
}

let fake: FakeBridge

beforeEach(() => {
  setActivePinia(createPinia())
  fake = makeFakeBridge({ status: { vault: UNLOCKED } })
  setBridge(fake.bridge)
  useSession().accept(fake.state.status)
})
afterEach(() => {
  setBridge(null)
})

describe('an offer', () => {
  it.each([
    ['recognised', recognised],
    ['refused', refused],
  ])('of one %s file goes to the import', (_, file) => {
    const files = useFiles()
    files.receive(offerOf(file))
    expect(useSession().screen).toBe('import')
    expect(files.current).toEqual(file)
  })

  it('of several files goes to the census', () => {
    const files = useFiles()
    files.receive(offerOf(recognised, refused))
    expect(useSession().screen).toBe('census')
    expect([files.current, files.offer?.files.length]).toEqual([null, 2])
  })

  it('of one file and more that were not looked at goes to the census', () => {
    useFiles().receive({ files: [recognised], omitted: 3 })
    expect(useSession().screen).toBe('census')
  })

  it('of an empty folder goes nowhere, and is told', () => {
    const files = useFiles()
    files.receive(offerOf())
    expect([useSession().screen, files.empty]).toEqual(['vault', 1])
  })

  it('asks first where something was entered', () => {
    const session = useSession()
    const files = useFiles()
    session.show('export')
    session.setGuard(() => 'ask')
    files.receive(offerOf(recognised))
    expect([session.screen, session.asking, files.current]).toEqual(['export', true, null])
    session.answer(true)
    expect([session.screen, files.current]).toEqual(['import', recognised])
  })

  it('only gives a notice while work runs', () => {
    const session = useSession()
    const files = useFiles()
    session.show('export')
    session.setGuard(() => 'working')
    files.receive(offerOf(recognised, refused))
    expect([session.screen, session.asking, session.refusals, files.offer]).toEqual(['export', false, 1, null])
  })
})

it('goes nowhere when no file is chosen', async () => {
  fake.answer('files.choose', () => null)
  await useFiles().choose()
  expect(useSession().screen).toBe('vault')
})

it('tells why files could not be asked for', async () => {
  fake.answer('files.choose', () => {
    throw new CofferError('vault/busy')
  })
  await useFiles().choose()
  expect(useSession().fault?.code).toBe('vault/busy')
})

it('takes the sample as any other file', async () => {
  await useFiles().trySample()
  expect([useSession().screen, useFiles().current?.name]).toEqual(['import', 'sample.json'])
})

it('imports one of several files, and then another that is asked for', () => {
  const files = useFiles()
  files.receive(offerOf(recognised, refused))
  files.importFile(recognised)
  expect([useSession().screen, files.current]).toEqual(['import', recognised])
  files.importOther()
  expect([useSession().screen, files.current]).toEqual(['import', null])
})
