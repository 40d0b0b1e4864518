import { hostOf, initAt } from './init.js';

const script = document.currentScript;

/** For pages without modules: `Uniicy.init(…)`. */
export const init = initAt(hostOf(script instanceof HTMLScriptElement ? script.src : null));
