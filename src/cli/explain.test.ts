import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError } from '../config.ts'
import { CommandError } from './command.ts'
import { explain } from './explain.ts'

const failure = (more: object, message = 'it failed') => Object.assign(new Error(message), more)

test('a full, closed or read-only disk is named, as Node puts it and as the embedded database does', () => {
  assert.equal(explain(failure({ code: 'EACCES', path: '/x' })), 'Wardmote cannot write to /x: it is not allowed. Set WARDMOTE_DATA to a folder it may write to.')
  assert.match(explain({ name: 'ErrnoError', errno: 51 })!, /its data folder: the disk is full/)
  assert.match(explain({ name: 'ErrnoError', errno: 69 })!, /the disk is read-only/)
  assert.match(explain(failure({ code: '', path: '/x' }, 'Unknown error: Read-only file system'))!, /the disk is read-only/)
})

test('a server that cannot be reached or does not let us in is named', () => {
  assert.match(explain(failure({ code: 'ENOTFOUND', hostname: 'db.example' }))!, /no machine called db\.example/)
  assert.match(explain(failure({ errors: [failure({ code: 'ECONNREFUSED', address: '::1', port: 5432 })] }))!, /No PostgreSQL server answers at ::1:5432/)
  assert.match(explain(failure({ code: '28P01' }))!, /does not take this name and password/)
})

test('our own sentences stand as they are, and what nobody foresaw keeps its stack', () => {
  assert.equal(explain(new CommandError('Do this.')), 'Do this.')
  assert.equal(explain(new ConfigError('PORT must be a number')), 'PORT must be a number')
  for (const unforeseen of [failure({}), failure({ code: 'ENOENT', syscall: 'open' }), failure({ code: 'constructor' }), 'text', null]) assert.equal(explain(unforeseen), null)
})
