import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readTruth } from '../../src/evaluate/read-truth.ts'
import type { TrueImage } from '../../src/evaluate/truth.ts'
import { files } from './truth-files.ts'

/** What matters of an image, boxes as lists of edges. */
function seen({ file, size, brands, boxes }: TrueImage) {
  return {
    file,
    size,
    brands,
    boxes: boxes.map(({ brand, box: { x1, y1, x2, y2 }, unit }) => [brand, x1, y1, x2, y2, unit]),
  }
}

const acme = { file: 'a.jpg', size: { width: 100, height: 50 }, brands: ['Acme'] }

describe('the same truth in every format', () => {
  test('our own JSON, as a list or as an object of images', async () => {
    const list = [
      { file: 'a.jpg', width: 100, height: 50, boxes: [{ brand: 'Acme', xyxy: [10, 20, 30, 40] }] },
      { file: 'b.jpg', brands: [] },
      { file: 'c.jpg', brands: ['Acme', 'Other'], author: 'ann', split: 'query' },
    ]
    const root = await files({ 'list.json': list, 'object.json': { images: list } })

    const [asList, asObject] = await Promise.all(['list', 'object'].map((n) => readTruth(join(root, `${n}.json`))))

    expect(asList?.format).toBe('ours')
    expect(asList?.images.map(seen)).toEqual(asObject?.images.map(seen))
    expect(asList?.images.map(seen)).toEqual([
      { ...acme, boxes: [['Acme', 10, 20, 30, 40, 'pixels']] },
      { file: 'b.jpg', size: null, brands: [], boxes: [] },
      { file: 'c.jpg', size: null, brands: ['Acme', 'Other'], boxes: [] },
    ])
    expect(asList?.images[2]).toMatchObject({ author: 'ann', split: 'query' })
  })

  test('COCO: x, y, width, height; a crowd is known by image only; no annotation is no brand', async () => {
    const root = await files({
      'coco.json': {
        images: [
          { id: 1, file_name: 'a.jpg', width: 100, height: 50 },
          { id: 2, file_name: 'b.jpg' },
        ],
        categories: [
          { id: 7, name: 'Acme' },
          { id: 9, name: 'Other' },
        ],
        annotations: [
          { id: 1, image_id: 1, category_id: 7, bbox: [10, 20, 20, 20], iscrowd: 0 },
          { id: 2, image_id: 1, category_id: 9, bbox: [0, 0, 100, 50], iscrowd: 1 },
        ],
      },
    })

    const { format, images } = await readTruth(join(root, 'coco.json'))

    expect(format).toBe('coco')
    expect(images.map(seen)).toEqual([
      { ...acme, brands: ['Acme', 'Other'], boxes: [['Acme', 10, 20, 30, 40, 'pixels']] },
      { file: 'b.jpg', size: null, brands: [], boxes: [] },
    ])
  })

  test('YOLO: shares of the image, outlines, names by data.yaml or classes.txt, images without labels', async () => {
    const labels = { 'labels/a.txt': '0 0.2 0.6 0.2 0.4\n\n1 0.1 0.1 0.3 0.1 0.2 0.5\n', 'labels/b.txt': '' }
    const images = { 'images/a.jpg': 'x', 'images/c.png': 'x' }
    const roots = await Promise.all([
      files({ ...labels, ...images, 'data.yaml': 'path: .\nnames:\n  0: Acme\n  1: Other\n' }),
      files({ ...labels, ...images, 'data.yaml': 'names: [Acme, Other]\n' }),
      files({ ...labels, ...images, 'classes.txt': 'Acme\nOther\n' }),
    ])

    const truths = await Promise.all(roots.map((root) => readTruth(root)))

    for (const { format, images: found } of truths) {
      expect(format).toBe('yolo')
      expect(found.map(({ file, brands }) => [file, brands])).toEqual([
        ['a.jpg', ['Acme', 'Other']],
        ['b', []],
        ['c.png', []],
      ])
      const [first, outline] = found[0]?.boxes ?? []
      expect(first).toMatchObject({ brand: 'Acme', unit: 'shares' })
      expect(Object.values(first?.box ?? {})).toEqual([0.1, 0.4, 0.3, 0.8].map((x) => expect.closeTo(x, 10)))
      expect(outline?.box).toEqual({ x1: 0.1, y1: 0.1, x2: 0.3, y2: 0.5 })
    }
  })

  test('Pascal VOC: entities are read, what is difficult is known by image only', async () => {
    const object = (name: string, more = '') =>
      `<object><name>${name}</name>${more}<bndbox><xmin>10</xmin><ymin>20</ymin><xmax>30</xmax><ymax>40</ymax></bndbox></object>`
    const root = await files({
      'a.xml': `<?xml version="1.0"?>\n<!-- by hand -->\n<annotation><filename>a.jpg</filename><size><width>100</width><height>50</height><depth>3</depth></size>${object('M&amp;M')}${object('Other', '<difficult>1</difficult>')}</annotation>`,
      'b.xml': '<annotation><filename>b.jpg</filename></annotation>',
    })

    const { format, images } = await readTruth(root)

    expect(format).toBe('voc')
    expect(images.map(seen)).toEqual([
      { ...acme, brands: ['M&M', 'Other'], boxes: [['M&M', 10, 20, 30, 40, 'pixels']] },
      { file: 'b.jpg', size: null, brands: [], boxes: [] },
    ])
  })

  test('LabelMe: rectangles in any direction, polygons, circles; points and lines have no box', async () => {
    const shape = (label: string, shape_type: string, points: number[][]) => ({ label, shape_type, points })
    const root = await files({
      'a.json': {
        version: '5.4.1',
        flags: {},
        imagePath: '..\\photos\\a.jpg',
        imageData: null,
        imageWidth: 100,
        imageHeight: 50,
        shapes: [
          shape('Acme', 'rectangle', [
            [30, 40],
            [10, 20],
          ]),
          shape('Acme', 'polygon', [
            [1, 5],
            [4, 2],
            [6, 9],
          ]),
          shape('Round', 'circle', [
            [50, 25],
            [53, 29],
          ]),
          shape('There', 'point', [[3, 3]]),
          ...['line', 'linestrip'].map((type) =>
            shape('Struck', type, [
              [3, 3],
              [20, 9],
            ]),
          ),
        ],
      },
    })

    const { format, images } = await readTruth(root)

    expect(format).toBe('labelme')
    expect(images.map(seen)).toEqual([
      {
        file: '../photos/a.jpg',
        size: acme.size,
        brands: ['Acme', 'Round', 'There', 'Struck'],
        boxes: [
          ['Acme', 10, 20, 30, 40, 'pixels'],
          ['Acme', 1, 2, 6, 9, 'pixels'],
          ['Round', 45, 20, 55, 30, 'pixels'],
        ],
      },
    ])
  })
})

