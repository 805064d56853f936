#!/usr/bin/env node
import { run } from './node26.js'

run('src/cli.ts', process.argv.slice(2))
