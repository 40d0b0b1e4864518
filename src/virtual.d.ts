/** The widget's script as text, built by scripts/lib/widget.mjs. */
declare module 'virtual:kyc-widget/index' {
	const code: string;
	export default code;
}

declare module 'virtual:kyc-widget/iife' {
	const code: string;
	export default code;
}
