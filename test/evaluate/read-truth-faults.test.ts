import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readTruth } from '../../src/evaluate/read-truth.ts'
import { files } from './truth-files.ts'

describe('what is wrong with a truth is said with file and line', () => {
  const annotation = (inner: string) => `<annotation>\n<filename>a.jpg</filename>\n${inner}\n</annotation>`
  test.each<[string, Record<string, string>, string, RegExp]>([
    ['no JSON', { 'a.json': '[\n{"file": "a.jpg"},\n{"file" "b.jpg"}]' }, 'a.json', /a\.json:3: is no JSON/],
    ['JSON cut off', { 'a.json': '[\n{"file": "a.jpg"' }, 'a.json', /a\.json:2: is no JSON/],
    ['JSON of no known format', { 'a.json': '{"logos": []}' }, 'a.json', /no format that is known.*--format/],
    [
      'a box the wrong way round',
      { 'a.json': '[\n{"file": "a", "boxes": [\n{"brand": "A", "xyxy": [5, 5, 1, 9]}]}]' },
      'a.json',
      /a\.json:3: \[0\]\.boxes\[0\]\.xyxy: is not \[x1/,
    ],
    [
      'neither brands nor boxes',
      { 'a.json': '[{"file": "a"}]' },
      'a.json',
      /a\.json:1: \[0\]: has neither brands nor boxes.*"brands": \[\]/,
    ],
    [
      'a box of an unknown image',
      {
        'a.json':
          '{"images": [], "categories": [{"id": 1, "name": "A"}], "annotations": [{"image_id": 3, "category_id": 1, "bbox": [1, 1, 2, 2]}]}',
      },
      'a.json',
      /annotations\[0\]: no image has the id 3/,
    ],
    ['no image', { 'a.json': '[]' }, 'a.json', /names no image/],
    [
      'a class without a name',
      { 'classes.txt': 'Acme', 'labels/a.txt': '0 .5 .5 .1 .1\n3 .5 .5 .1 .1' },
      '',
      /a\.txt:2: class 3 has no name/,
    ],
    [
      'a class whose name is a blank line',
      { 'classes.txt': 'Acme\n\nOther', 'labels/a.txt': '1 .5 .5 .1 .1' },
      '',
      /a\.txt:1: class 1 has no name; those that have one are 0, 2$/,
    ],
    [
      'pixels in YOLO',
      { 'classes.txt': 'Acme', 'labels/a.txt': '0 50 50 10 10' },
      '',
      /a\.txt:1: .*shares of the image/,
    ],
    [
      'words in YOLO',
      { 'classes.txt': 'Acme', 'labels/a.txt': 'acme .5 .5 .1 .1' },
      '',
      /a\.txt:1: "acme .5 .5 .1 .1" is not/,
    ],
    ['no names in YOLO', { 'labels/a.txt': '0 .5 .5 .1 .1' }, '', /nothing names the classes/],
    ['no XML', { 'a.xml': annotation('<object>') }, '', /a\.xml:4: is no XML/],
    ['no box', { 'a.xml': annotation('<object><name>A</name></object>') }, '', /a\.xml:3: <object> has no <bndbox>/],
    ['another XML', { 'a.xml': '<svg></svg>' }, '', /a\.xml:1: is <svg>, not <annotation>/],
    ['an empty folder', { 'a.md': '' }, '', /holds no \.json, no \.xml and no labels/],
    ['nothing there', { 'a.md': '' }, 'b.json', /b\.json: there is no such file or folder/],
  ])('%s', async (_, texts, name, message) => {
    const root = await files(texts)

    await expect(readTruth(join(root, name))).rejects.toThrow(message)
  })

  const coco = (parts: object) =>
    JSON.stringify({
      images: [{ id: 1, file_name: 'a.jpg' }],
      categories: [{ id: 1, name: 'Acme' }],
      annotations: [{ image_id: 1, category_id: 1, bbox: [1, 2, 3, 4] }],
      ...parts,
    })
  const labelme = (parts: object) =>
    JSON.stringify({
      imagePath: 'a.jpg',
      shapes: [
        {
          label: 'Acme',
          points: [
            [1, 2],
            [3, 4],
          ],
        },
      ],
      ...parts,
    })
  test.each<[string, string, RegExp]>([
    ['text that is no JSON at all', 'file,brand\na.jpg,Acme\n', /a\.json:1: is no JSON \(Unexpected token/],
    ['a number that is none', '[\n{"file": "a.jpg",\n"width": NaN}]', /a\.json:3: is no JSON/],
    ['COCO without categories', coco({ categories: undefined }), /a\.json:1: categories: is missing/],
    [
      'COCO with an id twice',
      coco({ images: [1, 1].map((id) => ({ id, file_name: 'a' })) }),
      /images\[1\]: the id 1 is there twice/,
    ],
    [
      'COCO with a text for a size',
      coco({ images: [{ id: 1, file_name: 'a', width: '9' }] }),
      /width: is "9"; it has to be a number/,
    ],
    [
      'COCO with a box of two numbers',
      coco({ annotations: [{ image_id: 1, category_id: 1, bbox: [1, 2] }] }),
      /bbox: is no \[x, y, width, height\]/,
    ],
    [
      "COCO's results",
      '[{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 0.5}]',
      /what a detector found/,
    ],
    [
      'LabelMe without a label',
      labelme({ shapes: [{ label: null, points: [[1, 2]] }] }),
      /label: is null; it has to be a text/,
    ],
    [
      'LabelMe in three dimensions',
      labelme({ shapes: [{ label: 'A', points: [[1, 2, 3]] }] }),
      /points\[0\]: is no \[x, y\]/,
    ],
    [
      'ours with a box of three numbers',
      '[{"file": "a", "boxes": [{"brand": "A", "xyxy": [1, 2, 3]}]}]',
      /xyxy: is no \[x1, y1, x2, y2\]/,
    ],
  ])('%s', async (_, text, message) => {
    const root = await files({ 'a.json': text })

    await expect(readTruth(join(root, 'a.json'))).rejects.toThrow(message)
  })

  test.each([
    ['no YAML', 'names: [Acme\n', /data\.yaml:\d: is no YAML/],
    ['no names', 'names: []\n', /data\.yaml: "names" is no list of names/],
    ['one text', 'names: Acme\n', /data\.yaml: "names" is no list of names/],
    ['a number without a name', 'names: {1: Acme}\n', /a\.txt:1: class 0 has no name; those that have one are 1/],
  ])('%s in the data.yaml of YOLO', async (_, yaml, message) => {
    const root = await files({ 'data.yaml': yaml, 'labels/a.txt': '0 .5 .5 .1 .1' })

    await expect(readTruth(root)).rejects.toThrow(message)
  })
})
