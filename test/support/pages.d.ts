/** See pages.js. */
export declare function typescriptOfPages(): Record<string, string>;
