/** What a server asks of whoever owns the queues that it serves. */
export interface ServerOwner {
  /** Something has happened: whichever GPU is free may turn to what waits. */
  whenFree(): void;
  /** Whether the run goes on until it is empty, and no request will arrive any more. */
  nothingComes(): boolean;
}
