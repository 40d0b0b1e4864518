import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Bundles the bench and the engine that it measures from the product's own sources, into a folder that no one else reads. */
export default defineConfig({
	root: fileURLToPath(new URL('..', import.meta.url)),
	publicDir: false,
	resolve: { alias: { $lib: fileURLToPath(new URL('../src/lib', import.meta.url)) } },
	build: {
		ssr: true,
		outDir: 'node_modules/.cache/bench',
		emptyOutDir: true,
		target: 'node20',
		sourcemap: true,
		rollupOptions: {
			input: {
				bench: 'bench/bench.ts',
				engine: 'bench/engine.ts',
				fuzz: 'bench/fuzz.ts',
				visionThread: 'src/visionThread.ts',
				pdfReader: 'src/pdfReader.ts'
			},
			output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' }
		}
	}
});
