/* global require, process */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- a sandboxed preload is a script
const { contextBridge, ipcRenderer, webUtils } = require('electron')

globalThis.leak = 'only in the isolated world'

const channels = ['hash', 'echo', 'fail', 'missing', 'open', 'save', 'versions', 'uncloneable', 'work']
const calls = channels.map((channel) => [channel, (...args) => ipcRenderer.invoke(channel, ...args)])

contextBridge.exposeInMainWorld('toy', {
  platform: process.platform,
  nested: { list: [1, 2] },
  add: (a, b) => a + b,
  refuse: () => {
    throw new RangeError('refused')
  },
  later: (value) => Promise.resolve({ call: () => value }),
  ...Object.fromEntries(calls),
  onCommand: (listener) => {
    const heard = (_event, command) => listener(command)
    ipcRenderer.on('command', heard)
    return () => ipcRenderer.removeListener('command', heard)
  },
  dropped: async (file) => ipcRenderer.invoke('size', await webUtils.getPathForFile(file)),
  ping: (value) =>
    new Promise((resolve) => {
      ipcRenderer.once('port', (event) => {
        const [port] = event.ports
        port.onmessage = ({ data }) => resolve(data)
        port.postMessage(value)
      })
      ipcRenderer.send('port please')
    }),
  missingApi: () => ipcRenderer.sendToHost('x'),
})
