#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command, Help, type Option } from 'commander'
import { RunError, UsageError } from '../errors.ts'
import { register as registerBrands } from './brands.ts'
import { register as registerCloud } from './cloud.ts'
import { register as registerCompare } from './compare.ts'
import { register as registerCompletion } from './completion.ts'
import { register as registerCorpus } from './corpus.ts'
import { register as registerDemo } from './demo.ts'
import { register as registerDoctor } from './doctor.ts'
import { register as registerEval } from './eval.ts'
import { register as registerForget } from './forget.ts'
import { register as registerModels } from './models.ts'
import { register as registerReport } from './report.ts'
import { register as registerRun } from './run.ts'
import { register as registerSources } from './sources.ts'
import { register as registerVariables } from './variables.ts'

/** The program. A command's file names its options; what it needs to work is loaded when it is called. */
export function limelight(): Command {
  const program = new Command('limelight')
    .description('Measures how brands appear in social images, and says how sure it is.')
    .version(version())
    .configureHelp({ optionDescription })
    .showHelpAfterError('(limelight COMMAND --help lists the options)')
    .addHelpText(
      'after',
      `
Examples:
  limelight demo                                          a small corpus with known truth, measured and reported
  limelight run posts/ --brands nike,starbucks --out out/ measure a folder of posts
  limelight report out/                                   write out/report.html again`,
    )
  registerRun(program)
  registerReport(program)
  registerCorpus(program)
  registerSources(program)
  registerDemo(program)
  registerEval(program)
  registerCompare(program)
  registerForget(program)
  registerBrands(program)
  registerModels(program)
  registerVariables(program)
  registerDoctor(program)
  registerCloud(program)
  registerCompletion(program)
  exitWithUsage(program)
  return program
}

/** A default that is nothing (no, none) is no news. */
function optionDescription(option: Option): string {
  const { defaultValue } = option
  const isNothing =
    defaultValue === false || JSON.stringify(defaultValue) === '[]' || JSON.stringify(defaultValue) === '{}'
  const shown = isNothing
    ? Object.assign(Object.create(Object.getPrototypeOf(option)), option, { defaultValue: undefined })
    : option
  return Help.prototype.optionDescription.call(new Help(), shown)
}

function exitWithUsage(command: Command): void {
  command.exitOverride(usageIsTwo)
  for (const child of command.commands) exitWithUsage(child)
}

function version(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
}

/** commander ends with 1 when it can't read the arguments; here that is 2, as 1 means that the work failed. */
function usageIsTwo({ exitCode }: { exitCode: number }): never {
  process.exit(exitCode === 0 ? 0 : 2)
}

async function main(): Promise<void> {
  try {
    await limelight().parseAsync()
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof RunError)) throw error
    console.error(`limelight: ${error.message}`)
    process.exitCode = error instanceof UsageError ? 2 : 1
  }
}

await main()
