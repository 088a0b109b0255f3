import { availableParallelism, homedir } from 'node:os'
import { join } from 'node:path'
import { UsageError } from './errors.ts'

/**
 * The one place that reads the environment.
 *
 * - `LIMELIGHT_MODELS`: a folder with model weights that is looked at before the cache.
 * - `LIMELIGHT_CACHE` (else `XDG_CACHE_HOME`): where `limelight models pull` stores weights.
 * - `LIMELIGHT_FAULT`: faults for tests, `abort|hang|memory|throw:TEXT` separated by commas; a lane has that fault at a file whose name contains TEXT.
 * - `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, and the same in small letters, which win: how images on the web and models are fetched.
 * - `NO_COLOR`: no colours on a terminal.
 */
export interface Environment {
  modelsFolder: string | null
  cacheFolder: string
  faults: string | null
  proxies: Proxies
  colour: boolean
  cores: number
}

/** Proxies for addresses on the web; null: they are asked directly. */
export interface Proxies {
  https: string | null
  http: string | null
  /** Hosts that are asked directly all the same, separated by commas. */
  except: string
}

export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  return {
    modelsFolder: env.LIMELIGHT_MODELS || null,
    cacheFolder: env.LIMELIGHT_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'limelight'),
    faults: env.LIMELIGHT_FAULT || null,
    proxies: {
      https: env.https_proxy || env.HTTPS_PROXY || null,
      http: env.http_proxy || env.HTTP_PROXY || null,
      except: env.no_proxy || env.NO_PROXY || '',
    },
    colour: !env.NO_COLOR,
    cores: availableParallelism(),
  }
}

/** The SDK warns on Node 20, which it supports until January 2027; what is deployed runs on 22. Users can't do anything about it. */
export function silenceSdk(env: NodeJS.ProcessEnv = process.env): void {
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
}

/** The environment of a child process: this one's, with some entries of its own. */
export function childEnvironment(own: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...own }
}

/**
 * What the worker and the functions are told about where they are; their names stand in src/aws/contract.ts.
 * @throws UsageError for a name that is asked for and not set
 */
export interface CloudEnvironment {
  /** The value of a variable. */
  need(name: string): string
  /** The value of a variable, or null. */
  find(name: string): string | null
}

export function readCloudEnvironment(env: NodeJS.ProcessEnv = process.env): CloudEnvironment {
  return {
    need(name) {
      const value = env[name]
      if (!value) throw new UsageError(`${name} is not set; the stack sets it for workers and functions`)
      return value
    },
    find: (name) => env[name] || null,
  }
}
