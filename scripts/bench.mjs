/**
 * `npm run bench -- [--only mrz,faces] [--data <folder>] [--drawn 200] [--sample 20] [--rounds 2] [--out bench]`: accuracy and time
 * of the engine and of its peers on the same pictures, as tables in <out>/RESULTS.md. The peers' packages are bench/'s own.
 */
import { runBenchEntry } from './lib/benchEntry.mjs';

await runBenchEntry('bench', { peers: true, paths: ['--data', '--out'] });
