import sax from 'sax'
import { UsageError } from '../errors.ts'

/** An element of an XML document, without its attributes. */
export interface Element {
  name: string
  /** Line on which it begins, 1 for the first. */
  line: number
  text: string
  children: Element[]
}

/** @throws UsageError with file and line, for a text that is no XML */
export function parseXml(text: string, path: string): Element {
  const parser = sax.parser(true, { position: true })
  const top: Element = { name: '', line: 1, text: '', children: [] }
  const open = [top]
  parser.onerror = (error) => {
    throw new UsageError(`${path}:${parser.line + 1}: is no XML (${error.message.split('\n')[0]})`)
  }
  parser.onopentagstart = ({ name }) => {
    const element: Element = { name, line: parser.line + 1, text: '', children: [] }
    open.at(-1)?.children.push(element)
    open.push(element)
  }
  parser.onclosetag = () => {
    open.pop()
  }
  const addText = (more: string) => {
    const element = open.at(-1)
    if (element) element.text += more
  }
  parser.ontext = addText
  parser.oncdata = addText
  parser.write(text).close()
  const [root] = top.children
  if (!root) throw new UsageError(`${path}:1: is no XML (it has no element)`)
  return root
}

export function childOf(element: Element, name: string): Element | undefined {
  return element.children.find((child) => child.name === name)
}

export function childrenOf(element: Element, name: string): Element[] {
  return element.children.filter((child) => child.name === name)
}

/** The text inside, trimmed; empty where there is no element. */
export function textOf(element: Element | undefined): string {
  return element?.text.trim() ?? ''
}
