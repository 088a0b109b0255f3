#!/usr/bin/env node
/** The worker's process: the consumer over src/run lies in src/worker, built to dist. */
import { main } from '../dist/worker/main.js'

process.exitCode = await main()
