import { UsageError } from '../errors.ts'
import { brandsOf, type TrueBox, type TrueImage } from './truth.ts'
import { childOf, childrenOf, type Element, parseXml, textOf } from './xml.ts'

/**
 * One file of Pascal VOC (Everingham et al. 2010; LabelImg writes it): an object's name is its brand. Edges are taken as they
 * stand; VOC's own count pixels from 1, which is one pixel off. What is marked `difficult` is there, and its box is not held
 * against anybody.
 * @throws UsageError with file and line
 */
export function readVoc(text: string, path: string): TrueImage {
  const root = parseXml(text, path)
  if (root.name !== 'annotation') throw new UsageError(`${path}:${root.line}: is <${root.name}>, not <annotation>`)
  const objects = childrenOf(root, 'object').map((object) => ({
    brand: required(object, 'name', path),
    difficult: textOf(childOf(object, 'difficult')) === '1',
    object,
  }))
  const boxes = objects
    .filter(({ difficult }) => !difficult)
    .map(({ brand, object }): TrueBox => ({ brand, box: boxOf(object, path), unit: 'pixels' }))
  const size = childOf(root, 'size')
  const [width, height] = [
    Number(textOf(size && childOf(size, 'width'))),
    Number(textOf(size && childOf(size, 'height'))),
  ]
  return {
    file: required(root, 'filename', path),
    place: path,
    size: width > 0 && height > 0 ? { width, height } : null,
    brands: brandsOf(
      boxes,
      objects.map(({ brand }) => brand),
    ),
    boxes,
    author: null,
    split: null,
  }
}

function required(element: Element, name: string, path: string): string {
  const text = textOf(childOf(element, name))
  if (text === '') throw new UsageError(`${path}:${element.line}: <${element.name}> has no <${name}>`)
  return text
}

function boxOf(object: Element, path: string) {
  const box = childOf(object, 'bndbox')
  if (!box) throw new UsageError(`${path}:${object.line}: <object> has no <bndbox>`)
  const edge = (name: string) => {
    const value = Number(required(box, name, path))
    if (Number.isFinite(value)) return value
    throw new UsageError(`${path}:${box.line}: <${name}> is no number`)
  }
  const edges = { x1: edge('xmin'), y1: edge('ymin'), x2: edge('xmax'), y2: edge('ymax') }
  if (edges.x2 > edges.x1 && edges.y2 > edges.y1) return edges
  throw new UsageError(`${path}:${box.line}: <bndbox> has no area`)
}
