/** How Vega measures text: exported by vega 6, but not in its types. */
declare module 'vega' {
  export const textMetrics: {
    width: (
      item: { readonly fontSize?: number; readonly fontWeight?: string | number },
      text: unknown,
    ) => number;
  };
}

export {};
