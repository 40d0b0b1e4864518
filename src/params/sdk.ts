import type { ParamMatcher } from '@sveltejs/kit';

export const match: ParamMatcher = (file) => file === 'kyc-widget.js' || file === 'kyc-widget.iife.js';
