export type { WidgetError } from './errors.js';
export type { InitOptions, Widget } from './init.js';
export type { CompleteEvent, MountOptions, StepEvent, WidgetHandle } from './mount.js';
