/**
 * How values that an earlier version of this course kept become values of this one. The first step turns version 1 into
 * version 2, and so on; the number of steps decides which version this is. A step gets the name and the value.
 */

/** @type {((name: string, value: unknown) => unknown)[]} */
export const steps = [];