test('a list of labels beside files of another program does not make them YOLO', async () => {
  const labelme = { imagePath: 'a.jpg', shapes: [] }
  const root = await files({ 'a.json': labelme, 'b.json': { ...labelme, imagePath: 'b.jpg' }, 'labels.txt': 'Acme\n' })

  expect(await readTruth(root)).toMatchObject({ format: 'labelme', images: [{ file: 'a.jpg' }, { file: 'b.jpg' }] })
})

test('YOLO as Windows writes it: line ends, capitals, a blank line at the end', async () => {
  const root = await files({
    'A.TXT': '1 0.5 0.5 0.2 0.4\r\n',
    'classes.txt': 'Acme\r\nOther\r\n\r\n',
    'notes.json': {},
  })

  const { format, images } = await readTruth(root)

  expect(format).toBe('yolo')
  expect(images.map(({ file, brands }) => [file, brands])).toEqual([['A', ['Other']]])
})

test('files are read in the encoding that they tell', async () => {
  const root = await files({
    'a.xml': Buffer.from(
      '<?xml version="1.0" encoding="ISO-8859-1"?><annotation><filename>\u00e9.jpg</filename></annotation>',
      'latin1',
    ),
    'utf16/b.json': Buffer.from('\ufeff[{"file": "\u00e9.jpg", "brands": []}]', 'utf16le'),
  })

  for (const path of [join(root, 'a.xml'), join(root, 'utf16', 'b.json')])
    expect((await readTruth(path)).images[0]?.file).toBe('\u00e9.jpg')
})

test('what other programs leave empty is no error', async () => {
  const root = await files({
    'coco.json': {
      images: [{ id: 1, file_name: 'a.jpg', width: null, height: null }],
      categories: [],
      annotations: [],
    },
    'labelme.json': {
      imagePath: 'a.jpg',
      shapes: [
        {
          label: 'Acme',
          shape_type: null,
          points: [
            [1, 2],
            [5, 4],
            [2, 9],
          ],
        },
      ],
    },
  })

  expect((await readTruth(join(root, 'coco.json'))).images[0]?.size).toBeNull()
  expect((await readTruth(join(root, 'labelme.json'))).images[0]?.boxes[0]?.box).toEqual({ x1: 1, y1: 2, x2: 5, y2: 9 })
})

test('a field that nobody reads, as it may be misspelt, is a note', async () => {
  const root = await files({
    'a.json': [
      { file: 'a.jpg', brands: [], boxs: [] },
      { file: 'b.jpg', brands: [] },
    ],
  })

  expect((await readTruth(join(root, 'a.json'))).notes).toEqual([
    `${join(root, 'a.json')}: fields that mean nothing here: boxs`,
  ])
})
