/** `npm run fuzz -- [--count 1000] [--data <folder>] [--seed 1]`: damaged and extreme pictures through every door of the engine. */
import { runBenchEntry } from './lib/benchEntry.mjs';

await runBenchEntry('fuzz', { peers: false, paths: ['--data'] });
