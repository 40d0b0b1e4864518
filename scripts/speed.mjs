/** `npm run test:speed`: how soon the capture screen can be used on an emulated phone (bar: 1.5 s). For a quiet machine. */
import { join } from 'node:path';
import { ensureBrowser } from './lib/browser.mjs';
import { prepareAll, requireNode } from './lib/prepare.mjs';
import { root } from './lib/site.mjs';
import { runLoud } from './lib/stages.mjs';

/** @param {string} line */
const log = (line) => console.error(`[speed] ${line}`);

requireNode(root);
await prepareAll({ root, log });
const browser = await ensureBrowser({ root, log });
const args = [join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', '--project', 'timed'];
const env = { ...process.env, ...(browser === undefined ? {} : { CHROMIUM_PATH: browser }) };
process.exitCode = (await runLoud(process.execPath, args, { cwd: root, env })) ? 0 : 1;
