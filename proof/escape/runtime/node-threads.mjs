#!/usr/bin/node
// Attack: Looks through the many threads that Node starts before the first line of the program for one without filter, opens its
//     debugger to everybody, and signals init.
// Row: T9.2
// Promise: HELD
// Without: none alone: as for compiled programs
// Class: managed
// Root: languages
// Limits: memory=512M wall=20s cpu=10s
import { readFileSync, readdirSync } from 'node:fs';
import inspector from 'node:inspector';
import { createServer } from 'node:net';
import { Worker } from 'node:worker_threads';

let failed = 0;
const open = (what) => { failed++; console.log('OPEN ' + what); };
const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
await new Promise((ready) => worker.on('online', ready));
const threads = readdirSync('/proc/self/task');
for (const thread of threads) {
    const status = readFileSync(`/proc/self/task/${thread}/status`, 'utf8');
    if (!/\nSeccomp:\t2\n/.test(status)) open('a thread without filter');
    if (!/\nNoNewPrivs:\t1\n/.test(status)) open('a thread that may gain privileges');
    if (/\nCap(Inh|Prm|Eff|Bnd|Amb):\t.*[1-9a-f]/.test(status)) open('a thread with a capability');
}
if (threads.length < 6) open(`only ${threads.length} threads were seen`);
try { inspector.open(0, '0.0.0.0'); if (inspector.url()) open('a debugger at ' + inspector.url()); } catch { /* refused */ }
await new Promise((done) => {
    const server = createServer();
    server.on('error', done);
    server.listen(0, '0.0.0.0', () => { open('a port that listens'); done(); });
});
try { process.kill(1, 'SIGKILL'); open('a signal to init'); } catch { /* refused */ }
if (failed === 0) console.log('HELD');
process.exit(failed === 0 ? 0 : 1);
