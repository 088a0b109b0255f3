export { colours } from './colours'
export { edges, follow } from './edges'
export { histogram } from './greys'
export { narrowColumns, narrowRows } from './hash'
