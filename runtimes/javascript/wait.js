'use strict';
// Waits, with the engine initialised, for one program, and lets Node go on to run it. Node loads this module (--require)
// before it opens the script that its command line names, so the program runs as it would have cold. A byte at
// descriptor 4 says that we wait; descriptor 3 brings `count NUL argument NUL … NUL NAME=VALUE NUL …` and ends. Both are closed before the program begins.
const { isMainThread } = require('worker_threads');
if (!isMainThread) return; // a worker of the program, which loads this module once more
const fs = require('fs');
void process.stdout;
void process.stderr;
require('module');
require('url');
// what nearly all programs do first, done once: the functions for it are compiled by now, and nothing is written
new console.Console({ write() {}, on() {}, once() {}, removeListener() {}, listenerCount: () => 0 }).log('%s', 1, 'a', [2], { b: null });
process.stdout.write('');
fs.writeSync(4, 'w');
fs.closeSync(4);
const parts = [];
for (;;) {
  const chunk = Buffer.allocUnsafe(65536);
  const count = fs.readSync(3, chunk);
  if (count === 0) break;
  parts.push(chunk.subarray(0, count));
}
fs.closeSync(3);
const fields = Buffer.concat(parts).toString('utf8').split('\0');
const count = Number(fields[0]);
const command = fields.slice(1, 1 + count);
const program = command.findIndex((word, at) => at > 0 && !word.startsWith('--'));
process.argv.splice(2, Infinity, ...command.slice(program + 1));
process.execArgv.splice(0, Infinity, ...command.slice(1, program));
for (const name of Object.keys(process.env)) delete process.env[name];
for (const pair of fields.slice(1 + count, -1)) {
  const at = pair.indexOf('=');
  process.env[pair.slice(0, at)] = pair.slice(at + 1);
}
delete require.cache[__filename];
// Where nobody else wants to hear of the end, it ends as process.exit would, and does not take the engine apart first. An error that is caught by
// nobody is told after this event: it has a code.
process.on('exit', (code) => {
  if (code === 0 && process.listenerCount('exit') === 1) process.reallyExit(0);
});
