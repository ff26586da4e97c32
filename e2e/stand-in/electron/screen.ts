/** `electron.screen`: one display that is always there. */
import { strictEmitter } from './strict.ts'

export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

const bounds: Rectangle = { x: 0, y: 0, width: 1280, height: 1024 }
export const workArea: Rectangle = { x: 0, y: 0, width: 1280, height: 1000 }

const display = {
  id: 1,
  label: 'stand-in',
  bounds,
  workArea,
  size: { width: bounds.width, height: bounds.height },
  workAreaSize: { width: workArea.width, height: workArea.height },
  scaleFactor: 1,
  rotation: 0,
  internal: false,
}

export const screen = strictEmitter('screen', {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
  getDisplayMatching: () => display,
  getDisplayNearestPoint: () => display,
  getCursorScreenPoint: () => ({ x: 0, y: 0 }),
})
