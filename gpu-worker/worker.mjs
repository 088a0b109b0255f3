#!/usr/bin/env node
/** The worker's process: the consumer over src/run lies in src/worker, built to dist. */
import { main } from '../dist/worker/main.js'

// A connection that broke in the middle of a request must not keep a worker alive that has nothing left to do.
process.exit(await main())
