import { fileURLToPath } from 'node:url';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { kycWidget } from './scripts/lib/widget.mjs';
import { messagesByLanguage } from './scripts/lib/messagesByLanguage.mjs';

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/[\\/]$/, '');

export default defineConfig({
	plugins: [messagesByLanguage(root), kycWidget(root), sveltekit()],
	build: { target: 'es2022' }
});
