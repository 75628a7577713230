/** The part of jStat 1.9.6 that is used; the package has no types of its own. */
declare module 'jstat' {
  interface OneParameter {
    cdf(x: number, parameter: number): number;
    inv(p: number, parameter: number): number;
  }
  interface TwoParameters {
    cdf(x: number, first: number, second: number): number;
    inv(p: number, first: number, second: number): number;
  }
  /** CommonJS: named imports type-check and fail in Node, so only the default is declared. */
  const jstat: {
    readonly jStat: {
      readonly studentt: OneParameter;
      readonly chisquare: OneParameter;
      readonly beta: TwoParameters;
      readonly gamma: TwoParameters;
    };
  };
  export default jstat;
}
