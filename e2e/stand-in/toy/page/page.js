const { toy } = window

function log(...parts) {
  const line = document.createElement('li')
  line.textContent = parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' ')
  document.getElementById('log').append(line)
}

const drop = document.getElementById('drop')
document.getElementById('open').onclick = async () => log('opened', await toy.open())
document.getElementById('save').onclick = async () => log('saved', await toy.save('hello'))
drop.ondragover = (event) => {
  event.preventDefault()
  drop.dataset.over = 'true'
}
drop.ondrop = async (event) => {
  event.preventDefault()
  delete drop.dataset.over
  for (const file of event.dataTransfer.files) log('dropped', file.name, await toy.dropped(file))
}
addEventListener('keydown', (event) => {
  if (event.key === 'F2') event.preventDefault()
})
window.unsubscribe = toy.onCommand((command) => {
  const typed = command.at instanceof Date && command.key instanceof Uint8Array
  log('command', command.name, typed ? 'typed' : 'untyped')
})
new Worker('/worker.js', { type: 'module' }).onmessage = ({ data }) => log('worker', data)
document.getElementById('versions').textContent = `node ${(await toy.versions()).node} on ${toy.platform}`
