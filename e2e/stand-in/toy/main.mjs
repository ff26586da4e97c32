import { Buffer } from 'node:buffer'
import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  net,
  protocol,
  safeStorage,
  session,
} from 'electron'

const folder = import.meta.dirname
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; worker-src 'self'; base-uri 'none'"
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
const { TOY_USER_DATA, COFFER_USER_DATA, TOY_PARTITION } = process.env
let window

const userData = TOY_USER_DATA ?? COFFER_USER_DATA
if (userData) app.setPath('userData', userData)
app.enableSandbox()
protocol.registerSchemesAsPrivileged([{ scheme: 'toy', privileges: { standard: true, secure: true } }])

function handle(channel, answer) {
  ipcMain.handle(channel, (event, ...args) => {
    const frame = event.senderFrame
    if (!frame || frame.parent !== null || new URL(frame.url).origin !== new URL('toy://app/').origin)
      throw new Error('untrusted sender')
    if (!frame.url.startsWith('toy://app/')) throw new Error('untrusted sender')
    return answer(...args)
  })
}

async function serve(request) {
  const { pathname, hostname } = new URL(request.url)
  const file = path.join(folder, 'page', pathname === '/' ? 'index.html' : path.basename(pathname))
  if (hostname !== 'app') return new Response('', { status: 404 })
  const { body } = await net.fetch(pathToFileURL(file).href)
  const type = TYPES[path.extname(file)] ?? 'application/octet-stream'
  return new Response(body, { headers: { 'content-type': type, 'content-security-policy': POLICY } })
}

async function save(text) {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: 'toy.enc' })
  if (canceled) return null
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', randomBytes(32), iv)
  await fs.writeFile(filePath, Buffer.concat([iv, cipher.update(text), cipher.final(), cipher.getAuthTag()]))
  return filePath
}

async function open() {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { properties: ['openFile'] })
  return canceled ? null : (await fs.readFile(filePaths[0])).length
}

function work() {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.mjs', import.meta.url))
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

function send(name) {
  window.webContents.send('command', { name, at: new Date(0), key: new Uint8Array([1, 2, 3]) })
}

function menu() {
  return Menu.buildFromTemplate([
    {
      label: '&File',
      submenu: [
        { id: 'lock', label: 'Lock now', accelerator: 'CmdOrCtrl+L', click: () => send('lock') },
        {
          id: 'export',
          label: 'Export…',
          accelerator: 'CmdOrCtrl+Shift+E',
          enabled: false,
          click: () => send('export'),
        },
        { id: 'hidden', label: 'Hidden', accelerator: 'F7', visible: false, click: () => send('hidden') },
        { id: 'kept', label: 'Kept by the page', accelerator: 'F2', click: () => send('kept') },
        { id: 'help', label: 'Help', accelerator: 'CmdOrCtrl+/', click: () => send('help') },
        { id: 'back', label: 'Back', accelerator: 'Alt+Left', click: () => send('back') },
        { id: 'tick', label: 'Tick', type: 'checkbox', click: (item) => send(`tick ${item.checked}`) },
        { role: 'quit', id: 'quit' },
      ],
    },
    { role: 'editMenu' },
  ])
}

async function start() {
  const own = TOY_PARTITION ? session.fromPartition(TOY_PARTITION) : session.defaultSession
  own.protocol.handle('toy', serve)
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  own.setPermissionCheckHandler(() => false)
  own.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !details.url.startsWith('toy://app/') }))
  Menu.setApplicationMenu(menu())
  window = new BrowserWindow({
    width: 900,
    height: 600,
    show: false,
    webPreferences: {
      preload: path.join(folder, 'preload.js'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      ...(TOY_PARTITION ? { partition: TOY_PARTITION } : {}),
    },
  })
  window.once('ready-to-show', () => window.show())
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  window.webContents.on('will-navigate', (event) => event.preventDefault())
  await window.loadURL('toy://app/index.html')
}

handle('hash', (bytes) => createHash('sha256').update(bytes).digest())
handle('echo', (value) => value)
handle('fail', () => {
  throw new RangeError('bad range')
})
handle('uncloneable', () => () => 0)
handle('open', open)
handle('save', save)
handle('work', work)
handle('size', async (file) => ({ path: file, size: (await fs.readFile(file)).length }))
handle('versions', () => ({ node: process.version, app: app.getVersion(), safe: safeStorage.isEncryptionAvailable() }))
ipcMain.on('port please', (event) => {
  const { port1, port2 } = new MessageChannelMain()
  port1.on('message', ({ data }) => port1.postMessage({ pong: data }))
  port1.start()
  event.sender.postMessage('port', null, [port2])
})

app.on('second-instance', (_event, argv, _folder, data) => send(`second ${argv.at(-1)} ${data.from}`))
app.on('window-all-closed', () => {
  process.stdout.write('all closed\n')
  app.quit()
})
if (app.requestSingleInstanceLock({ from: 'toy' })) void app.whenReady().then(start)
else app.quit()
