/**
 * `npm run stack:up [-- --config FOLDER]`: a local stage on an emulator that stays, for working by hand; `npm run stack:down` ends it.
 * `node scripts/stack.mjs put FILE|FOLDER...` uploads, `node scripts/stack.mjs night [DAY]` closes a day.
 */
import { build } from './build.mjs'

// Node 20 is what this project is developed with; what is deployed runs on 22.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

const [command = '', ...rest] = process.argv.slice(2)
if (!['up', 'down', 'put', 'night'].includes(command)) {
  console.error('usage: node scripts/stack.mjs up [--config FOLDER] | down | put FILE|FOLDER... | night [DAY]')
  process.exit(2)
}
try {
  // Names and clients are those of the built code.
  if (command !== 'down') build()
  const { default: run } = await import(`./stack/${command}.mjs`)
  await run(rest)
} catch (error) {
  console.error(`limelight: ${error.message}`)
  process.exitCode = 1
}
