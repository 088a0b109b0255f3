import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup.mjs'

/** Where functions run; null: here. */
export const platforms = {
  local: null,
  aws: { os: 'linux', cpu: 'arm64', libc: 'glibc' },
}

/**
 * Packages and all that they need on a platform, in the versions of package-lock.json.
 * @returns `path`: `node_modules/NAME`, as in the bundle; `folder`: where it lies on this disk; `version`
 */
export function nativePackages(names, platform) {
  if (names.length === 0) return []
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const target = platforms[platform]
  if (!target)
    return placed(
      closure(packages, names, (path) => existsSync(join(root, path))),
      root,
    )
  const paths = closure(packages, names, (path) => fits(packages[path], target))
  return placed(paths, install(names, packages, target))

  function placed(paths, home) {
    return paths.map((path) => ({ path, folder: join(home, path), version: packages[path].version }))
  }
}

/** Paths in the lock file, dependencies included; optional ones where `wanted`. */
function closure(packages, names, wanted) {
  const found = new Set()
  const visit = (name, from) => {
    const path = placeOf(packages, name, from)
    if (!path || found.has(path)) return
    found.add(path)
    for (const each of Object.keys(packages[path].dependencies ?? {})) visit(each, path)
    for (const each of Object.keys(packages[path].optionalDependencies ?? {})) {
      const optional = placeOf(packages, each, path)
      if (optional && wanted(optional)) visit(each, path)
    }
  }
  for (const name of names) visit(name, '')
  return [...found].sort()
}

/** As Node looks for it: in the nearest node_modules upwards. */
function placeOf(packages, name, from) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const path = `${at}${at ? '/' : ''}node_modules/${name}`
    if (packages[path]) return path
    if (!at) return null
  }
}

function fits({ os, cpu, libc }, target) {
  return (!os || os.includes(target.os)) && (!cpu || cpu.includes(target.cpu)) && (!libc || libc.includes(target.libc))
}

/** `npm ci` for another platform, of only these packages and with the lock file's hashes. */
function install(names, packages, target) {
  const folder = join(root, '.cache/native', Object.values(target).join('-'), names.join('+').replaceAll('/', '_'))
  const dependencies = Object.fromEntries(names.map((name) => [name, packages[`node_modules/${name}`].version]))
  const about = { name: 'limelight-native', version: '0.0.0', private: true, dependencies }
  // npm wants to see in the lock file what it is not going to install, too.
  const paths = closure(packages, names, () => true)
  const lock = JSON.stringify({
    ...about,
    lockfileVersion: 3,
    requires: true,
    packages: { '': about, ...Object.fromEntries(paths.map((path) => [path, packages[path]])) },
  })
  const done = join(folder, 'done.json')
  if (existsSync(done) && readFileSync(done, 'utf8') === lock) return folder
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify(about))
  writeFileSync(join(folder, 'package-lock.json'), lock)
  const options = Object.entries(target).map(([name, value]) => `--${name}=${value}`)
  const { status, stderr } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', ...options], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status !== 0)
    throw new Error(
      `the packages of Lambda's platform (${names.join(', ')} for ${Object.values(target).join(' ')}) could not be fetched ` +
        `from npm's registry; they are needed once, then they lie in .cache/native. npm says:\n${errorsOf(stderr)}`,
    )
  writeFileSync(done, lock)
  return folder
}

function errorsOf(output) {
  return output
    .split('\n')
    .filter((line) => /^npm error \S/.test(line))
    .slice(0, 5)
    .join('\n')
}
