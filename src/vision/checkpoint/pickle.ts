/** What a pickle holds, as far as it is read here. */
export type Pickled =
  | null
  | boolean
  | number
  | string
  | Pickled[]
  | Map<Pickled, Pickled>
  | Global
  | Called
  | Persistent

/** A class or a function that a pickle names. It is never looked up, let alone called. */
export interface Global {
  kind: 'global'
  /** Module and name, a point between. */
  name: string
}

/** What a pickle says that a function would give. */
export interface Called {
  kind: 'called'
  what: string
  arguments: Pickled[]
  /** What was put into it afterwards, as into a dictionary. */
  entries: Map<Pickled, Pickled>
}

/** Something that lies outside of the pickle. */
export interface Persistent {
  kind: 'persistent'
  id: Pickled
}

/** A pickle that builds more than this is none of a network's weights. */
const mostValues = 1_000_000

/**
 * Reads a pickle of protocol 2 to the data that it describes (Python's pickletools.py says what each opcode does), without running
 * anything: names stay names, and calls are kept as they are written.
 * @param allowed names that it may use
 * @throws RangeError for a pickle that is cut off, that uses another name, or an opcode that plain data does not need
 */
export function readPickle(bytes: Uint8Array, allowed: readonly string[]): Pickled {
  const reader = readerOf(bytes)
  const machine: Machine = { stack: [], marks: [], memo: new Map() }
  for (let i = 0; i < mostValues; i++) {
    const opcode = reader.byte()
    if (opcode === stop) return pop(machine)
    const act = opcodes.get(opcode)
    if (!act) throw new RangeError(`the pickle has the opcode 0x${opcode.toString(16)}, which plain data does not need`)
    act(machine, reader)
    const top = machine.stack.at(-1)
    if (isGlobal(top) && !allowed.includes(top.name)) {
      throw new RangeError(`the pickle names ${top.name}, which weights do not need; it is not read`)
    }
  }
  throw new RangeError('the pickle is too long')
}

interface Machine {
  stack: Pickled[]
  /** How high the stack was where a list of values begins. */
  marks: number[]
  memo: Map<number, Pickled>
}

type Reader = ReturnType<typeof readerOf>
type Act = (machine: Machine, reader: Reader) => void

const stop = 0x2e

const opcodes: ReadonlyMap<number, Act> = new Map<number, Act>([
  [0x80, (_, { byte }) => protocol(byte())],
  // BININT, BININT1, BININT2, BINFLOAT
  [0x4a, ({ stack }, { view }) => stack.push(view(4).getInt32(0, true))],
  [0x4b, ({ stack }, { byte }) => stack.push(byte())],
  [0x4d, ({ stack }, { view }) => stack.push(view(2).getUint16(0, true))],
  [0x47, ({ stack }, { view }) => stack.push(view(8).getFloat64(0, false))],
  // NONE, NEWTRUE, NEWFALSE
  [0x4e, ({ stack }) => stack.push(null)],
  [0x88, ({ stack }) => stack.push(true)],
  [0x89, ({ stack }) => stack.push(false)],
  // BINUNICODE
  [0x58, ({ stack }, { view, text }) => stack.push(text(view(4).getUint32(0, true)))],
  // EMPTY_DICT, EMPTY_LIST, EMPTY_TUPLE, MARK
  [0x7d, ({ stack }) => stack.push(new Map())],
  [0x5d, ({ stack }) => stack.push([])],
  [0x29, ({ stack }) => stack.push([])],
  [0x28, ({ stack, marks }) => marks.push(stack.length)],
  // TUPLE, TUPLE1, TUPLE2, TUPLE3
  [0x74, (machine) => machine.stack.push(sinceMark(machine))],
  [0x85, (machine) => machine.stack.push(last(machine, 1))],
  [0x86, (machine) => machine.stack.push(last(machine, 2))],
  [0x87, (machine) => machine.stack.push(last(machine, 3))],
  // BINPUT, LONG_BINPUT, BINGET, LONG_BINGET
  [0x71, (machine, { byte }) => put(machine, byte())],
  [0x72, (machine, { view }) => put(machine, view(4).getUint32(0, true))],
  [0x68, (machine, { byte }) => get(machine, byte())],
  [0x6a, (machine, { view }) => get(machine, view(4).getUint32(0, true))],
  // GLOBAL, REDUCE, BINPERSID
  [0x63, ({ stack }, { line }) => stack.push({ kind: 'global', name: `${line()}.${line()}` })],
  [0x52, call],
  [0x51, (machine) => machine.stack.push({ kind: 'persistent', id: pop(machine) })],
  // SETITEM, SETITEMS, BUILD: attributes are of no use here
  [0x73, (machine) => setItems(machine, last(machine, 2))],
  [0x75, (machine) => setItems(machine, sinceMark(machine))],
  [0x62, (machine) => pop(machine)],
])

