import { run } from './node26.js'

run(process.argv[2], process.argv.slice(3))
