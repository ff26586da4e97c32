/** Dialogs for a person at a headed stand-in, where no native dialog can be had. */
import fs from 'node:fs'
import path from 'node:path'
import type { DialogRequest } from '../border.ts'
import type { WindowPage } from './window-page.ts'

async function inPage(own: WindowPage, call: string): Promise<unknown> {
  return (await own.askInWorld(call)).value
}

function textOf({ title, message, detail }: DialogRequest): string {
  return [message === '' ? title : message, detail].filter((part) => part !== '').join('\n\n')
}

async function askMessage(own: WindowPage, request: DialogRequest): Promise<number> {
  const { buttons, cancelId } = request
  const others = buttons.map((label, index) => ({ label, index })).filter(({ index }) => index !== cancelId)
  if (others.length === 0) {
    await inPage(own, `alert(${JSON.stringify(textOf(request))})`)
    return cancelId
  }
  for (const { label, index } of others) {
    const question = `${textOf(request)}\n\nOK: ${label}`
    if ((await inPage(own, `confirm(${JSON.stringify(question)})`)) === true) return index
  }
  return cancelId
}

async function askOpen(own: WindowPage, { many, extensions }: DialogRequest): Promise<string[] | null> {
  const accept = extensions.map((extension) => `.${extension}`).join(',')
  const { objectId } = await own.askInWorld(`new Promise((resolve) => {
    const input = Object.assign(document.createElement('input'), {
      type: 'file', multiple: ${many}, accept: ${JSON.stringify(accept)},
    })
    input.onchange = () => resolve([...input.files])
    input.oncancel = () => resolve([])
    input.click()
  })`)
  const paths = objectId === undefined ? [] : await own.filePaths(objectId)
  return paths.length === 0 ? null : paths
}

/** Only a name: the folder is the demonstration's, so that nothing else on the disk is in reach. */
async function askSave(own: WindowPage, request: DialogRequest, folder: string): Promise<string[] | null> {
  const question = `${request.title === '' ? 'Save' : request.title}\n\nFile name, in ${folder}:`
  const proposed = path.basename(request.defaultName)
  for (;;) {
    const given = await inPage(own, `prompt(${JSON.stringify(question)}, ${JSON.stringify(proposed)})`)
    if (typeof given !== 'string' || given.trim() === '') return null
    const file = path.join(folder, path.basename(given.trim()))
    const replace = `confirm(${JSON.stringify(`${path.basename(file)} is there already. Replace it?`)})`
    if (!fs.existsSync(file) || (await inPage(own, replace)) === true) return [file]
  }
}

export async function askPerson(
  own: WindowPage,
  request: DialogRequest,
  folder: string,
): Promise<string[] | number | null> {
  switch (request.kind) {
    case 'save':
      return askSave(own, request, folder)
    case 'open':
      return request.folder ? [folder] : askOpen(own, request)
    case 'error':
      return askMessage(own, { ...request, buttons: ['OK'], cancelId: 0 })
    case 'message':
      return askMessage(own, request)
  }
}
