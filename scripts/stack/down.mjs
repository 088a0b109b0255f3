import { stopStaying } from '../emulator/stay.mjs'

export default async function down() {
  const stopped = await stopStaying()
  console.log(stopped ? `The stack at ${stopped.endpoint} is down.` : 'No stack of this checkout was up.')
}
