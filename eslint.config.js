import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import importLaw from './scripts/lib/importLaw.mjs';
import svelteConfig from './svelte.config.js';

/** No `any`, no `!`, no suppressions: what the compiler cannot see is checked where it enters. @type {import('eslint').Linter.RulesRecord} */
const houseRules = {
	'@typescript-eslint/no-explicit-any': 'error',
	'@typescript-eslint/no-non-null-assertion': 'error',
	'@typescript-eslint/ban-ts-comment': [
		'error',
		{ 'ts-expect-error': 'allow-with-description', minimumDescriptionLength: 10 }
	],
	'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', prefer: 'type-imports' }],
	'@typescript-eslint/no-unused-vars': [
		'error',
		{ argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }
	],
	'no-console': 'error',
	eqeqeq: ['error', 'always'],
	'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
	'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }]
};

export default ts.config(
	{
		ignores: [
			'build/',
			'packages/*/dist/',
			'.svelte-kit/',
			'node_modules/',
			'data/',
			'coverage/',
			'test-results/',
			'playwright-report/',
			'src/lib/paraglide/',
			'drizzle/',
			'models/'
		]
	},
	{ linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.node, ...globals.browser } },
		plugins: { house: { rules: { 'import-law': importLaw } } },
		rules: { ...houseRules, 'no-undef': 'off', 'house/import-law': 'error' }
	},
	{
		// Rules that read types: affordable on the server's own code, where a forgotten await loses data.
		files: ['src/lib/**/*.ts', 'src/routes/**/*.ts', 'src/*.ts', 'src/cli/**/*.ts'],
		ignores: ['**/*.svelte.ts'],
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': [
				'error',
				{ checksVoidReturn: { arguments: false, attributes: false } }
			],
			'@typescript-eslint/await-thenable': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
			'@typescript-eslint/no-unnecessary-type-assertion': 'error'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
		rules: {
			// The site lives at the root of its origin, never below a base path.
			'svelte/no-navigation-without-resolve': 'off',
			// It does not see the warnings that these comments answer.
			'svelte/no-unused-svelte-ignore': 'off',
			// A Map that nothing renders from is a plain Map.
			'svelte/prefer-svelte-reactivity': 'off',
			'max-lines-per-function': 'off'
		}
	},
	{
		files: ['**/*.test.ts', 'e2e/**/*.ts', '**/testing/**/*.ts', '**/testing.ts', 'src/lib/server/db/schema/*.ts'],
		rules: { 'max-lines-per-function': 'off', 'max-lines': 'off' }
	},
	// The documentation's own Markdown, packed by the build, is the one HTML that is put in as it stands.
	{ files: ['src/lib/components/docs/DocsHtml.svelte'], rules: { 'svelte/no-at-html-tags': 'off' } },
	// Test libraries hand out things that may or may not be promises.
	{ files: ['src/**/*.test.ts'], rules: { '@typescript-eslint/await-thenable': 'off' } },
	// Playwright reads a fixture's needs from its first parameter, `{}` where there are none; journeys print what they measured.
	{ files: ['e2e/**'], rules: { 'no-empty-pattern': 'off', 'no-console': 'off' } },
	{
		files: ['scripts/**', 'src/cli/**', 'bench/**', 'e2e/recipes/**', 'eslint.config.js'],
		rules: { 'no-console': 'off' }
	}
);
