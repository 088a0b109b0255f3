import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from '@jest/globals'
import type { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { buildApp } from '../../infra/build-app.ts'
import { functionNames } from '../../infra/contract.ts'

/** Templates of a stage in AWS. */
export interface CloudTemplates {
  app: App
  data: Template
  workers: Template
  nights: Template
  watch: Template
}

export function cloudTemplates(context: Record<string, unknown> = {}): CloudTemplates {
  const app = appOf({ email: 'team@example.org', ...context })
  const template = (name: string) => Template.fromStack(app.node.findChild(`limelight-main-${name}`) as Stack)
  return {
    app,
    data: template('data'),
    workers: template('workers'),
    nights: template('nights'),
    watch: template('watch'),
  }
}

export function localTemplate(functions: string | null = standIns()): Template {
  const app = buildApp({ context: { stage: 'local' }, outdir: folder(), functions, check: false })
  return Template.fromStack(app.node.findChild('limelight-local') as Stack)
}

/** Without the checks that take seconds; `checked.test.ts` has them. */
export function appOf(context: Record<string, unknown>): App {
  return buildApp({ context, outdir: folder(), functions: standIns(), check: false })
}

/** Bundles without content: templates only say where they lie. */
export function standIns(): string {
  const bundles = join(folder(), 'bundles')
  mkdirSync(bundles)
  for (const name of functionNames) writeFileSync(join(bundles, `${name}.zip`), name)
  return bundles
}

const home = mkdtempSync(join(tmpdir(), 'limelight-infra-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** A folder that is gone after the file's tests. */
export const folder = (): string => mkdtempSync(join(home, 'made-'))

/** Properties of the only resource of a type whose properties have these values. */
export function propertiesOf(template: Template, type: string, having: Record<string, unknown> = {}) {
  const found = Object.values(template.findResources(type, { Properties: having }))
  if (found.length !== 1) throw new Error(`there are ${found.length} of ${type} with ${JSON.stringify(having)}`)
  return found[0]?.Properties as Properties
}

/** As far as a test asks for them. */
// biome-ignore lint/suspicious/noExplicitAny: a template is JSON of a hundred shapes, and each expectation names its own
export type Properties = Record<string, any>
