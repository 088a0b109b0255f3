import { readFileSync } from 'node:fs'

/** The 80 classes of COCO (Lin et al. 2014), in the order in which detectors number them. */
export const coco80: readonly string[] = [
  ...['person', 'bicycle', 'car', 'motorcycle', 'airplane', 'bus', 'train', 'truck', 'boat', 'traffic light'],
  ...['fire hydrant', 'stop sign', 'parking meter', 'bench', 'bird', 'cat', 'dog', 'horse', 'sheep', 'cow'],
  ...['elephant', 'bear', 'zebra', 'giraffe', 'backpack', 'umbrella', 'handbag', 'tie', 'suitcase', 'frisbee'],
  ...['skis', 'snowboard', 'sports ball', 'kite', 'baseball bat', 'baseball glove', 'skateboard', 'surfboard'],
  ...['tennis racket', 'bottle', 'wine glass', 'cup', 'fork', 'knife', 'spoon', 'bowl', 'banana', 'apple'],
  ...['sandwich', 'orange', 'broccoli', 'carrot', 'hot dog', 'pizza', 'donut', 'cake', 'chair', 'couch'],
  ...['potted plant', 'bed', 'dining table', 'toilet', 'tv', 'laptop', 'mouse', 'remote', 'keyboard'],
  ...['cell phone', 'microwave', 'oven', 'toaster', 'sink', 'refrigerator', 'book', 'clock', 'vase', 'scissors'],
  ...['teddy bear', 'hair drier', 'toothbrush'],
]

/** What an entry of the zoo says of its labels: a set that is known here, or the labels themselves in the model's order. */
export type Labels = 'coco-80' | 'imagenet-1k' | readonly string[]

export function labelsOf(labels: Labels): readonly string[] {
  if (labels === 'coco-80') return coco80
  if (labels === 'imagenet-1k') return imagenet1k()
  return labels
}

/** The 1,000 classes of ImageNet (ILSVRC 2012); names from WordNet, as @tensorflow-models/mobilenet (Apache-2.0) lists them. */
function imagenet1k(): string[] {
  return JSON.parse(readFileSync(new URL('imagenet-1k.json', import.meta.url), 'utf8'))
}
