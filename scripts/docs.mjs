/** `npm run docs`: writes what documents take from the code: the codebook and the schema of limelight.config.json. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { root } from './setup.mjs'

build()
const [{ codebookMarkdown, documented }, { configJsonSchema }, { truthJsonSchema }] = await Promise.all(
  ['cli/codebook.js', 'run/config.js', 'evaluate/read-ours.js'].map((file) => import(`../dist/${file}`)),
)
writeFileSync(join(root, 'docs/variables.md'), codebookMarkdown(documented))
writeFileSync(join(root, 'docs/limelight.config.schema.json'), configJsonSchema())
writeFileSync(join(root, 'docs/truth.schema.json'), truthJsonSchema())
