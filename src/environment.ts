import { availableParallelism, homedir } from 'node:os'
import { join } from 'node:path'

/**
 * The one place that reads the environment.
 *
 * - `LIMELIGHT_MODELS`: a folder with model weights that is looked at before the cache.
 * - `LIMELIGHT_CACHE` (else `XDG_CACHE_HOME`): where `limelight models pull` stores weights.
 * - `LIMELIGHT_FAULT`: faults for tests, `abort|hang|memory|throw:TEXT` separated by commas; a lane has that fault at a file whose name contains TEXT.
 * - `NO_COLOR`: no colours on a terminal.
 */
export interface Environment {
  modelsFolder: string | null
  cacheFolder: string
  faults: string | null
  colour: boolean
  cores: number
}

export function readEnvironment(env: NodeJS.ProcessEnv = process.env): Environment {
  return {
    modelsFolder: env.LIMELIGHT_MODELS || null,
    cacheFolder: env.LIMELIGHT_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'limelight'),
    faults: env.LIMELIGHT_FAULT || null,
    colour: !env.NO_COLOR,
    cores: availableParallelism(),
  }
}

/** The environment of a child process: this one's, with some entries of its own. */
export function childEnvironment(own: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...own }
}
