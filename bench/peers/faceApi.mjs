/**
 * `@vladmandic/face-api` on TensorFlow.js' WebAssembly backend with SIMD: its native backend fetches a library from elsewhere
 * when it is installed. SSD MobileNet, 68 landmarks and the descriptor, as its README has them, at their default settings.
 */
import * as wasm from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import sharp from 'sharp';
import { serve } from './serve.mjs';

const require = createRequire(import.meta.url);
const faceapi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');

await serve(async () => {
	wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
	await tf.setBackend('wasm');
	await tf.ready();
	const models = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
	await faceapi.nets.ssdMobilenetv1.loadFromDisk(models);
	await faceapi.nets.faceLandmark68Net.loadFromDisk(models);
	await faceapi.nets.faceRecognitionNet.loadFromDisk(models);
	return {
		/** The largest face's descriptor; null where none is found. @param {{ bytes: Uint8Array }} input */
		async face({ bytes }) {
			const { data, info } = await sharp(bytes)
				.rotate()
				.removeAlpha()
				.toColourspace('srgb')
				.raw()
				.toBuffer({ resolveWithObject: true });
			const picture = tf.tensor3d(data, [info.height, info.width, 3], 'int32');
			try {
				const faces = await faceapi.detectAllFaces(picture).withFaceLandmarks().withFaceDescriptors();
				const area = (/** @type {any} */ { detection: { box } }) => box.width * box.height;
				const [largest] = faces.sort((/** @type {any} */ a, /** @type {any} */ b) => area(b) - area(a));
				return { descriptor: largest === undefined ? null : Array.from(largest.descriptor) };
			} finally {
				picture.dispose();
			}
		},
		async backend() {
			return { name: `${tf.getBackend()}, ${wasm.getThreadsCount()} threads` };
		}
	};
});
