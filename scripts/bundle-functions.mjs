/**
 * `node scripts/bundle-functions.mjs [local|aws]`: one zip a Lambda function in .cache/functions/PLATFORM.
 *
 * functions/NAME/handler.ts and what it imports of src become one index.mjs; packages with native parts lie beside it in
 * node_modules: for an emulator those of this machine, for AWS (Linux, arm64) those that package-lock.json names, which npm
 * fetches once into .cache. What has not changed is not written again, so that two processes may do this at the same time.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { nativePackages, platforms } from './native-packages.mjs'
import { root } from './setup.mjs'
import { zip } from './zip.mjs'

/** Packages that stay packages in a function. Others that can't be bundled (onnxruntime-node) have no place in one. */
const kept = ['@duckdb/node-api', 'sharp', 'simple-icons']
const tooLarge = ['onnxruntime-node']

/**
 * @param {'local' | 'aws'} platform this machine, or Lambda on arm64
 * @param {{ from?: string, to?: string }} folders functions/, and where the zips go
 * @returns the folder that holds NAME.zip for every folder of functions/
 */
export async function bundleFunctions(platform, { from = join(root, 'functions'), to } = {}) {
  const folder = to ?? join(root, '.cache/functions', platform)
  mkdirSync(folder, { recursive: true })
  for (const name of functionsIn(from))
    await bundleFunction(join(from, name, 'handler.ts'), join(folder, name), platform)
  return folder
}

function functionsIn(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'handler.ts')))
}

async function bundleFunction(entry, target, platform) {
  const { files, packages } = await compile(entry)
  const native = nativePackages(packages, platform)
  const stamp = hashOf([...files, ['native', native.map(({ path, version }) => `${path}@${version}`).join()]])
  if (existsSync(`${target}.zip`) && existsSync(`${target}.stamp`) && readFileSync(`${target}.stamp`, 'utf8') === stamp)
    return
  const content = [...files, ...native.flatMap(filesOf)]
  // On this machine it is unpacked at once: compressing 70 MB would take longer than all the rest.
  write(`${target}.zip`, zip(content, { level: platform === 'local' ? 0 : 6 }))
  write(`${target}.stamp`, stamp)
}

/** @returns `files`: [path, bytes]; `packages`: which of `kept` are imported */
async function compile(entry) {
  const assets = new Map()
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: 'index.mjs',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // ES modules of the AWS SDK: what is not used of them can be left out.
    mainFields: ['module', 'main'],
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'error',
    // What was CommonJS asks for Node's own modules by require.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    plugins: [onlyWhatIsUsed, filesBeside(assets)],
  })
  const imported = metafile.outputs[Object.keys(metafile.outputs).find((path) => path.endsWith('.mjs'))].imports
  const packages = imported.filter(({ external }) => external).map(({ path }) => path)
  for (const name of tooLarge.filter((each) => packages.includes(each)))
    throw new Error(`${relative(root, entry)}: imports ${name}, which is too large for a function`)
  return {
    files: [...outputFiles.map(({ path, contents }) => [path.split(/[\\/]/).at(-1), contents]), ...assets],
    packages: kept.filter((name) => packages.some((path) => path === name || path.startsWith(`${name}/`))),
  }
}

/**
 * Packages that are not bundled, and left out where nothing of them is used. That our own modules do nothing by being imported says
 * package.json (`sideEffects`): said here instead, esbuild would not know them for ES modules, and give them other default imports.
 */
const onlyWhatIsUsed = {
  name: 'only what is used',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^(${[...kept, ...tooLarge].join('|')})(/|$)`) }, ({ path }) => ({
      path,
      external: true,
      sideEffects: false,
    }))
  },
}

/** `new URL('report.css', import.meta.url)` in src: the file goes into the bundle, and the address with it. */
function filesBeside(assets) {
  return {
    name: 'files beside',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => ({
        loader: 'ts',
        contents: readFileSync(path, 'utf8').replace(
          /new URL\('([^']+\.(?:css|json|wasm))', import\.meta\.url\)/g,
          (_, address) => {
            const file = join(dirname(path), address)
            const name = `files/${relative(root, file).replaceAll('\\', '/')}`
            assets.set(name, readFileSync(file))
            return `new URL('${name}', import.meta.url)`
          },
        ),
      }))
    },
  }
}

/** Of a package of data, what is read of it. */
const read = { 'node_modules/simple-icons': /^(package\.json|sdk\.mjs|data\/simple-icons\.json|icons\/.*\.svg)$/ }

/** Without what only people and compilers read. */
function filesOf({ path, folder }) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(md|map|d\.[cm]?ts|ts)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !relative(folder, file).includes('node_modules'))
    .filter((file) => read[path]?.test(relative(folder, file).replaceAll('\\', '/')) ?? true)
    .map((file) => [`${path}/${relative(folder, file).replaceAll('\\', '/')}`, readFileSync(file)])
}

function hashOf(entries) {
  const hash = createHash('sha256')
  for (const [name, content] of entries) hash.update(name).update('\0').update(content).update('\0')
  return hash.digest('hex')
}

/** Under its name all at once. */
function write(file, content) {
  const half = `${file}.${process.pid}`
  writeFileSync(half, content)
  renameSync(half, file)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [platform = 'local'] = process.argv.slice(2)
  if (!Object.hasOwn(platforms, platform)) {
    console.error(`usage: node scripts/bundle-functions.mjs [${Object.keys(platforms).join('|')}]`)
    process.exit(2)
  }
  console.log(await bundleFunctions(platform))
}