function protocol(version: number): void {
  if (version !== 2) throw new RangeError(`the pickle has the protocol ${version}; only 2 is read`)
}

function call(machine: Machine): void {
  const [what, given] = last(machine, 2)
  if (!isGlobal(what) || !Array.isArray(given)) throw new RangeError('the pickle calls what has no name')
  machine.stack.push({ kind: 'called', what: what.name, arguments: given, entries: new Map() })
}

function setItems({ stack }: Machine, items: readonly Pickled[]): void {
  const target = stack.at(-1)
  const entries = target instanceof Map ? target : isCalled(target) ? target.entries : null
  if (!entries || items.length % 2 !== 0) throw new RangeError('the pickle fills what is no dictionary')
  for (let i = 0; i < items.length; i += 2) entries.set(items[i] as Pickled, items[i + 1] as Pickled)
}

function put({ stack, memo }: Machine, place: number): void {
  const top = stack.at(-1)
  if (top === undefined) throw empty()
  memo.set(place, top)
}

function get({ stack, memo }: Machine, place: number): void {
  const value = memo.get(place)
  if (value === undefined) throw new RangeError('the pickle asks for what it has not kept')
  stack.push(value)
}

function pop(machine: Machine): Pickled {
  return last(machine, 1)[0] as Pickled
}

function last({ stack }: Machine, count: number): Pickled[] {
  if (stack.length < count) throw empty()
  return stack.splice(stack.length - count)
}

function sinceMark({ stack, marks }: Machine): Pickled[] {
  const mark = marks.pop()
  if (mark === undefined || mark > stack.length) throw empty()
  return stack.splice(mark)
}

function empty(): RangeError {
  return new RangeError('the pickle uses values that it does not have')
}

function isGlobal(value: Pickled | undefined): value is Global {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'global'
}

/** Whether a value is what a call would give. */
export function isCalled(value: Pickled | undefined): value is Called {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'called'
}

/** Whether a value lies outside. */
export function isPersistent(value: Pickled | undefined): value is Persistent {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'persistent'
}

function readerOf(bytes: Uint8Array) {
  let at = 0
  const take = (count: number) => {
    if (at + count > bytes.length) throw new RangeError('the pickle is cut off')
    at += count
    return bytes.subarray(at - count, at)
  }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const textOf = (part: Uint8Array) => {
    try {
      return decoder.decode(part)
    } catch {
      throw new RangeError('the pickle has text that is not UTF-8')
    }
  }
  return {
    byte: () => take(1)[0] as number,
    view: (count: number) => {
      const part = take(count)
      return new DataView(part.buffer, part.byteOffset, count)
    },
    text: (count: number) => textOf(take(count)),
    line: () => {
      const end = bytes.indexOf(0x0a, at)
      if (end < 0) throw new RangeError('the pickle is cut off')
      const part = take(end - at)
      take(1)
      return textOf(part)
    },
  }
}
